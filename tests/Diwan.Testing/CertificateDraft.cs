using System.Text.Json.Nodes;
using Diwan.Cases;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Testing;

/// <summary>A certificate that Layla has filled in through the use cases and not yet submitted: where storms and measurements begin.</summary>
public static class CertificateDraft
{
    public const string Service = "moj/non-conviction-certificate";

    public static readonly Applicant Layla = new()
    {
        Kind = ApplicantKind.Citizen,
        NationalNumber = "2000000101",
        Nationality = "JO",
        Name = "ليلى الحوراني",
        NameEn = "Layla Al-Hourani",
        BirthDate = new DateOnly(1990, 1, 1),
        Gender = "F",
        Phone = "+962790000101",
        Governorate = "AM",
    };

    public static readonly Actor Who = new(ActorKind.Person, Applicants.Key(Layla), "Layla") { Assurance = Assurance.Substantial };

    public static async Task<Guid> FillAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var started = await scope.ServiceProvider.GetRequiredService<StartApplication>()
            .RunAsync(Service, Layla, Channel.Portal, Who, CancellationToken.None);
        var id = started is StartApplication.Result.Started s ? s.ApplicationId : throw new InvalidOperationException(started.ToString());
        (string Section, JsonObject Answers)[] filled =
        [
            ("you", new() { ["dataCorrect"] = true }),
            ("purpose", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "شركة الأفق للاتصالات" }),
            ("delivery", new() { ["deliveryMode"] = "ELECTRONIC", ["mobile"] = "+962790000101" }),
            ("consent", new() { ["consent"] = true }),
        ];
        foreach (var (section, answers) in filled)
        {
            await using var step = services.CreateAsyncScope();
            var saved = await step.ServiceProvider.GetRequiredService<SaveAnswers>().RunAsync(
                new SaveAnswers.Command(
                    id, Who.Id, section, answers.ToDictionary(a => a.Key, a => RawAnswer.FromJson(a.Value?.DeepClone()), StringComparer.Ordinal),
                    new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), Who),
                CancellationToken.None);
            if (saved is not SaveAnswers.Result.Saved)
            {
                throw new InvalidOperationException($"Section {section}: {saved}");
            }
        }

        return id;
    }
}
