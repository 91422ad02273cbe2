using Diwan.Engine.Journeys;

namespace Diwan.Cases;

/// <summary>How a person is keyed wherever their affairs are kept.</summary>
public static class Applicants
{
    /// <summary><c>JO:</c> and the national number, or nationality and document number, or <c>EST:</c> and the establishment's.</summary>
    public static string Key(Applicant applicant)
    {
        ArgumentNullException.ThrowIfNull(applicant);
        return applicant.NationalNumber is { } national ? $"JO:{national}" : $"{applicant.Nationality}:{applicant.DocumentNumber}";
    }
}
