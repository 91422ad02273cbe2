using Diwan.Sandbox.Nation;

namespace Diwan.Sandbox.Personas;

/// <summary>A ready-made person: who they are when they sign in, and the story they are there to tell.</summary>
/// <param name="Number">National number, or document number of a resident.</param>
/// <param name="Group">Heading under which the sign-in page lists them.</param>
/// <param name="Kind"><c>citizen</c>, <c>resident</c> or <c>officer</c>.</param>
/// <param name="Roles">Scoped by institution, such as <c>moj:judge</c>.</param>
internal sealed record Persona(string Number, string Group, string Kind, Word Name, Word Story, IReadOnlyList<string> Roles, string? Nationality = null);

/// <summary>The groups of the sign-in page, in its order.</summary>
internal static class Groups
{
    internal static readonly (string Id, Word Title)[] All =
    [
        ("justice", new("وزارة العدل: شهادة عدم المحكومية", "Justice: non-conviction certificate")),
        ("lands", new("الأراضي والمساحة: المخططات وسندات التسجيل", "Lands: plans and registration deeds")),
        ("vocations", new("أمانة عمّان: رخص المهن", "Amman: vocational licences")),
        ("vehicles", new("المركبات ومخالفات السير", "Vehicles and traffic fines")),
        ("property", new("أمانة عمّان: المسقفات", "Amman: property tax")),
        ("insurance", new("الضمان الاجتماعي", "Social security")),
        ("officers", new("موظفون وقضاة ومساعدون", "Officers, judges and assistants")),
    ];
}
