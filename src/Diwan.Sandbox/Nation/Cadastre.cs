using System.Globalization;

namespace Diwan.Sandbox.Nation;

/// <summary>The five parts that name a plot, compared as text.</summary>
internal sealed record PlotKey(string Directorate, string Village, string Basin, string Quarter, string Parcel)
{
    public override string ToString() => $"{Directorate}/{Village}/{Basin}/{Quarter}/{Parcel}";
}

internal readonly record struct Point(decimal X, decimal Y);

internal sealed record BasinFacts(int Index, string Directorate, string Village, string Basin, Word Name, bool Quartered, string Crs, bool Digitised, string Use, int SheetNo)
{
    internal string SheetId => string.Create(CultureInfo.InvariantCulture, $"{Directorate}-{Village}-{SheetNo:000}");
}

/// <summary>
/// The cadastral map: directorates, villages, basins, and in each basin one sheet of ten rows of ten parcels, two rows to a block with
/// streets between the blocks. Corners are shared by the parcels that meet there, so that neighbours fit without gap or overlap.
/// </summary>
internal sealed class Cadastre
{
    internal const int Villages = 5;
    internal const int PerBasin = 100;
    private const int Side = 10;
    private const decimal RoadWidth = 12m;
    private static readonly int Older = Words.Governorates.Length;

    // One directorate was split: the last village of the first one went to a new directorate, where it has another number.
    private const int MovedVillage = Villages - 1;
    private static readonly (string Directorate, string Village) Before = ("1", Text(MovedVillage + 1));
    private static readonly (string Directorate, string Village) After = (Text(Older + 1), "1");
    private readonly ulong _seed;
    private readonly DateOnly _founded;

    internal Cadastre(ulong seed, int people, DateOnly founded)
    {
        _seed = seed;
        _founded = founded;
        BasinsPerVillage = Math.Max(3, (int)Math.Ceiling(people * 0.6 / PerBasin / (Older * Villages)));
    }

    internal static IEnumerable<string> Directorates => Enumerable.Range(1, Older + 1).Select(Text);

    /// <summary>The day on which the first directorate was split.</summary>
    internal DateOnly SplitOn => _founded.AddYears(-1);

    internal int BasinsPerVillage { get; }

    internal int Plots => Older * Villages * BasinsPerVillage * PerBasin;

    /// <summary>The numbers of the villages of a directorate today; null where there is no such directorate.</summary>
    internal static IEnumerable<string>? VillagesOf(string directorate) =>
        directorate == After.Directorate ? [After.Village]
        : Number(directorate, Older) is null ? null
        : Enumerable.Range(1, Villages).Select(Text).Where(v => (directorate, v) != Before);

    internal static Word DirectorateName(string directorate) => directorate == After.Directorate
        ? new("مديرية تسجيل أراضي شرق العاصمة", "East Amman Land Registration Directorate")
        : new($"مديرية تسجيل أراضي {GovernorateOf(directorate).Name.Ar}", $"{GovernorateOf(directorate).Name.En} Land Registration Directorate");

    internal static (string Code, Word Name) GovernorateOf(string directorate) =>
        Words.Governorates[Number(directorate == After.Directorate ? Before.Directorate : directorate, Older)!.Value];

    internal Word VillageName(string directorate, string village)
    {
        var dice = Dice.For(_seed, Kind.Village, VillageIndex(directorate, village)!.Value);
        return dice.Pick<Word>(Words.PlaceHeads) + dice.Pick<Word>(Words.PlaceTails);
    }

    /// <summary>What a plot was called before its directorate was split; null for all others.</summary>
    internal static PlotKey? FormerKey(PlotKey key) =>
        (key.Directorate, key.Village) == After ? key with { Directorate = Before.Directorate, Village = Before.Village } : null;

    /// <summary>By the number of today, or by that from before the split.</summary>
    private static int? VillageIndex(string directorate, string village) =>
        (directorate, village) == After ? MovedVillage
        : Number(directorate, Older) is { } d && Number(village, Villages) is { } v ? (d * Villages) + v
        : null;

