using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Diwan.Engine.Definitions;
using Diwan.Feel;

namespace Diwan.Engine.Journeys;

/// <summary>For whom an application is made. What is not known is null.</summary>
public sealed record Applicant
{
    [JsonConverter(typeof(JsonStringEnumConverter<ApplicantKind>))]
    public required ApplicantKind Kind { get; init; }

    /// <summary>Ten digits for a citizen; the establishment's number for an establishment.</summary>
    public string? NationalNumber { get; init; }

    public string? DocumentNumber { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Nationality { get; init; }

    public string? Name { get; init; }

    public string? NameEn { get; init; }

    public DateOnly? BirthDate { get; init; }

    /// <summary>M or F.</summary>
    public string? Gender { get; init; }

    /// <summary>E.164.</summary>
    public string? Phone { get; init; }

    /// <summary>The part of ISO 3166-2, such as AM.</summary>
    public string? Governorate { get; init; }

    /// <summary>Who really sits there when the applicant is an establishment or represented: their national number.</summary>
    public string? RepresentativeNationalNumber { get; init; }

    /// <summary>Full years on a day; null when the birth date is not known.</summary>
    public int? AgeOn(DateOnly day)
    {
        if (BirthDate is not { } born)
        {
            return null;
        }

        var years = day.Year - born.Year;
        return born.AddYears(years) > day ? years - 1 : years;
    }

    /// <summary>As the worked examples write one.</summary>
    internal static Applicant FromExample(JsonObject json) => new()
    {
        Kind = json["kind"]?.ToString() switch
        {
            "resident" => ApplicantKind.Resident,
            "establishment" => ApplicantKind.Establishment,
            _ => ApplicantKind.Citizen,
        },
        NationalNumber = json["nationalNumber"]?.ToString(),
        DocumentNumber = json["documentNumber"]?.ToString(),
        Nationality = json["nationality"]?.ToString(),
        Name = json["name"]?.ToString(),
        NameEn = json["nameEn"]?.ToString(),
        BirthDate = DateOnly.TryParseExact(json["birthDate"]?.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
        Gender = json["gender"]?.ToString(),
        Phone = json["phone"]?.ToString(),
        Governorate = json["governorate"]?.ToString(),
        RepresentativeNationalNumber = json["representative"]?.ToString(),
    };

    /// <summary>The names a definition may use under <c>applicant</c>.</summary>
    internal static readonly string[] Fields =
        ["kind", "nationalNumber", "documentNumber", "nationality", "name", "nameEn", "birthDate", "age", "gender", "phone", "governorate", "representative"];

    internal FeelValue ToFeel(DateOnly today) => FeelValue.Context(
    [
        new("kind", FeelValue.Of(Kind switch { ApplicantKind.Citizen => "citizen", ApplicantKind.Resident => "resident", _ => "establishment" })),
        new("nationalNumber", FeelValue.Of(NationalNumber)),
        new("documentNumber", FeelValue.Of(DocumentNumber)),
        new("nationality", FeelValue.Of(Nationality)),
        new("name", FeelValue.Of(Name)),
        new("nameEn", FeelValue.Of(NameEn)),
        new("birthDate", BirthDate is { } born ? FeelValue.Of(born) : FeelValue.Null),
        new("age", AgeOn(today) is { } age ? FeelValue.Of(age) : FeelValue.Null),
        new("gender", FeelValue.Of(Gender)),
        new("phone", FeelValue.Of(Phone)),
        new("governorate", FeelValue.Of(Governorate)),
        new("representative", FeelValue.Of(RepresentativeNationalNumber)),
    ]);
}
