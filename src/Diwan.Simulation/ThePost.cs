using System.Globalization;
using System.Text;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Programme.Committee;
using Diwan.Programme.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Simulation;

/// <summary>The one partner of the sandbox nation: the post, with a counter in each governorate and graduates certified for a year and placed there.</summary>
public static class ThePost
{
    private const string Code = "POST";

    /// <summary>The governorate whose counter nobody is placed at.</summary>
    private const string WithoutStaff = "AT";

    /// <summary>The ready-made counter agent of the sandbox, who works in the capital.</summary>
    private const string Agent = "2000000916";

    /// <summary>Takes the post on by a decision and a contract. Where it was taken on before, nothing is done.</summary>
    /// <exception cref="InvalidOperationException">The programme refused it, with the reason.</exception>
    public static async Task TakeOnAsync(IServiceProvider services, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(services);
        var (partners, decisions) = (services.GetRequiredService<KeepPartners>(), services.GetRequiredService<RecordDecision>());
        if (await services.GetRequiredService<FindPartners>().FindAsync(Code, ct) is not null)
        {
            return;
        }

        var decided = await decisions.RunAsync(
            ProgrammeOffice.Office, new NewDecision(DecisionKind.Other, "محاكاة: التعاقد مع البريد", "Simulation: contract with the post", today, "مكتب البرنامج"), ct);
        var decision = decided is RecordDecision.Result.Recorded recorded ? recorded.Number : throw Refused(decided);
        await decisions.FollowUpAsync(ProgrammeOffice.Office, decision, "محاكاة: وُقّع العقد", true, ct);
        await partners.AddAsync(ProgrammeOffice.Office, Code, PartnerKind.Post, "البريد (محاكاة)", "The post (simulation)", ct);
        var levels = new ServiceLevel[] { new(LevelMeasure.RightAtOnce, 0.9m), new(LevelMeasure.ComplaintsPerThousand, 20m), new(LevelMeasure.CertifiedCounters, 0.9m) };
        var signed = await partners.ContractAsync(ProgrammeOffice.Office, Code, new NewContract("SIM-1", decision, today, today.AddYears(3), Money.FromDinars(0.350m), 10, levels), ct);
        if (signed is not KeepPartners.Result.Kept)
        {
            throw Refused(signed);
        }

        var file = new StringBuilder(string.Join(',', TraineeFile.Headings)).AppendLine();
        var until = string.Create(CultureInfo.InvariantCulture, $"{today.AddYears(1):yyyy-MM-dd}");
        foreach (var (governorate, name) in Places.Governorates)
        {
            await partners.OpenSiteAsync(ProgrammeOffice.Office, Code, SiteOf(governorate), $"بريد {name.Ar}", $"Post office of {name.En}", governorate, ct);
            foreach (var state in Enum.GetValues<TraineeState>().Where(s => s < TraineeState.Placed || (s == TraineeState.Placed && governorate != WithoutStaff)))
            {
                var (on, last) = (today.AddDays(((int)state - 4) * 10), state == TraineeState.Certified ? until : "");
                file.AppendLine(CultureInfo.InvariantCulture,
                    $"SIM-{governorate},متدرب {name.Ar},{governorate},2017,{state},{on:yyyy-MM-dd},{last},{(state == TraineeState.Placed ? SiteOf(governorate) : "")},محاكاة,{(governorate == "AM" ? Agent : "")}");
            }
        }

        var taken = await services.GetRequiredService<KeepTrainees>().ImportAsync(ProgrammeOffice.Office, Encoding.UTF8.GetBytes(file.ToString()), ct);
        if (taken is not KeepTrainees.Result.Kept)
        {
            throw Refused(taken);
        }
    }

    /// <summary>The counter of the post in a governorate.</summary>
    internal static string SiteOf(string governorate) => $"{Code}-{governorate}";

    private static InvalidOperationException Refused(object result) => new($"The post could not be taken on: {result}");
}
