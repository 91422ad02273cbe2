using System.Globalization;

namespace Diwan.Sandbox.Nation;

/// <summary>Land and companies of the generated people, each computed from its index.</summary>
internal sealed partial class Generated
{
    private readonly ulong _seed;
    private readonly DateOnly _founded;
    private readonly Assignment _plotOwners, _companyOwners, _vehicleOwners, _propertyOwners;
    private readonly Permutation _companyNumbers, _plates, _registrations, _propertyNumbers, _propertyPlots, _licenceNumbers, _insuranceNumbers, _jobs, _tickets;

    internal Generated(ulong seed, int people, DateOnly founded)
    {
        _seed = seed;
        _founded = founded;
        People = new People(seed, people, founded);
        Land = new Cadastre(seed, people, founded);
        _plotOwners = new Assignment(seed, Kind.PlotOwner, Land.Plots, people);
        _companyOwners = new Assignment(seed, Kind.Company, Math.Max(4, people / 25), people);
        _vehicleOwners = new Assignment(seed, Kind.VehicleOwner, people * 2 / 5, people);
        _propertyOwners = new Assignment(seed, Kind.PropertyOwner, people * 3 / 10, people);
        _companyNumbers = new Permutation(seed, Kind.CompanyNumber, 700_000_000);
        _plates = new Permutation(seed, Kind.Plate, 29 * 99_999);
        _registrations = new Permutation(seed, Kind.Registration, 90_000_000);
        _propertyNumbers = new Permutation(seed, Kind.PropertyNumber, 90_000_000);
        _propertyPlots = new Permutation(seed, Kind.PropertyPlot, Land.Plots);
        _licenceNumbers = new Permutation(seed, Kind.LicenceNumber, 9_000_000);
        _insuranceNumbers = new Permutation(seed, Kind.InsuranceNumber, 90_000_000);
        _jobs = new Permutation(seed, Kind.Roster, people);
        _tickets = new Permutation(seed, Kind.Fine, 900_000_000);
    }

    internal People People { get; }

    internal Cadastre Land { get; }

    internal int Companies => _companyOwners.Count;

    internal int Vehicles => _vehicleOwners.Count;

    internal int Properties => _propertyOwners.Count;

    // ---- plots

    internal Title TitleAt(int plot)
    {
        var key = Land.KeyOf(plot);
        var dice = Dice.For(_seed, Kind.Plot, plot);
        var encumbrances = new List<Encumbrance>();
        if (dice.Chance(8))
        {
            encumbrances.Add(Mortgage($"{dice.Between(100, 9999)}", Before(ref dice, 3000), dice.Between(10, 120) * 1000m));
        }

        if (dice.Chance(4))
        {
            encumbrances.Add(AttachmentOrder($"{dice.Between(100, 9999)}", Before(ref dice, 1500)));
        }

        if (dice.Chance(1))
        {
            var year = _founded.Year - dice.Between(1, 6);
            encumbrances.Add(new Encumbrance("EXPROPRIATION", $"{year}/{dice.Between(1, 90)}", new DateOnly(year, 5, 2), new("بلدية المدينة", "The municipality"), null,
                new("استملاك جزئي لغايات فتح طريق", "Partial expropriation for a street")));
        }

        return new Title(
            key, plot, dice.Chance(70) ? "MULK" : "MIRI", OwnersOf(plot), encumbrances, dice.Chance(2), dice.Chance(2), dice.Chance(1),
            $"{dice.Between(1, 400)}", $"{dice.Between(1, 200)}", $"{dice.Between(1000, 99999)}", Before(ref dice, 9000));
    }

    internal static Encumbrance Mortgage(string reference, DateOnly date, decimal amount) => new(
        "MORTGAGE", reference, date, new("بنك الوادي التجريبي", "Sandbox Wadi Bank"), amount,
        new("رهن تأميني من الدرجة الأولى", "Mortgage of the first degree"));

    internal static Encumbrance AttachmentOrder(string reference, DateOnly date) => new(
        "ATTACHMENT", reference, date, new("دائرة تنفيذ محكمة بداية عمّان", "Execution Department, Amman Court of First Instance"), null,
        new("حجز تنفيذي على حصة المدين", "Attachment in execution on the debtor's share"));

    internal IEnumerable<int> PlotsOf(int person)
    {
        var number = People.NumberOf(person);
        return Relatives(person).SelectMany(_plotOwners.HeldBy).Distinct().Where(plot => OwnersOf(plot).Any(s => s.Holder == number));
    }

    private List<Share> OwnersOf(int plot)
    {
        var owner = People.Responsible(_plotOwners.HolderOf(plot));
        var dice = Dice.For(_seed, Kind.PlotOwner, plot);
        var roll = dice.Below(100);
        if (roll < 55)
        {
            return Whole(owner);
        }

        if (roll < 70 && People.SpouseOf(owner) is { } spouse)
        {
            return [new(People.NumberOf(owner), new(1, 2)), new(People.NumberOf(spouse), new(1, 2))];
        }

        if (People.ParentsOf(owner) is not ({ } father, { } mother))
        {
            return Whole(owner);
        }

        var siblings = Siblings(owner, father, mother);
        if (roll < 85)
        {
            return [.. siblings.Select(s => new Share(People.NumberOf(s), new Fraction(1, siblings.Count)))];
        }

        return [.. Inherit(Fraction.One, People.DiedOf(mother) is null ? People.NumberOf(mother) : null, new Fraction(1, 8),
            siblings.Select(s => (People.NumberOf(s), People.GenderOf(s))))];
    }

