using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Sandbox.Nation;

/// <summary>Licences, vehicles, fines, properties and insurance of the generated people.</summary>
internal sealed partial class Generated
{
    private static readonly string[] PlateCodes =
        [.. Enumerable.Range(10, 10).Concat(Enumerable.Range(21, 19)).Select(c => c.ToString(CultureInfo.InvariantCulture))];

    // ---- vocational licences: seven companies in ten have one

    internal string LicenceNo(int company) => (1_000_000 + _licenceNumbers.Forward(company)).ToString(CultureInfo.InvariantCulture);

    internal int? LicenceIndex(string no) =>
        Turn(no, 7, 1_000_000, _licenceNumbers, Companies) is { } company && HasLicence(company) ? company : null;

    internal bool HasLicence(int company) => Dice.For(_seed, Kind.Licence, company).Chance(70);

    internal Licence LicenceAt(int company)
    {
        var dice = Dice.For(_seed, Kind.Licence, company);
        dice.Next();
        var holder = CompanyAt(company);
        var region = dice.Below(Lists.Regions.Length);
        List<Profession> professions = [dice.Pick<Profession>(Lists.Professions)];
        if (dice.Chance(20) && dice.Pick<Profession>(Lists.Professions) is var second && second != professions[0])
        {
            professions.Add(second);
        }

        var area = dice.Between(12, 240);
        var signboards = Enumerable.Range(0, dice.Below(3))
            .Select(_ => new Signboard(dice.Pick<string>(["FLAT", "PROJECTING", "ROOF"]), dice.Between(2, 24) / 2m, dice.Chance(50))).ToList();
        var behind = dice.Below(100) switch { < 55 => 1, < 85 => 0, < 95 => 2, _ => 3 };
        var approved = _founded.AddDays(-dice.Between(20, 420));
        return new Licence(
            LicenceNo(company), holder.No, holder.Signatories[0].Number, holder.Kind switch { "SOLE" => "OWNER", "PARTNERSHIP" => "PARTNER", _ => "AUTHORISED_SIGNATORY" },
            region, AddressIn(ref dice, Lists.Regions[region]), area, area, dice.Chance(4) ? dice.Pick<string>(["ADDRESS", "PROFESSION", "PARTNERS"]) : "NONE",
            professions, signboards, _founded.AddDays(dice.Between(-60, 900)), holder.RegisteredOn.AddDays(40), _founded.Year - behind,
            dice.Chance(30) ? dice.Between(6, 60) : 0m,
            dice.Chance(2) ? new Closure($"{_founded.Year}/{dice.Between(10, 900)}", Before(ref dice, 200), new("مخالفة شروط الترخيص", "Breach of the licence conditions")) : null,
            professions.Any(p => p.NeedsCivilDefence) ? new Approval($"CD-{dice.Between(1000, 99999)}", approved, approved.AddYears(1)) : null,
            professions.Any(p => p.NeedsHealth) ? new Approval($"H-{dice.Between(1000, 99999)}", approved, approved.AddYears(1)) : null);
    }

    // ---- vehicles

    internal (string Code, string Number) PlateOf(int vehicle)
    {
        var n = _plates.Forward(vehicle);
        return (PlateCodes[n / 99_999], ((n % 99_999) + 1).ToString(CultureInfo.InvariantCulture));
    }

    internal int? VehicleByPlate(string code, string number)
    {
        var at = Array.IndexOf(PlateCodes, code);
        if (at < 0 || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n is < 1 or > 99_999)
        {
            return null;
        }

        var vehicle = _plates.Back((at * 99_999L) + n - 1);
        return vehicle < Vehicles ? (int)vehicle : null;
    }

    internal int? VehicleByRegistration(string no) => Turn(no, 8, 10_000_000, _registrations, Vehicles);

