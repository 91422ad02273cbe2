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