    internal static Word QuarterName(string quarter) => quarter == "1" ? new("الحي الجنوبي", "South Quarter") : new("الحي الشمالي", "North Quarter");

    internal BasinFacts BasinAt(int index)
    {
        var village = index / BasinsPerVillage;
        var basin = index % BasinsPerVillage;
        var dice = Dice.For(_seed, Kind.Basin, index);
        var name = dice.Pick<Word>(Words.PlaceTails);
        var quartered = dice.Chance(20);
        var crs = dice.Chance(17) ? "PALESTINE-1923" : "JTM";
        var digitised = dice.Chance(78);
        var use = dice.Pick<string>(["RESIDENTIAL", "RESIDENTIAL", "RESIDENTIAL", "COMMERCIAL", "AGRICULTURAL", "INDUSTRIAL"]);
        // The first village holds the ready-made plots: one plain basin, one not digitised, one in the older system.
        (quartered, crs, digitised, use) = index switch
        {
            0 => (false, "JTM", true, "RESIDENTIAL"),
            1 => (false, "JTM", false, "RESIDENTIAL"),
            2 => (false, "PALESTINE-1923", true, "AGRICULTURAL"),
            _ => (quartered, crs, digitised, use),
        };
        var (inDirectorate, inVillage) = village == MovedVillage ? After : (Text((village / Villages) + 1), Text((village % Villages) + 1));
        return new BasinFacts(
            index, inDirectorate, inVillage, Text(basin + 1),
            new Word($"حوض {name.Ar}", $"{name.En} Basin"), quartered, crs, digitised, use, basin + 1);
    }

    internal BasinFacts? Basin(string directorate, string village, string basin) =>
        VillageIndex(directorate, village) is { } v && Number(basin, BasinsPerVillage) is { } b ? BasinAt((v * BasinsPerVillage) + b) : null;

    internal int? Find(PlotKey key)
    {
        if (Basin(key.Directorate, key.Village, key.Basin) is not { } basin)
        {
            return null;
        }

        var quarter = basin.Quartered ? Number(key.Quarter, 2) : key.Quarter == "0" ? 0 : null;
        var parcel = Number(key.Parcel, basin.Quartered ? PerBasin / 2 : PerBasin);
        return quarter is null || parcel is null ? null : (basin.Index * PerBasin) + (quarter.Value * PerBasin / 2) + parcel.Value;
    }

    internal PlotKey KeyOf(int plot)
    {
        var basin = BasinAt(plot / PerBasin);
        var cell = plot % PerBasin;
        return basin.Quartered
            ? new PlotKey(basin.Directorate, basin.Village, basin.Basin, Text((cell / (PerBasin / 2)) + 1), Text((cell % (PerBasin / 2)) + 1))
            : new PlotKey(basin.Directorate, basin.Village, basin.Basin, "0", Text(cell + 1));
    }

    /// <summary>The closed boundary, counter-clockwise, in metres to the centimetre.</summary>
    internal Point[] Boundary(int plot)
    {
        var basin = BasinAt(plot / PerBasin);
        var (row, column) = ((plot % PerBasin) / Side, plot % Side);
        var a = Corner(basin, row, false, column);
        return [a, Corner(basin, row, false, column + 1), Corner(basin, row, true, column + 1), Corner(basin, row, true, column), a];
    }