    internal Vehicle VehicleAt(int vehicle)
    {
        var dice = Dice.For(_seed, Kind.Vehicle, vehicle);
        var owner = People.Responsible(_vehicleOwners.HolderOf(vehicle));
        var person = People.At(owner);
        var spouse = People.SpouseOf(owner);
        var shared = dice.Chance(6) && spouse is not null;
        List<Holding> owners = shared
            ? [new(person.Number, null, new(1, 2)), new(People.NumberOf(spouse!.Value), null, new(1, 2))]
            : [new(person.Number, null, Fraction.One)];
        var (code, number) = PlateOf(vehicle);
        var (make, model) = dice.Pick<(Word, Word)>(Words.Cars);
        var roll = dice.Below(100);
        var fuel = roll < 60 ? "GASOLINE" : roll < 82 ? "HYBRID" : roll < 94 ? "ELECTRIC" : "DIESEL";
        var first = _founded.AddDays(-dice.Between(200, 20 * 365));
        var commercial = dice.Chance(10);
        var (plateClass, usage) = !commercial ? ("PRIVATE", "PRIVATE") : dice.Chance(60) ? ("PUBLIC", "TAXI") : dice.Chance(50) ? ("PUBLIC", "TRANSPORT") : ("TOURIST", "RENTAL");
        var expires = _founded.AddDays(dice.Below(100) < 85 ? dice.Between(-40, 364) : -dice.Between(41, 800));
        var insured = expires.AddDays(dice.Between(-20, 40));
        return new Vehicle(
            (10_000_000 + _registrations.Forward(vehicle)).ToString(CultureInfo.InvariantCulture), code, number, plateClass, usage, owners, make, model,
            dice.Pick<Word>(Words.Colours), dice.Pick<int>([4, 5, 5, 5, 7]), $"E{dice.Between(100000, 999999)}",
            fuel == "ELECTRIC" ? 0 : dice.Pick<int>([1000, 1300, 1499, 1500, 1600, 1800, 2000, 2400, 2500, 3000, 3500, 4000, 4600]), fuel, first,
            first.Year >= 2025 ? dice.Between(60, 1200) * 100m : null, $"L{dice.Between(100000, 999999)}", expires,
            first.AddYears(5) < _founded ? expires.AddYears(-dice.Between(1, 2)) : null,
            dice.Chance(3) ? [new($"{dice.Between(100, 9999)}/{_founded.Year - 1}", "ATTACHMENT", new("محكمة صلح عمّان", "Amman Magistrates' Court"), Before(ref dice, 700))] : [],
            dice.Chance(1) ? [new($"C{dice.Between(1000, 9999)}", new("تعميم: حادث سير", "Circular: traffic accident"), Before(ref dice, 300))] : [],
            dice.Chance(93) ? new Policy($"P{dice.Between(1000000, 9999999)}", dice.Pick<Word>(Words.Insurers), dice.Chance(70) ? "COMPULSORY" : "COMPREHENSIVE",
                insured.AddYears(-1).AddDays(1), insured.AddYears(dice.Chance(50) ? 1 : 0)) : null,
            person.Governorate);
    }

    internal IEnumerable<int> VehiclesOf(int person)
    {
        var number = People.NumberOf(person);
        return Near(person).SelectMany(_vehicleOwners.HeldBy).Distinct().Where(v => VehicleAt(v).Owners.Any(o => o.Number == number));
    }

    // ---- fines: up to seven a vehicle

    internal int TicketCount(int vehicle) => Dice.For(_seed, Kind.Fine, vehicle).Below(100) switch { < 55 => 0, < 75 => 1, < 88 => 2, < 95 => 3, var r => (r % 4) + 4 };

    internal (int Vehicle, int Ordinal)? TicketIndex(string no)
    {
        if (!no.StartsWith('T') || Turn(no[1..], 9, 100_000_000, _tickets, Vehicles * 8L) is not { } index)
        {
            return null;
        }

        return index % 8 < TicketCount(index / 8) ? (index / 8, index % 8) : null;
    }

