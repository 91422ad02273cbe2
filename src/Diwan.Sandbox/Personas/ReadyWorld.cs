using System.Globalization;
using Diwan.Kernel;
using Diwan.Sandbox.Nation;

namespace Diwan.Sandbox.Personas;

/// <summary>What the ready-made people own, owe and have done, relative to the founding day.</summary>
internal sealed class ReadyWorld
{
    private readonly DateOnly _founded;

    internal ReadyWorld(DateOnly founded, Cadastre land)
    {
        _founded = founded;
        People = ReadyPeople.Rows.ToDictionary(r => r.Number, r => ReadyPeople.Make(r, founded));
        Personas =
        [
            .. ReadyPeople.Rows.Where(r => r.Group != "-").Select(r => new Persona(
                r.Number, r.Group, r.Roles.Length > 0 ? "officer" : "citizen", People[r.Number].FullName, new(r.StoryAr, r.StoryEn),
                r.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
            .. ReadyPeople.Residents.Select(r => new Persona(r.Resident.Document, "justice", "resident", r.Resident.Name, r.Story, [], r.Resident.Nationality)),
        ];
        Titles = MakeTitles(land).ToDictionary(t => t.Key);
        Companies = MakeCompanies().ToDictionary(c => c.No);
        Licences = MakeLicences().ToDictionary(l => l.No);
        Vehicles = MakeVehicles().ToDictionary(v => v.RegistrationNo);
        Tickets = MakeTickets().ToDictionary(t => t.No);
        Properties = MakeProperties().ToDictionary(p => p.No);
        Insured = MakeInsured().ToDictionary(i => i.Number);
        Records = MakeRecords();
        Agencies = MakeAgencies().ToDictionary(a => a.No);
    }

    internal IReadOnlyDictionary<string, Person> People { get; }

    internal IReadOnlyList<Persona> Personas { get; }

    internal IReadOnlyDictionary<PlotKey, Title> Titles { get; }

    internal IReadOnlyDictionary<string, Company> Companies { get; }

    internal IReadOnlyDictionary<string, Licence> Licences { get; }

    internal IReadOnlyDictionary<string, Vehicle> Vehicles { get; }

    internal IReadOnlyDictionary<string, Ticket> Tickets { get; }

    internal IReadOnlyDictionary<string, Property> Properties { get; }

    internal IReadOnlyDictionary<string, Insured> Insured { get; }

    internal IReadOnlyList<Record> Records { get; }

    internal IReadOnlyDictionary<string, Agency> Agencies { get; }

    internal const string EmployerNo = "200000608";

    /// <summary>Father, mother, spouse, children, by code.</summary>
    private static readonly (int Father, int? Mother, int[] Children)[] Households = [(293, null, [201, 202, 203, 294]), (290, 291, [204, 292]), (210, null, [211])];

    internal Family FamilyOf(string number)
    {
        Person? father = null, mother = null;
        List<Person> spouses = [], children = [];
        foreach (var home in Households)
        {
            if (home.Children.Any(c => No(c) == number))
            {
                father = People[No(home.Father)];
                mother = home.Mother is { } m ? People[No(m)] : null;
            }

            if (No(home.Father) == number || (home.Mother is { } w && No(w) == number))
            {
                children.AddRange(home.Children.Select(c => People[No(c)]));
                if (home.Mother is { } wife)
                {
                    spouses.Add(People[No(home.Father) == number ? No(wife) : No(home.Father)]);
                }
            }
        }

        return new Family(father, mother, spouses, children);
    }

    private static string No(int code) => (2_000_000_000L + code).ToString(CultureInfo.InvariantCulture);

    private IEnumerable<Title> MakeTitles(Cadastre land)
    {
        Title Of(string basin, int parcel, IReadOnlyList<Share> owners, IReadOnlyList<Encumbrance>? on = null, bool settlement = false, bool subdivision = false, bool dispute = false, Word? note = null)
        {
            var key = new PlotKey("1", "1", basin, "0", parcel.ToString(CultureInfo.InvariantCulture));
            return new Title(key, land.Find(key)!.Value, "MULK", owners, on ?? [], settlement, subdivision, dispute, "12", $"{parcel}", $"{2000 + parcel}", _founded.AddYears(-6), note);
        }

        Share[] Sole(int code) => [new(No(code), Fraction.One)];
        yield return Of("1", 1, Sole(201), note: new("السطح ملحق بالطابق الأخير", "The roof is an extension of the top floor"));
        yield return Of("1", 2, [new(No(202), new(1, 2)), new(No(203), new(1, 4)), new(No(294), new(1, 4))]);
        yield return Of("1", 3, Sole(290));
        yield return Of("1", 4, Sole(206), [Generated.Mortgage("4417", _founded.AddYears(-2), 60_000m), Generated.AttachmentOrder("902/2025", _founded.AddMonths(-8))]);
        yield return Of("1", 6, Sole(209), settlement: true);
        yield return Of("1", 7, Sole(209), dispute: true);
        yield return Of("1", 8, Sole(209), subdivision: true);
        yield return Of("1", 9, Sole(211));
        yield return Of("2", 1, Sole(207));
        yield return Of("3", 1, Sole(208));
    }

    private IEnumerable<Company> MakeCompanies()
    {
        Company Of(int code, string ar, string en, string kind, string role, Word activity) => new(
            $"200000{code:000}", new(ar, en), kind, $"77{code:000}", _founded.AddYears(-9), "ACTIVE", "AM", activity, People[No(code)].Phone, [new(No(code), role)]);

        yield return Of(301, "قرطاسية البستاني", "Al-Bustani Stationery", "SOLE", "OWNER", new("قرطاسية", "Stationery"));
        yield return Of(302, "مطعم الحلو", "Al-Helou Restaurant", "SOLE", "OWNER", new("مطعم", "Restaurant"));
        yield return Of(303, "مطعم شاهين", "Shahin Restaurant", "SOLE", "OWNER", new("مطعم", "Restaurant"));
        yield return Of(304, "بقالة العلي", "Al-Ali Grocery", "SOLE", "OWNER", new("بقالة", "Grocery"));
        yield return Of(305, "أزياء سناء", "Sanaa Fashions", "SOLE", "OWNER", new("ملابس", "Clothing"));
        yield return Of(306, "بقالة رزق", "Rizq Grocery", "SOLE", "OWNER", new("بقالة", "Grocery"));
        yield return Of(307, "شركة الكيلاني للهندسة ذ.م.م", "Al-Kilani Engineering LLC", "LLC", "SIGNATORY", new("مكتب هندسي", "Engineering office"));
        yield return Of(308, "صيانة العمري", "Al-Omari Repairs", "SOLE", "OWNER", new("صيانة أجهزة", "Repairs"));
        yield return Of(506, "شركة التل للاستثمار ذ.م.م", "Al-Tal Investment LLC", "LLC", "SIGNATORY", new("استثمار عقاري", "Property investment"));
        yield return Of(608, "شركة الدباغ للصناعات ذ.م.م", "Al-Dabbagh Industries LLC", "LLC", "SIGNATORY", new("صناعات خفيفة", "Light industry"));
    }

    private IEnumerable<Licence> MakeLicences()
    {
        var year = _founded.Year;
        Licence Of(int n, int profession, int lastYear, decimal area = 40, decimal? inspected = null, string change = "NONE", string capacity = "OWNER",
            IReadOnlyList<Signboard>? boards = null, Closure? closure = null, Approval? defence = null, Approval? health = null, decimal waste = 0) => new(
            $"30000{n}", $"20000030{n}", No(300 + n), capacity, n % Lists.Regions.Length,
            new($"{Lists.Regions[n % Lists.Regions.Length].Ar}، شارع السنابل، مبنى {n}", $"{Lists.Regions[n % Lists.Regions.Length].En}, Sanabel Street, building {n}"),
            area, inspected ?? area, change, [Lists.Professions[profession]], boards ?? [new("FLAT", 4m, false)], _founded.AddYears(2), _founded.AddYears(-8), lastYear, waste, closure, defence, health);

        var fresh = new Approval("CD-30002", _founded.AddMonths(-2), _founded.AddMonths(10));
        var healthy = new Approval("H-30002", _founded.AddMonths(-2), _founded.AddMonths(10));
        var stale = new Approval("CD-30003", _founded.AddMonths(-15), _founded.AddMonths(-3));
        yield return Of(1, 0, year - 1);
        yield return Of(2, 6, year - 1, 120, defence: fresh, health: healthy, boards: [new("FLAT", 6m, true)]);
        yield return Of(3, 6, year - 1, 90, defence: stale, health: healthy with { No = "H-30003" });
        yield return Of(4, 1, year - 3, 35, waste: 24m, health: healthy with { No = "H-30004" });
        yield return Of(5, 2, year - 1, 60, 95, "AREA");
        yield return Of(6, 1, year - 1, 30, closure: new($"{year}/117", _founded.AddMonths(-1), new("مخالفة شروط السلامة العامة", "Breach of public-safety conditions")), health: healthy with { No = "H-30006" });
        yield return Of(7, 4, year - 1, 150, capacity: "AUTHORISED_SIGNATORY", boards: [new("FLAT", 8m, true), new("PROJECTING", 2.5m, false)]);
        yield return Of(8, 3, year, 28);
    }

    private IEnumerable<Vehicle> MakeVehicles()
    {
        Vehicle Of(int code, int yearsAgo, int cc, string fuel, Holding[]? owners = null, int? number = null, decimal? value = null, int expiresIn = 20, Policy? policy = null, bool insured = true,
            IReadOnlyList<Attachment>? attachments = null, IReadOnlyList<Circular>? circulars = null)
        {
            var n = number ?? code;
            var first = _founded.AddYears(-yearsAgo).AddDays(-40);
            var car = Words.Cars[n % Words.Cars.Length];
            return new Vehicle(
                $"4000{n}", "20", $"10{n}", "PRIVATE", "PRIVATE", owners ?? [new(No(code), null, Fraction.One)], car.Make, car.Model, Words.Colours[n % Words.Colours.Length],
                5, $"E4000{n}", cc, fuel, first, value, $"L4000{n}", _founded.AddDays(expiresIn), yearsAgo > 5 ? _founded.AddYears(-2).AddDays(-15) : null,
                attachments ?? [], circulars ?? [],
                policy ?? (insured ? new Policy($"P4000{n}", Words.Insurers[0], "COMPULSORY", _founded.AddDays(-10), _founded.AddYears(1).AddDays(60)) : null), "AM");
        }

        Holding[] both = [new(No(410), null, new(1, 2)), new(No(411), null, new(1, 2))];
        yield return Of(401, 3, 1600, "GASOLINE");
        yield return Of(402, 11, 1800, "GASOLINE");
        yield return Of(403, 3, 1500, "GASOLINE");
        yield return Of(404, 2, 1500, "GASOLINE", policy: new Policy("P4000404", Words.Insurers[1], "COMPULSORY", _founded.AddYears(-1).AddDays(-5), _founded.AddDays(-5)));
        yield return Of(405, 3, 2000, "GASOLINE", attachments: [new("318/2026", "ATTACHMENT", new("محكمة صلح عمّان", "Amman Magistrates' Court"), _founded.AddMonths(-4))]);
        yield return Of(406, 4, 1800, "HYBRID");
        yield return Of(407, 1, 2500, "HYBRID", value: 25_000m);
        yield return Of(408, 1, 0, "ELECTRIC", value: 9_500m);
        yield return Of(409, 2, 1600, "GASOLINE", circulars: [new("C4090", new("تعميم: بلاغ من مالك", "Circular: reported by the owner"), _founded.AddMonths(-1))]);
        yield return Of(410, 3, 1500, "HYBRID", owners: both);
        yield return Of(411, 4, 4600, "GASOLINE");
        yield return Of(412, 3, 1600, "GASOLINE");
        yield return Of(413, 4, 1600, "GASOLINE", expiresIn: -731);
        yield return Of(307, 2, 2000, "GASOLINE", owners: [new(null, "200000307", Fraction.One)], number: 414);
    }

    private IEnumerable<Ticket> MakeTickets()
    {
        Ticket Of(int code, int n, string offence, int daysAgo, string status = "OPEN", decimal? judged = null, DateOnly? paid = null) => new(
            $"T{code}000{n}", Vehicles[$"4000{code}"], Lists.Offences.Single(o => o.Code == offence), n % 2 == 0 ? "CTD" : "GAM", Words.Streets[n % Words.Streets.Length],
            NationalCalendar.At(_founded.AddDays(-daysAgo), new TimeOnly(8 + n, 15)), false, status, judged, paid, paid is null ? null : $"R{code}{n}");

        yield return Of(403, 1, "104", 25);
        yield return Of(406, 1, "101", 20);
        yield return Of(406, 2, "102", 75);
        yield return Of(406, 3, "201", 30);
        yield return Of(406, 4, "301", 12);
        yield return Of(412, 1, "102", 400);
        yield return Of(412, 2, "105", 10);
        yield return Of(412, 3, "103", 45, "OBJECTED");
        yield return Of(412, 4, "302", 200, "JUDGED", 100m);
        yield return Of(412, 5, "104", 300, "PAID", paid: _founded.AddDays(-290));
    }

    private IEnumerable<Property> MakeProperties()
    {
        Property Of(int code, int unpaid, Holding[] owners, decimal estimate, string kind = "BUILDINGS", string use = "RESIDENTIAL", int? on = null)
        {
            var region = code % Lists.Regions.Length;
            var years = Enumerable.Range(_founded.Year - 4, 5).Select(y => new TaxYear(y, estimate, y <= _founded.Year - unpaid)).ToList();
            return new Property(
                $"5000{code}", new("1", "1", "1", "0", $"{(on ?? code) - 450}"), region,
                new($"{Lists.Regions[region].Ar}، شارع السنابل، مبنى {code}", $"{Lists.Regions[region].En}, Sanabel Street, building {code}"), kind, use,
                kind == "VACANT" ? [] : [new("1", use == "COMMERCIAL" ? new("مكاتب", "Offices") : new("بناء سكني", "Dwelling house"), estimate)], kind == "VACANT" ? estimate : 0m, owners, true, years, false);
        }

        Holding[] Sole(int code) => [new(No(code), null, Fraction.One)];
        yield return Of(501, 1, Sole(501), 1_800m);
        yield return Of(502, 3, Sole(502), 2_400m);
        yield return Of(503, 1, Sole(503), 3_000m, "VACANT");
        yield return Of(504, 1, [new(No(504), null, new(1, 2)), new(No(505), null, new(1, 2))], 2_000m);
        yield return Of(506, 1, [new(null, "200000506", Fraction.One)], 9_000m, use: "COMMERCIAL");
        yield return Of(507, 0, Sole(507), 1_500m);
        // A second property on the plot of the first.
        yield return Of(508, 2, Sole(508), 1_200m, on: 501);
    }

    private IEnumerable<Insured> MakeInsured()
    {
        var old = new DateOnly(2006, 3, 1);
        foreach (var person in People.Values)
        {
            var code = -person.Index;
            yield return code switch
            {
                603 => new(person.Number, "6000603", [new("COMPULSORY", _founded.AddYears(-12), _founded.AddYears(-4).AddDays(-30), null, 480m)], "NONE", true),
                604 => new(person.Number, "6000604", [new("COMPULSORY", new(1990, 5, 1), _founded.AddYears(-3), null, 900m)], "OLD_AGE", false),
                605 => new(person.Number, "6000605", [new("COMPULSORY", _founded.AddYears(-5), null, EmployerNo, 650m)], "NONE", true),
                607 => new(person.Number, "6000607", [new("VOLUNTARY", _founded.AddYears(-3), null, null, 600m)], "NONE", true, 2),
                609 => new(person.Number, "6000609", [new("COMPULSORY", new(1995, 1, 1), new(2010, 12, 31), null, 400m)], "NONE", true),
                625 => new(person.Number, "6000625", [new("COMPULSORY", old, null, EmployerNo, 5_400m)], "NONE", true),
                626 => new(person.Number, "6000626", [new("COMPULSORY", new(2015, 9, 1), null, EmployerNo, 3_349m)], "NONE", true),
                >= 621 and <= 631 => new(person.Number, $"6000{code}", [new("COMPULSORY", new DateOnly(2012, 1, 1).AddMonths(code - 600), null, EmployerNo, 290m + ((code - 621) * 75m))], "NONE", true),
                _ => new(person.Number, null, [], "NONE", false),
            };
        }
    }

    private List<Record> MakeRecords()
    {
        Record Of(int code, Word offence, bool rehabilitated) => new(
            $"CR-{code}", People[No(code)].FullName, People[No(code)].Born, No(code), "AMMAN", _founded.AddYears(-7), offence, rehabilitated);

        return
        [
            Of(103, Lists.CourtOffences[0], false),
            Of(104, Lists.CourtOffences[3], true),
            Of(190, Lists.CourtOffences[1], false),
        ];
    }

    private IEnumerable<Agency> MakeAgencies()
    {
        yield return new("2026/1205", "SPECIAL", No(201), No(205), ["LANDS_DEED", "LANDS_PLAN"], _founded.AddMonths(-6), _founded.AddYears(2), false);
        yield return new("2025/0077", "GENERAL", No(206), No(205), ["LANDS_DEED", "LANDS_PLAN", "VEHICLES", "PROPERTY_TAX"], _founded.AddMonths(-20), null, true);
    }
}