    /// <summary>
    /// Shares by the rules of inheritance in the plain case of a spouse and children: an eighth to a widow (a quarter to a widower), the rest
    /// to the children, a son having twice a daughter's part.
    /// </summary>
    internal static IEnumerable<Share> Inherit(Fraction whole, string? spouse, Fraction spousePart, IEnumerable<(string Number, char Gender)> children)
    {
        var heirs = children.ToList();
        var rest = whole;
        if (spouse is not null)
        {
            var part = heirs.Count == 0 ? whole : whole * spousePart;
            rest = whole - part;
            yield return new Share(spouse, part);
        }

        var units = heirs.Sum(h => h.Gender == 'M' ? 2 : 1);
        foreach (var (number, gender) in heirs)
        {
            yield return new Share(number, rest * new Fraction(gender == 'M' ? 2 : 1, units));
        }
    }

    private List<int> Siblings(int person, int father, int mother) => [.. People.ChildrenOf(father).Concat(People.ChildrenOf(mother)).Distinct().Where(c => People.IsAdult(c) || c == person)];

    private List<Share> Whole(int person) => [new(People.NumberOf(person), Fraction.One)];

    /// <summary>Whoever's things a person may share in.</summary>
    private IEnumerable<int> Relatives(int person)
    {
        List<int> near = [person];
        if (People.SpouseOf(person) is { } spouse)
        {
            near.Add(spouse);
        }

        if (People.ParentsOf(person) is ({ } father, { } mother))
        {
            near.AddRange(People.ChildrenOf(father));
            near.AddRange(People.ChildrenOf(mother));
        }

        // Children and grandchildren: what falls to a small child is in a parent's name, and may come back to a widow.
        var children = near.SelectMany(People.ChildrenOf).ToList();
        return near.Concat(children).Concat(children.SelectMany(People.ChildrenOf)).Distinct();
    }

    // ---- companies

    internal string CompanyNo(int company) => (300_000_000 + _companyNumbers.Forward(company)).ToString(CultureInfo.InvariantCulture);

    internal int? CompanyIndex(string no) => Turn(no, 9, 300_000_000, _companyNumbers, Companies);

    internal Company CompanyAt(int company)
    {
        var dice = Dice.For(_seed, Kind.Company, company);
        var owner = People.Responsible(_companyOwners.HolderOf(company));
        var person = People.At(owner);
        var trade = dice.Pick<Word>(Words.Trades);
        var roll = dice.Below(100);
        var kind = roll < 60 ? "SOLE" : roll < 80 ? "PARTNERSHIP" : "LLC";
        List<Signatory> signatories = [new(person.Number, kind switch { "SOLE" => "OWNER", "PARTNERSHIP" => "PARTNER", _ => "SIGNATORY" })];
        if (kind != "SOLE" && People.SpouseOf(owner) is { } spouse && People.DiedOf(spouse) is null)
        {
            signatories.Add(new(People.NumberOf(spouse), "PARTNER"));
        }

        return new Company(
            CompanyNo(company),
            kind == "SOLE" ? new Word($"مؤسسة {person.Given.Ar} {person.Family.Ar} ل{trade.Ar}", $"{person.Given.En} {person.Family.En} {trade.En} Est.")
                : new Word($"شركة {person.Family.Ar} ل{trade.Ar}{(kind == "LLC" ? " ذ.م.م" : "")}", $"{person.Family.En} {trade.En} {(kind == "LLC" ? "LLC" : "and Partners")}"),
            kind, $"{dice.Between(10000, 999999)}", Before(ref dice, 8000), dice.Chance(95) ? "ACTIVE" : "STRUCK_OFF", person.Governorate, trade, person.Phone, signatories);
    }

    internal IEnumerable<int> CompaniesOf(int person)
    {
        var number = People.NumberOf(person);
        return Near(person).SelectMany(_companyOwners.HeldBy).Distinct().Where(c => CompanyAt(c).Signatories.Any(s => s.Number == number));
    }

    private IEnumerable<int> Near(int person)
    {
        IEnumerable<int> near = People.SpouseOf(person) is { } spouse ? [person, spouse] : [person];
        return near.Concat(near.SelectMany(People.ChildrenOf)).Distinct();
    }

    private DateOnly Before(ref Dice dice, int days) => _founded.AddDays(-dice.Between(30, days));

    private static int? Turn(string no, int digits, long first, Permutation permutation, long count)
    {
        if (no.Length != digits || !long.TryParse(no, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < first)
        {
            return null;
        }

        var index = permutation.Back(value - first);
        return index < count ? (int)index : null;
    }
}
