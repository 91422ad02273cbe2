using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Registries;

namespace Diwan.Assistance;

/// <summary>A person as the register holds them, with what only they should be able to say.</summary>
/// <param name="Card">The number of the identity card, or of the residence permit.</param>
internal sealed record RegisteredPerson(Applicant Applicant, string? Card, string? MotherAr, string? MotherEn);

/// <summary>Reads a person in the civil register, or in that of residents. It stands in the person's ledger before anything is given.</summary>
public sealed class FindPerson(RegisterClient registers)
{
    /// <param name="key">As <c>JO:2000000101</c> or <c>EG:A20000105</c>.</param>
    /// <returns>The person, or why there is none; and whether the register does not answer, so that nobody knows.</returns>
    internal async Task<(RegisteredPerson? Person, LocalizedText? Fault, bool IsDown)> RunAsync(Actor reader, Channel channel, string key, string role, LocalizedText purpose, CancellationToken ct)
    {
        var (nationality, number) = key.Split(':', 2) is [var n, var d] ? (n, d) : ("", key);
        var citizen = nationality == "JO";
        var ask = new RegisterAsk(key, null, null) { Reading = new RegisterReading(reader, channel, key, role, purpose) };
        var answer = citizen
            ? await registers.AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = number }, ask, ct)
            : await registers.AskAsync("residence/person", new JsonObject { ["documentNumber"] = number, ["nationality"] = nationality }, ask, ct);
        switch (answer)
        {
            case RegisterAnswer.Given { Body: var body } when body["alive"]?.GetValue<bool>() == false:
                return (null, new("صاحب هذا الرقم متوفى بحسب السجل المدني.", "By the civil register the holder of this number has died."), false);
            case RegisterAnswer.Given { Body: var body }:
                string? Text(string name) => body[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;
                return (
                    new RegisteredPerson(
                        new Applicant
                        {
                            Kind = citizen ? ApplicantKind.Citizen : ApplicantKind.Resident,
                            NationalNumber = citizen ? number : null,
                            DocumentNumber = citizen ? null : number,
                            Nationality = nationality,
                            Name = Text("nameAr"),
                            NameEn = Text("nameEn"),
                            BirthDate = Text("birthDate") is { } born && DateOnly.TryParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
                            Gender = Text("gender"),
                            Phone = Text("phone"),
                            Governorate = Text("governorate"),
                        },
                        Text(citizen ? "documentNumber" : "residencePermitNo"), Text("motherNameAr"), Text("motherNameEn")),
                    null, false);
            case RegisterAnswer.Down:
                return (null, citizen
                    ? new("السجل المدني لا يجيب الآن. حاول بعد قليل.", "The civil register does not answer now. Try again in a while.")
                    : new("سجل المقيمين لا يجيب الآن. حاول بعد قليل.", "The register of residents does not answer now. Try again in a while."), true);
            default:
                return (null, citizen
                    ? new("لا أحد بهذا الرقم في السجل المدني.", "The civil register knows nobody by this number.")
                    : new("لا أحد بهذه الوثيقة في سجل المقيمين.", "The register of residents knows nobody by this document."), false);
        }
    }
}