    internal Ticket TicketAt(int vehicle, int ordinal)
    {
        var dice = Dice.For(_seed, Kind.Fine, 1_000_000_000L + (vehicle * 8L) + ordinal);
        var offence = dice.Pick<Offence>(Lists.Offences);
        var day = _founded.AddDays(-dice.Between(1, 700));
        var status = dice.Below(100) switch { < 55 => "OPEN", < 60 => "OBJECTED", < 63 => "CANCELLED", _ => "PAID" };
        decimal? judged = null;
        if (offence.Amount is null)
        {
            status = dice.Below(100) switch { < 50 => "OPEN", < 75 => "IN_COURT", < 90 => "JUDGED", _ => "PAID" };
            judged = status is "JUDGED" or "PAID" ? offence.Min + (10 * dice.Below(1 + (int)((offence.Max - offence.Min).GetValueOrDefault() / 10))) : null;
        }

        return new Ticket(
            $"T{(100_000_000 + _tickets.Forward((vehicle * 8L) + ordinal)).ToString(CultureInfo.InvariantCulture)}", VehicleAt(vehicle), offence, dice.Chance(60) ? "GAM" : "CTD",
            dice.Pick<Word>(Words.Streets), NationalCalendar.At(day, new TimeOnly(dice.Between(6, 22), dice.Below(60))), false, status, judged,
            status == "PAID" ? day.AddDays(dice.Between(1, 30)) : null, status == "PAID" ? $"R{dice.Between(100000, 999999)}" : null);
    }

    // ---- properties

    internal int? PropertyIndex(string no) => Turn(no, 8, 10_000_000, _propertyNumbers, Properties);

    internal Property PropertyAt(int property)
    {
        var dice = Dice.For(_seed, Kind.Property, property);
        var owner = People.Responsible(_propertyOwners.HolderOf(property));
        var spouse = People.SpouseOf(owner);
        List<Holding> owners = dice.Chance(25) && spouse is { } s
            ? [new(People.NumberOf(owner), null, new(1, 2)), new(People.NumberOf(s), null, new(1, 2))]
            : [new(People.NumberOf(owner), null, Fraction.One)];
        var region = dice.Below(Lists.Regions.Length);
        var vacant = dice.Chance(15);
        var use = dice.Chance(80) ? "RESIDENTIAL" : "COMMERCIAL";
        var buildings = vacant ? [] : Enumerable.Range(1, dice.Chance(80) ? 1 : 2)
            .Select(n => new Building($"{n}", use == "COMMERCIAL" ? new("مخازن تجارية", "Shops") : new("شقة سكنية", "Dwelling"), dice.Between(12, 240) * 25m)).ToList();
        var vacantEstimate = vacant ? dice.Between(20, 400) * 50m : 0m;
        var estimate = vacant ? vacantEstimate : buildings.Sum(b => b.NetEstimate);
        var unpaid = dice.Below(100) switch { < 40 => 0, < 75 => 1, < 88 => 2, < 95 => 3, _ => 5 };
        var years = Enumerable.Range(_founded.Year - 5, 6).Select(y => new TaxYear(y, estimate, y <= _founded.Year - unpaid)).ToList();
        return new Property(
            (10_000_000 + _propertyNumbers.Forward(property)).ToString(CultureInfo.InvariantCulture), Land.KeyOf(PlotOf(property)), region,
            AddressIn(ref dice, Lists.Regions[region]), vacant ? "VACANT" : "BUILDINGS", use, buildings, vacantEstimate, owners, dice.Chance(85), years, dice.Chance(2));
    }

    /// <summary>The plot a property stands on: of every three, two on a plot of their own, and the third on that of the second.</summary>
    private int PlotOf(int property) => (int)_propertyPlots.Forward(property % 3 == 2 ? property - 1 : property);

    /// <summary>The properties that stand on a plot.</summary>
    internal IEnumerable<int> PropertiesAt(int plot)
    {
        var first = (int)_propertyPlots.Back(plot);
        return new[] { first, first + 1 }.Where(p => p < Properties && PlotOf(p) == plot);
    }

