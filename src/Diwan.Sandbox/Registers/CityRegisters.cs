using System.Globalization;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Registers;

/// <summary>The municipality (vocations, property tax) and the two approvals a licence may need.</summary>
internal sealed class CityRegisters(World world)
{
    internal void Add(IDictionary<string, Func<Ask, object>> operations)
    {
        operations["vocations/licences-of"] = LicencesOf;
        operations["vocations/licence"] = ask => Show(Licence(ask));
        operations["vocations/renew"] = Renew;
        operations["civil-defence/approval"] = ask => Approval(Licence(ask), l => l.Professions.Any(p => p.NeedsCivilDefence), l => l.CivilDefence);
        operations["health/approval"] = ask => Approval(Licence(ask), l => l.Professions.Any(p => p.NeedsHealth), l => l.Health);
        operations["property-tax/properties-of"] = PropertiesOf;
        operations["property-tax/at-plot"] = AtPlot;
        operations["property-tax/assessment"] = Assessment;
        operations["property-tax/settle"] = SettleProperty;
    }

    private Licence Licence(Ask ask) => world.Licence(ask["licenceNo"]) ?? throw Fault.NotFound(new("رخصة مهن", "vocational licence"), ask["licenceNo"]);

    private object LicencesOf(Ask ask)
    {
        var companies = ask.First("nationalNumber", "establishmentNo")
            ? world.CompaniesOf(PeopleRegisters.Citizen(world, ask["nationalNumber"])).ToList()
            : [PeopleRegisters.Company(world, ask["establishmentNo"])];
        return new
        {
            Licences = companies.SelectMany(c => world.LicencesOf(c.No).Select(l => new
            {
                LicenceNo = l.No,
                EstablishmentNo = c.No,
                EstablishmentNameAr = c.Name.Ar,
                EstablishmentNameEn = c.Name.En,
                ProfessionsAr = string.Join("، ", l.Professions.Select(p => p.Name.Ar)),
                ProfessionsEn = string.Join(", ", l.Professions.Select(p => p.Name.En)),
                RegionNameAr = Lists.Regions[l.Region].Ar,
                RegionNameEn = Lists.Regions[l.Region].En,
                l.LastYearPaid,
                ValidUntil = new DateOnly(l.LastYearPaid, 12, 31),
                Closed = l.Closure is not null,
            })),
        };
    }

    private object Show(Licence l)
    {
        var company = world.Company(l.CompanyNo)!;
        var licensee = world.Person(l.Licensee)!;
        var due = Enumerable.Range(l.LastYearPaid + 1, Math.Max(0, world.Today.Year - l.LastYearPaid)).ToList();
        var arrears = due.Where(y => y < world.Today.Year).ToList();
        return new
        {
            LicenceNo = l.No,
            EstablishmentNo = company.No,
            EstablishmentNameAr = company.Name.Ar,
            EstablishmentNameEn = company.Name.En,
            company.CommercialRegNo,
            LicenseeNationalNumber = licensee.Number,
            LicenseeNameAr = licensee.FullName.Ar,
            LicenseeNameEn = licensee.FullName.En,
            LicenseeCapacity = l.Capacity,
            RegionId = (l.Region + 1).ToString(CultureInfo.InvariantCulture),
            RegionNameAr = Lists.Regions[l.Region].Ar,
            RegionNameEn = Lists.Regions[l.Region].En,
            AddressAr = l.Address.Ar,
            AddressEn = l.Address.En,
            l.AreaM2,
            l.InspectedAreaM2,
            RecordedChange = l.Change,
            Professions = l.Professions.Select(p => new { p.Code, NameAr = p.Name.Ar, NameEn = p.Name.En, p.Class, p.Risk, p.NeedsCivilDefence, p.NeedsHealth }),
            HasRiskProfession = l.Professions.Any(p => p.Risk),
            Signboards = l.Signboards.Select(s => new { s.Type, s.AreaM2, s.Illuminated }),
            SignboardAreaM2 = l.Signboards.Sum(s => s.AreaM2),
            l.LeaseValidUntil,
            l.FirstLicensedOn,
            l.LastYearPaid,
            ValidUntil = new DateOnly(l.LastYearPaid, 12, 31),
            YearsDue = due,
            YearsInArrears = arrears,
            // The sandbox's own tariff for what is on file: by class, plus the area.
            ArrearsAmount = arrears.Count * (l.Professions.Sum(p => p.Class switch { "A" => 60m, "B" => 40m, "C" => 25m, _ => 15m }) + Math.Round(l.AreaM2 * 0.1m, 3)),
            l.WasteFeesDue,
            Closed = l.Closure is not null,
            ClosureOrder = l.Closure is { } c ? new { c.OrderNo, c.Date, ReasonAr = c.Reason.Ar, ReasonEn = c.Reason.En } : null,
        };
    }

