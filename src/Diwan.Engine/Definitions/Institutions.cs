using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>An institution of the state, with its offices and the roles its people act in.</summary>
public sealed class Institution
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>The short name people use; the full name where there is none.</summary>
    public required LocalizedText ShortName { get; init; }

    /// <summary>Telephone of the office to ask, E.164; null where no source gives one.</summary>
    public string? Phone { get; init; }

    public string? Website { get; init; }

    public required IReadOnlyList<Office> Offices { get; init; }

    public required IReadOnlyList<RoleDefinition> Roles { get; init; }

    /// <summary>The application for telephones under its own name; null where it has none.</summary>
    public InstitutionApp? App { get; init; }

    public RoleDefinition? FindRole(string id) => Roles.FirstOrDefault(r => r.Id == id);
}

/// <summary>A place of an institution where people are received.</summary>
/// <param name="Governorate">The ISO 3166-2 part, such as AM.</param>
public sealed record Office(string Id, LocalizedText Name, string? Governorate);

/// <summary>A role an officer may hold. <see cref="Key"/> is how definitions and officers name it: <c>moj:judge</c>.</summary>
/// <param name="Confidential">Whether the role may open tasks marked confidential.</param>
/// <param name="Head">Whether the role answers for its unit: sees the team's queue and gets its escalations.</param>
public sealed record RoleDefinition(string Institution, string Id, LocalizedText Name, bool Confidential, bool Head)
{
    public string Key => $"{Institution}:{Id}";
}

/// <summary>An occasion in life or business under which services are found.</summary>
public sealed record LifeEvent(string Id, LocalizedText Name);

/// <summary>What an institution's application on a telephone is called and how it looks. Its icons are files named after the institution.</summary>
/// <param name="Name">In full.</param>
/// <param name="ShortName">As it stands under the icon.</param>
/// <param name="Colour">Of its bar, <c>#rrggbb</c>; dark enough that white letters on it can be read.</param>
/// <param name="Start">The page it opens with, a path without language.</param>
public sealed record InstitutionApp(LocalizedText Name, LocalizedText ShortName, string Colour, string Start)
{
    /// <summary>The least contrast of white letters with the colour (WCAG 2.2, 1.4.3).</summary>
    public const double LeastContrast = 4.5;

    /// <summary>The contrast of white with a colour <c>#rrggbb</c>, 1 to 21 (WCAG 2.2, relative luminance); null when it is no such colour.</summary>
    public static double? ContrastWithWhite(string colour)
    {
        ArgumentNullException.ThrowIfNull(colour);
        if (colour.Length != 7 || colour[0] != '#' || !colour.Skip(1).All(char.IsAsciiHexDigit))
        {
            return null;
        }

        var luminance = (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
        return 1.05 / (luminance + 0.05);

        double Part(int at)
        {
            var share = Convert.ToInt32(colour.Substring(at, 2), 16) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }
}