    internal IEnumerable<int> PropertiesOf(int person)
    {
        var number = People.NumberOf(person);
        return Near(person).SelectMany(_propertyOwners.HeldBy).Distinct().Where(p => PropertyAt(p).Owners.Any(o => o.Number == number));
    }

    // ---- social security: a third of the people have a job in one of the companies

    internal string InsuranceNo(int person) => (10_000_000 + _insuranceNumbers.Forward(person)).ToString(CultureInfo.InvariantCulture);

    internal int? InsuredIndex(string no) => Turn(no, 8, 10_000_000, _insuranceNumbers, People.Count);

    internal int? EmployerOf(int person)
    {
        var job = (int)_jobs.Back(person);
        return job < People.Count * 35 / 100 && Works(person) ? job % Companies : null;
    }

    internal IEnumerable<int> EmployeesOf(int company)
    {
        for (var job = company; job < People.Count * 35 / 100; job += Companies)
        {
            var person = (int)_jobs.Forward(job);
            if (Works(person))
            {
                yield return person;
            }
        }
    }

    private bool Works(int person)
    {
        var born = People.BornOf(person);
        return born.AddYears(18) <= _founded && born.AddYears(60) > _founded && People.DiedOf(person) is null;
    }

    internal Insured InsuredAt(int person)
    {
        var dice = Dice.For(_seed, Kind.Insured, person);
        var born = People.BornOf(person);
        var number = People.NumberOf(person);
        var adult = born.AddYears(18);
        var employer = EmployerOf(person);
        var wage = dice.Chance(5) ? dice.Between(2000, 6000) : dice.Between(290, 1400);
        if (employer is { } company)
        {
            var from = Later(adult.AddDays(60), _founded.AddDays(-dice.Between(30, 20 * 365)));
            return new Insured(number, InsuranceNo(person), [new("COMPULSORY", from, null, CompanyNo(company), wage)], "NONE", false);
        }

        if (adult.AddYears(2) > _founded || dice.Chance(45))
        {
            return new Insured(number, null, [], "NONE", false);
        }

        var start = adult.AddDays(dice.Between(100, 700));
        var end = Later(start.AddDays(90), _founded.AddDays(-dice.Between(200, 12 * 365)));
        var retired = born.AddYears(60) <= _founded && dice.Chance(60);
        var lump = !retired && dice.Chance(8);
        List<InsuredPeriod> periods = [new("COMPULSORY", start, end, null, wage)];
        return new Insured(number, InsuranceNo(person), periods, retired ? "OLD_AGE" : lump ? "LUMP_SUM" : "NONE", !retired && !lump);
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static Word AddressIn(ref Dice dice, Word region)
    {
        var street = dice.Pick<Word>(Words.Streets);
        var number = dice.Between(1, 150);
        return new Word($"{region.Ar}، {street.Ar}، مبنى {number}", $"{region.En}, {street.En}, building {number}");
    }

    // ---- records

    /// <summary>Two grown-ups in a hundred have a record; one more shares the whole name of somebody who has.</summary>
    internal Record? RecordOf(int person)
    {
        var dice = Dice.For(_seed, Kind.Record, person);
        var roll = dice.Below(100);
        if (roll > 2 || !People.IsAdult(person))
        {
            return null;
        }

        var p = People.At(person);
        var judged = Later(p.Born.AddYears(19), Before(ref dice, 5000));
        var own = roll < 2;
        return new Record($"CR{dice.Between(10000, 99999)}-{person}", p.FullName, own ? p.Born : p.Born.AddDays(-dice.Between(400, 4000)), own ? p.Number : null,
            dice.Pick<(string Id, Word, string)>(Lists.Courts).Id, judged, dice.Pick<Word>(Lists.CourtOffences), own && dice.Chance(35));
    }
}