    private object Renew(Ask ask)
    {
        var licence = Licence(ask);
        var year = ask.Int("year");
        if (licence.Closure is { } closure)
        {
            throw Fault.Refused($"Licence {licence.No} is under closure order {closure.OrderNo}.", $"الرخصة {licence.No} عليها أمر إغلاق رقم {closure.OrderNo}.");
        }

        if (licence.Change != "NONE")
        {
            throw Fault.Refused($"A change ({licence.Change}) is on file for licence {licence.No}; it must be licensed first.", $"على الرخصة {licence.No} تغيير مقيد ({licence.Change}) يجب ترخيصه أولاً.");
        }

        if (year <= licence.LastYearPaid || year > world.Today.Year + 1)
        {
            throw Fault.Refused($"Licence {licence.No} cannot be renewed for {year}; it is licensed to {licence.LastYearPaid}.", $"لا يمكن تجديد الرخصة {licence.No} لسنة {year}، فهي مرخصة حتى {licence.LastYearPaid}.");
        }

        var serial = $"V{year}-{licence.No}";
        world.Journal.Put($"licence/{licence.No}", new RenewedLicence(year, serial));
        return new { Renewed = true, LicenceNo = licence.No, Year = year, ValidUntil = new DateOnly(year, 12, 31), Serial = serial };
    }

    private object Approval(Licence licence, Func<Licence, bool> required, Func<Licence, Approval?> approval)
    {
        var needed = required(licence);
        var found = needed ? approval(licence) : null;
        return new
        {
            LicenceNo = licence.No,
            Required = needed,
            Status = !needed ? "NOT_REQUIRED" : found is null ? "NONE" : found.ValidUntil >= world.Today ? "VALID" : "EXPIRED",
            ApprovalNo = found?.No,
            found?.IssuedOn,
            found?.ValidUntil,
        };
    }

    // ---- property tax

    private object PropertiesOf(Ask ask)
    {
        List<Property> properties;
        Func<Holding, bool> own;
        if (ask.First("nationalNumber", "establishmentNo"))
        {
            var person = PeopleRegisters.Citizen(world, ask["nationalNumber"]);
            properties = [.. world.PropertiesOf(person)];
            own = h => h.Number == person.Number;
        }
        else
        {
            var company = PeopleRegisters.Company(world, ask["establishmentNo"]);
            properties = [.. world.Ready.Properties.Values.Where(p => p.Owners.Any(o => o.CompanyNo == company.No))];
            own = h => h.CompanyNo == company.No;
        }

        return new
        {
            Properties = properties.Select(p => new
            {
                PropertyNo = p.No,
                AddressAr = p.Address.Ar,
                AddressEn = p.Address.En,
                p.Kind,
                PlotKey = p.Plot.ToString(),
                Share = p.Owners.First(own).Part.ToString(),
                YearsDue = Years(p).Where(y => !y.Paid).Select(y => y.Year),
            }),
        };
    }

    private object AtPlot(Ask ask)
    {
        var title = LandRegisters.Find(world, ask);
        return new
        {
            PlotKey = title.Key.ToString(),
            FormerPlotKey = Cadastre.FormerKey(title.Key)?.ToString(),
            Properties = world.PropertiesAt(title).Select(p => new
            {
                PropertyNo = p.No,
                AddressAr = p.Address.Ar,
                AddressEn = p.Address.En,
                p.Kind,
                BuildingsAr = Described(p, w => w.Ar, "، "),
                BuildingsEn = Described(p, w => w.En, ", "),
            }),
        };
    }

    private static string Described(Property p, Func<Word, string> of, string between) =>
        p.Kind == "VACANT" ? of(new("أرض خالية", "Vacant land")) : string.Join(between, p.Buildings.Select(b => $"{b.No} {of(b.Description)}"));

    private sealed record YearLine(int Year, decimal NetEstimate, bool Paid, decimal Tax, decimal Education, decimal Sewage, decimal Penalty, DateOnly? PaidOn, string? ReceiptNo)
    {
        internal decimal Total => Tax + Education + Sewage + Penalty;
    }

