using System.Globalization;
using Diwan.Sandbox.Nation;

namespace Diwan.Sandbox.Registers;

/// <summary>Lands and Survey.</summary>
internal sealed class LandRegisters(World world)
{
    private static readonly string[] Quarters = ["1", "2"];

    internal void Add(IDictionary<string, Func<Ask, object>> operations)
    {
        operations["lands/directorates"] = _ => new { Directorates = Enumerable.Range(0, world.Land.Directorates).Select(Directorate) };
        operations["lands/villages"] = Villages;
        operations["lands/basins"] = Basins;
        operations["lands/plot"] = Plot;
        operations["lands/plan-sheet"] = Sheet;
        operations["lands/title"] = Title;
        operations["lands/plots-of"] = PlotsOf;
    }

    private static object Directorate(int d) => new
    {
        Directorate = Text(d + 1),
        NameAr = Cadastre.DirectorateName(d).Ar,
        NameEn = Cadastre.DirectorateName(d).En,
        Governorate = Words.Governorates[d].Code,
    };

    private object Villages(Ask ask)
    {
        var d = Part(ask["directorate"], world.Land.Directorates, new("مديرية", "directorate"));
        return new
        {
            Villages = Enumerable.Range(0, Cadastre.Villages).Select(v => new
            {
                Village = Text(v + 1),
                NameAr = world.Land.VillageName(d, v).Ar,
                NameEn = world.Land.VillageName(d, v).En,
            }),
        };
    }

    private object Basins(Ask ask)
    {
        var d = Part(ask["directorate"], world.Land.Directorates, new("مديرية", "directorate"));
        var v = Part(ask["village"], Cadastre.Villages, new("قرية", "village"));
        return new
        {
            Basins = Enumerable.Range(1, world.Land.BasinsPerVillage).Select(b => world.Land.Basin(Text(d + 1), Text(v + 1), Text(b))!).Select(b => new
            {
                b.Basin,
                NameAr = b.Name.Ar,
                NameEn = b.Name.En,
                Quarters = (b.Quartered ? Quarters : []).Select(q => new { Quarter = q, NameAr = Cadastre.QuarterName(q).Ar, NameEn = Cadastre.QuarterName(q).En }),
                ParcelCount = Cadastre.PerBasin,
            }),
        };
    }

    private object Plot(Ask ask)
    {
        var (key, title, basin) = Find(ask);
        var d = int.Parse(key.Directorate, CultureInfo.InvariantCulture) - 1;
        var v = int.Parse(key.Village, CultureInfo.InvariantCulture) - 1;
        var quarter = basin.Quartered ? Cadastre.QuarterName(key.Quarter) : null;
        var area = Cadastre.Area(world.Land.Boundary(title.Plot));
        return new
        {
            PlotKey = key.ToString(),
            key.Directorate,
            DirectorateNameAr = Cadastre.DirectorateName(d).Ar,
            DirectorateNameEn = Cadastre.DirectorateName(d).En,
            key.Village,
            VillageNameAr = world.Land.VillageName(d, v).Ar,
            VillageNameEn = world.Land.VillageName(d, v).En,
            key.Basin,
            BasinNameAr = basin.Name.Ar,
            BasinNameEn = basin.Name.En,
            key.Quarter,
            QuarterNameAr = quarter?.Ar,
            QuarterNameEn = quarter?.En,
            key.Parcel,
            Governorate = Words.Governorates[d].Code,
            AreaM2 = area,
            AreaDunum = area / 1000m,
            title.LandType,
            LandUse = basin.Use,
            basin.SheetId,
            basin.Crs,
            basin.Digitised,
            title.UnderSettlement,
            title.UnderSubdivision,
            title.Disputed,
            DataAsAt = world.Land.DataAsAt(basin),
        };
    }

    private object Sheet(Ask ask)
    {
        var (key, title, basin) = Find(ask);
        var boundary = world.Land.Boundary(title.Plot);
        var (name, width, line) = world.Land.Road(title.Plot);
        var longest = boundary.Max(p => p.X) - boundary.Min(p => p.X);
        return new
        {
            PlotKey = key.ToString(),
            basin.SheetId,
            basin.Crs,
            Scale = longest < 60 ? 500 : longest < 120 ? 1000 : 2500,
            basin.Digitised,
            DataAsAt = world.Land.DataAsAt(basin),
            AreaM2 = Cadastre.Area(boundary),
            // On a paper sheet the surveyor draws the one plot that somebody asked for, not what lies around it.
            Boundary = Pairs(boundary),
            Neighbours = (basin.Digitised ? world.Land.Neighbours(title.Plot) : []).Select(n => new
            {
                world.Land.KeyOf(n.Plot).Parcel,
                PlotKey = world.Land.KeyOf(n.Plot).ToString(),
                Boundary = Pairs(world.Land.Boundary(n.Plot)),
                SharedEdgeM = Length(n.From, n.To),
            }),
            Roads = basin.Digitised ? new[] { new { NameAr = name.Ar, NameEn = name.En, WidthM = width, Line = Pairs(line) } } : [],
            AdjoiningSheets = world.Land.Adjoining(basin).Select(b => new { b.SheetId, b.Crs }),
        };
    }

