using System.Globalization;
using Diwan.Sandbox.Nation;

namespace Diwan.Sandbox.Registers;

/// <summary>Lands and Survey.</summary>
internal sealed class LandRegisters(World world)
{
    private static readonly string[] Quarters = ["1", "2"];

    internal void Add(IDictionary<string, Func<Ask, object>> operations)
    {
        operations["lands/directorates"] = _ => new { Directorates = Cadastre.Directorates.Select(Directorate) };
        operations["lands/villages"] = Villages;
        operations["lands/basins"] = Basins;
        operations["lands/plot"] = Plot;
        operations["lands/plan-sheet"] = Sheet;
        operations["lands/title"] = Title;
        operations["lands/plots-of"] = PlotsOf;
    }

    private static object Directorate(string directorate) => new
    {
        Directorate = directorate,
        NameAr = Cadastre.DirectorateName(directorate).Ar,
        NameEn = Cadastre.DirectorateName(directorate).En,
        Governorate = Cadastre.GovernorateOf(directorate).Code,
    };

    private static IEnumerable<string> VillagesOf(Ask ask) =>
        Cadastre.VillagesOf(ask["directorate"]) ?? throw Fault.NotFound(new("مديرية", "directorate"), ask["directorate"]);

    private object Villages(Ask ask) => new
    {
        Villages = VillagesOf(ask).Select(v => new
        {
            Village = v,
            NameAr = world.Land.VillageName(ask["directorate"], v).Ar,
            NameEn = world.Land.VillageName(ask["directorate"], v).En,
        }),
    };

    private object Basins(Ask ask)
    {
        var (directorate, village) = (ask["directorate"], ask["village"]);
        _ = VillagesOf(ask);
        if (world.Land.Basin(directorate, village, "1") is null)
        {
            throw Fault.NotFound(new("قرية", "village"), village);
        }

        return new
        {
            Basins = Enumerable.Range(1, world.Land.BasinsPerVillage).Select(b => world.Land.Basin(directorate, village, Text(b))!).Select(b => new
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
        var former = Cadastre.FormerKey(key);
        var quarter = basin.Quartered ? Cadastre.QuarterName(key.Quarter) : null;
        var area = Cadastre.Area(world.Land.Boundary(title.Plot));
        return new
        {
            PlotKey = key.ToString(),
            key.Directorate,
            DirectorateNameAr = Cadastre.DirectorateName(key.Directorate).Ar,
            DirectorateNameEn = Cadastre.DirectorateName(key.Directorate).En,
            key.Village,
            VillageNameAr = world.Land.VillageName(key.Directorate, key.Village).Ar,
            VillageNameEn = world.Land.VillageName(key.Directorate, key.Village).En,
            key.Basin,
            BasinNameAr = basin.Name.Ar,
            BasinNameEn = basin.Name.En,
            key.Quarter,
            QuarterNameAr = quarter?.Ar,
            QuarterNameEn = quarter?.En,
            key.Parcel,
            Governorate = Cadastre.GovernorateOf(key.Directorate).Code,
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
            FormerPlotKey = former?.ToString(),
            FormerDirectorateNameAr = former is null ? null : Cadastre.DirectorateName(former.Directorate).Ar,
            FormerDirectorateNameEn = former is null ? null : Cadastre.DirectorateName(former.Directorate).En,
            TransferredOn = former is null ? (DateOnly?)null : world.Land.SplitOn,
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
                var key = p.Title.Key;
                var place = Cadastre.GovernorateOf(key.Directorate).Name;
                var basin = world.Land.Basin(key.Directorate, key.Village, key.Basin)!;
                var village = world.Land.VillageName(key.Directorate, key.Village);
                return new
                {
                    PlotKey = key.ToString(),
                    key.Directorate,
                    key.Village,
                    key.Basin,
                    key.Quarter,
                    key.Parcel,
                    LabelAr = $"{place.Ar}، {village.Ar}، {basin.Name.Ar} ({key.Basin})، قطعة {key.Parcel}",
                    LabelEn = $"{place.En}, {village.En}, {basin.Name.En} ({key.Basin}), parcel {key.Parcel}",
                    AreaM2 = Cadastre.Area(world.Land.Boundary(p.Title.Plot)),
                    p.Capacity,
                    Share = p.Part.ToString(),
                };
            }),
        };
    }

    private (PlotKey Key, Title Title, BasinFacts Basin) Find(Ask ask)
    {
        var title = Find(world, ask);
        return (title.Key, title, world.Land.Basin(title.Key.Directorate, title.Key.Village, title.Key.Basin)!);
    }

    /// <summary>The plot an input names, by its number of today or from before its directorate was split. Its title carries the number of today.</summary>
    internal static Title Find(World world, Ask ask)
    {
        var key = new PlotKey(ask["directorate"], ask["village"], ask["basin"], ask.Optional("quarter") ?? "0", ask["parcel"]);
        return world.Title(key) ?? throw Fault.NotFound(new("قطعة", "plot"), key.ToString());
    }

    /// <summary>Two digits at either end stay.</summary>
    internal static string Mask(string number) => $"{number[..2]}******{number[^2..]}";

    private static decimal[][] Pairs(Point[] points) => [.. points.Select(p => new[] { p.X, p.Y })];

    private static decimal Length(Point a, Point b) => Math.Round((decimal)Math.Sqrt((double)(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)))), 2);

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