    private List<YearLine> Years(Property p)
    {
        // A year that has begun since the founding is due too.
        var last = p.Years[^1];
        var years = p.Years.Concat(Enumerable.Range(last.Year + 1, Math.Max(0, world.Today.Year - last.Year)).Select(y => new TaxYear(y, last.NetEstimate, false)));
        return [.. years.Select(y =>
        {
            var settled = world.PropertyYear(p.No, y.Year);
            var paid = y.Paid || settled is not null;
            var tax = Fils(y.NetEstimate * (p.Kind == "VACANT" ? 0.02m : 0.15m));
            return new YearLine(
                y.Year, y.NetEstimate, paid, tax, Fils(y.NetEstimate * 0.02m), p.Sewage ? Fils(y.NetEstimate * 0.03m) : 0m,
                !paid && y.Year < world.Today.Year ? Fils(tax * 0.10m) : 0m,
                settled?.On ?? (y.Paid ? new DateOnly(y.Year, 2, 15) : null), settled?.ReceiptNo ?? (y.Paid ? $"R{p.No}-{y.Year}" : null));
        })];
    }

    private Property Property(Ask ask) => world.Property(ask["propertyNo"]) ?? throw Fault.NotFound(new("عقار", "property"), ask["propertyNo"]);

    private object Assessment(Ask ask)
    {
        var p = Property(ask);
        var years = Years(p);
        var open = years.Where(y => !y.Paid).ToList();
        var arrears = open.Where(y => y.Year < world.Today.Year).ToList();
        return new
        {
            PropertyNo = p.No,
            PlotKey = p.Plot.ToString(),
            RegionId = (p.Region + 1).ToString(CultureInfo.InvariantCulture),
            RegionNameAr = Lists.Regions[p.Region].Ar,
            RegionNameEn = Lists.Regions[p.Region].En,
            AddressAr = p.Address.Ar,
            AddressEn = p.Address.En,
            p.Kind,
            LandUse = p.Use,
            Buildings = p.Buildings.Select(b => new { b.No, DescriptionAr = b.Description.Ar, DescriptionEn = b.Description.En, b.NetEstimate }),
            NetEstimate = p.Kind == "VACANT" ? p.VacantEstimate : p.Buildings.Sum(b => b.NetEstimate),
            OwnersCount = p.Owners.Count,
            Owners = p.Owners.Select(o =>
            {
                var name = o.Number is { } number ? world.Person(number)!.FullName : world.Company(o.CompanyNo!)!.Name;
                return new
                {
                    NationalNumber = o.Number,
                    EstablishmentNo = o.CompanyNo,
                    NameAr = name.Ar,
                    NameEn = name.En,
                    ShareNumerator = o.Part.Numerator,
                    ShareDenominator = o.Part.Denominator,
                    Share = o.Part.ToString(),
                };
            }),
            SewageConnected = p.Sewage,
            Years = years.Select(y => new { y.Year, y.NetEstimate, Status = y.Paid ? "PAID" : "OPEN", y.Tax, y.Education, y.Sewage, y.Penalty, y.Total, y.PaidOn, y.ReceiptNo }),
            YearsDue = open.Select(y => y.Year),
            CurrentYear = world.Today.Year,
            CurrentYearDue = open.Any(y => y.Year == world.Today.Year),
            ArrearsYears = arrears.Select(y => y.Year),
            ArrearsTotal = arrears.Sum(y => y.Tax + y.Education + y.Sewage),
            PenaltyTotal = arrears.Sum(y => y.Penalty),
            TotalDue = open.Sum(y => y.Total),
            p.ObjectionPending,
        };
    }

    private object SettleProperty(Ask ask)
    {
        var property = Property(ask);
        var receipt = ask["receiptNo"];
        var on = ask.Date("paidOn") ?? world.Today;
        var known = Years(property);
        List<int> settled = [], already = [];
        foreach (var year in ask.Ints("years").Distinct())
        {
            var line = known.FirstOrDefault(y => y.Year == year)
                ?? throw Fault.Refused($"Property {property.No} has no year {year} on file.", $"لا توجد سنة {year} على العقار {property.No}.");
            (line.Paid && line.ReceiptNo != receipt ? already : settled).Add(year);
        }

        foreach (var year in settled)
        {
            world.Journal.Put($"property/{property.No}/{year}", new Paid(receipt, on));
        }

        return new { PropertyNo = property.No, SettledYears = settled, AlreadySettledYears = already, Clear = Years(property).All(y => y.Paid), ReceiptNo = receipt };
    }

    /// <summary>To the fils, half away from zero.</summary>
    private static decimal Fils(decimal amount) => Math.Round(amount, 3, MidpointRounding.AwayFromZero);
}