    private object Title(Ask ask)
    {
        var (key, title, _) = Find(ask);
        var applicant = PeopleRegisters.Citizen(world, ask["nationalNumber"]);
        var own = title.Owners.FirstOrDefault(o => o.Holder == applicant.Number)?.Part;
        var inherited = own is null ? world.Inherited(title, applicant) : null;
        var part = own ?? inherited?.Part;
        return new
        {
            PlotKey = key.ToString(),
            title.Volume,
            title.Page,
            title.DeedNo,
            title.RegisteredOn,
            title.LandType,
            AreaM2 = Cadastre.Area(world.Land.Boundary(title.Plot)),
            ApplicantCapacity = own is not null ? "OWNER" : inherited is not null ? "HEIR" : "NONE",
            ApplicantShareNumerator = part?.Numerator,
            ApplicantShareDenominator = part?.Denominator,
            ApplicantShare = part?.ToString(),
            DeceasedOwnerNameAr = inherited?.From.FullName.Ar,
            DeceasedOwnerNameEn = inherited?.From.FullName.En,
            OwnersCount = title.Owners.Count,
            Owners = title.Owners.Select(o => (o.Part, Person: world.Person(o.Holder)!)).Select(o => new
            {
                NationalNumber = o.Person.Number == applicant.Number ? o.Person.Number : Mask(o.Person.Number),
                NameAr = o.Person.FullName.Ar,
                NameEn = o.Person.FullName.En,
                ShareNumerator = o.Part.Numerator,
                ShareDenominator = o.Part.Denominator,
                Share = o.Part.ToString(),
                o.Person.Alive,
                IsApplicant = o.Person.Number == applicant.Number,
            }),
            Encumbered = title.Encumbrances.Count > 0,
            Encumbrances = title.Encumbrances.Select(e => new
            {
                e.Kind,
                e.Reference,
                e.Date,
                HolderAr = e.Holder.Ar,
                HolderEn = e.Holder.En,
                e.Amount,
                TextAr = e.Text.Ar,
                TextEn = e.Text.En,
            }),
            Notes = (title.Note is { } note ? new[] { note } : []).Select(n => new { TextAr = n.Ar, TextEn = n.En }),
            AsAt = world.Now,
        };
    }

    private object PlotsOf(Ask ask)
    {
        var person = PeopleRegisters.Citizen(world, ask["nationalNumber"]);
        var own = world.TitlesOf(person).Select(t => (Title: t, Capacity: "OWNER", t.Owners.First(o => o.Holder == person.Number).Part));
        var family = world.FamilyOf(person);
        var dead = new[] { family.Father, family.Mother }.Concat(family.Spouses).OfType<Person>().Where(p => !p.Alive);
        var inherited = dead.SelectMany(world.TitlesOf).DistinctBy(t => t.Key).Where(t => t.Owners.All(o => o.Holder != person.Number))
            .Select(t => (Title: t, Inherited: world.Inherited(t, person))).Where(t => t.Inherited is not null)
            .Select(t => (t.Title, Capacity: "HEIR", t.Inherited!.Value.Part));
        return new
        {
            Plots = own.Concat(inherited).OrderBy(p => p.Title.Plot).Select(p =>
            {
                var (key, d, v) = (p.Title.Key, int.Parse(p.Title.Key.Directorate, CultureInfo.InvariantCulture) - 1, int.Parse(p.Title.Key.Village, CultureInfo.InvariantCulture) - 1);
                var basin = world.Land.Basin(key.Directorate, key.Village, key.Basin)!;
                var village = world.Land.VillageName(d, v);
                return new
                {
                    PlotKey = key.ToString(),
                    key.Directorate,
                    key.Village,
                    key.Basin,
                    key.Quarter,
                    key.Parcel,
                    LabelAr = $"{Words.Governorates[d].Name.Ar}، {village.Ar}، {basin.Name.Ar} ({key.Basin})، قطعة {key.Parcel}",
                    LabelEn = $"{Words.Governorates[d].Name.En}, {village.En}, {basin.Name.En} ({key.Basin}), parcel {key.Parcel}",
                    AreaM2 = Cadastre.Area(world.Land.Boundary(p.Title.Plot)),
                    p.Capacity,
                    Share = p.Part.ToString(),
                };
            }),
        };
    }

    private (PlotKey Key, Title Title, BasinFacts Basin) Find(Ask ask)
    {
        var key = new PlotKey(ask["directorate"], ask["village"], ask["basin"], ask.Optional("quarter") ?? "0", ask["parcel"]);
        var title = world.Title(key) ?? throw Fault.NotFound(new("قطعة", "plot"), key.ToString());
        return (key, title, world.Land.Basin(key.Directorate, key.Village, key.Basin)!);
    }

    /// <summary>Two digits at either end stay.</summary>
    internal static string Mask(string number) => $"{number[..2]}******{number[^2..]}";

    private static decimal[][] Pairs(Point[] points) => [.. points.Select(p => new[] { p.X, p.Y })];

    private static decimal Length(Point a, Point b) => Math.Round((decimal)Math.Sqrt((double)(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)))), 2);

    private static int Part(string text, int most, Word what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= most ? n - 1 : throw Fault.NotFound(what, text);

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