    internal static decimal Area(Point[] boundary)
    {
        var twice = 0m;
        for (var i = 0; i + 1 < boundary.Length; i++)
        {
            twice += (boundary[i].X * boundary[i + 1].Y) - (boundary[i + 1].X * boundary[i].Y);
        }

        return Math.Round(Math.Abs(twice) / 2m, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Parcels with an edge in common, and the two corners they share.</summary>
    internal IEnumerable<(int Plot, Point From, Point To)> Neighbours(int plot)
    {
        var basin = BasinAt(plot / PerBasin);
        var (row, column) = ((plot % PerBasin) / Side, plot % Side);
        if (column > 0)
        {
            yield return (plot - 1, Corner(basin, row, false, column), Corner(basin, row, true, column));
        }

        if (column < Side - 1)
        {
            yield return (plot + 1, Corner(basin, row, false, column + 1), Corner(basin, row, true, column + 1));
        }

        var even = row % 2 == 0;
        yield return (even ? plot + Side : plot - Side, Corner(basin, row, even, column), Corner(basin, row, even, column + 1));
    }

    /// <summary>The street a parcel opens on, with its centre line in front of the parcel and a parcel's width to either side.</summary>
    internal (Word Name, decimal Width, Point[] Line) Road(int plot)
    {
        var basin = BasinAt(plot / PerBasin);
        var (row, column) = ((plot % PerBasin) / Side, plot % Side);
        var above = row % 2 == 1;
        var dice = Dice.For(_seed, Kind.Corner, (basin.Index * 1000L) + 900 + ((row + 1) / 2));
        var (x0, y0, width, height, angle) = Frame(basin);
        var y = above ? ((row + 1) * height) + (row / 2 * RoadWidth) + (RoadWidth / 2) : (row * height) + (row / 2 * RoadWidth) - (RoadWidth / 2);
        return (dice.Pick<Word>(Words.Streets), RoadWidth, [Turn((column - 1) * width, y, x0, y0, angle), Turn((column + 2) * width, y, x0, y0, angle)]);
    }

    internal IEnumerable<BasinFacts> Adjoining(BasinFacts basin)
    {
        var first = basin.Index / BasinsPerVillage * BasinsPerVillage;
        if (basin.Index > first)
        {
            yield return BasinAt(basin.Index - 1);
        }

        if (basin.Index + 1 < first + BasinsPerVillage)
        {
            yield return BasinAt(basin.Index + 1);
        }
    }

    internal DateOnly DataAsAt(BasinFacts basin) => _founded.AddDays(-Dice.For(_seed, Kind.Basin, ~(long)basin.Index).Between(20, 900));

    private Point Corner(BasinFacts basin, int row, bool top, int column)
    {
        var (x0, y0, width, height, angle) = Frame(basin);
        var shared = top ? row % 2 == 0 : row % 2 == 1;
        var line = top ? (2 * row) + 1 : shared ? (2 * row) - 1 : 2 * row;
        var dice = Dice.For(_seed, Kind.Corner, (basin.Index * 1000L) + (line * 20) + column);
        var wobbleX = column is 0 or Side ? 0m : (dice.Below(601) - 300) / 100m;
        var wobbleY = shared ? (dice.Below(401) - 200) / 100m : 0m;
        var y = ((top ? row + 1 : row) * height) + (row / 2 * RoadWidth);
        return Turn((column * width) + wobbleX, y + wobbleY, x0, y0, angle);
    }

    private (decimal X0, decimal Y0, decimal Width, decimal Height, int Angle) Frame(BasinFacts basin)
    {
        var dice = Dice.For(_seed, Kind.Village, 1_000_000 + basin.Index);
        var scale = basin.Use == "AGRICULTURAL" ? 4 : 1;
        var village = basin.Index / BasinsPerVillage;
        // Round numbers of the size met in the two systems; no real place is meant.
        var (east, north) = basin.Crs == "JTM" ? (400_000m, 540_000m) : (238_000m, 151_000m);
        return (east + (village % 10 * 3_000m), north + (village / 10 * 3_000m) + (basin.Index % BasinsPerVillage * 1_700m),
            dice.Between(24, 40) * scale, dice.Between(28, 45) * scale, dice.Between(-20, 20));
    }

    private static Point Turn(decimal x, decimal y, decimal x0, decimal y0, int degrees)
    {
        // Sines come from a table of whole degrees rounded to six places: the same on every machine.
        var sine = Math.Round((decimal)Math.Sin(degrees * Math.PI / 180), 6);
        var cosine = Math.Round((decimal)Math.Cos(degrees * Math.PI / 180), 6);
        return new Point(Math.Round(x0 + (x * cosine) - (y * sine), 2), Math.Round(y0 + (x * sine) + (y * cosine), 2));
    }

    private static int? Number(string text, int most) =>
        text.Length is > 0 and < 8 && text[0] != '0' && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= most ? n - 1 : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
