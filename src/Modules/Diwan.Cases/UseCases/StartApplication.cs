using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>Begins an application: a draft that is kept from the first moment.</summary>
public sealed class StartApplication(PublishedServices services, Offers offers, ChangeWriter writer, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Started(Guid ApplicationId) : Result;

        public sealed record NoSuchService : Result;

        /// <summary>The service is for others: the kinds it is for.</summary>
        public sealed record NotForYou(IReadOnlyList<ApplicantKind> For) : Result;

        /// <summary>It is not launched, is not in force today, or is not offered on this channel.</summary>
        public sealed record NotOffered : Result;

        /// <summary>The person has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;

        /// <summary>The service is electronic only; the counter takes the exempt.</summary>
        /// <param name="Why">What is wrong with the exemption that was named; null when none was.</param>
        public sealed record CounterClosed(DateOnly Since, IReadOnlyList<Exemption> Exemptions, LocalizedText? Why) : Result;
    }

    /// <param name="exemption">At the counter of a service that is electronic only: why this person may still come to it.</param>
    /// <param name="site">The assisted counter of a partner where it is begun.</param>
    /// <param name="campaign">The code of the campaign whose link brought the person here; whoever calls has seen that it runs.</param>
    public async Task<Result> RunAsync(string service, Applicant applicant, Channel channel, Actor actor, CancellationToken ct, string? exemption = null, string? site = null, string? campaign = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var definition = services.Current(service);
        if (definition is null)
        {
            return new Result.NoSuchService();
        }

        var now = time.GetUtcNow();
        if (!await offers.GivesAsync(definition, channel, Applicants.Key(applicant), now, ct))
        {
            return new Result.NotOffered();
        }

        if (!definition.Applicants.Contains(applicant.Kind))
        {
            return new Result.NotForYou(definition.Applicants);
        }

        if (!actor.Reaches(definition.Assurance))
        {
            return new Result.NeedsAssurance(definition.Assurance);
        }

        var today = NationalCalendar.DateAt(now);
        if (channel == Channel.Counter && await offers.CounterClosesOnAsync(service, ct) is { } since && since <= today)
        {
            var rule = services.Catalogue.Gate.ElectronicOnly;
            if (Barred(rule?.Find(exemption), exemption, applicant, today) is var (barred, why) && barred)
            {
                return new Result.CounterClosed(since, rule?.Exemptions ?? [], why);
            }
        }
        else
        {
            exemption = null;
        }

        var change = new Change(actor, channel, "application-starting", now);
        var row = new ApplicationRow
        {
            Id = change.NewId(),
            PersonKey = Applicants.Key(applicant),
            Service = definition.Id.ToString(),
            ServiceVersion = definition.Version,
            Channel = channel,
            Applicant = JsonSerializer.Serialize(applicant, Change.Json),
            Answers = AnswerSet.Empty.ToJson(),
            Facts = JsonSerializer.Serialize(CaseFacts.None, Change.Json),
            StartedAt = now,
            ChangedAt = now,
            Exemption = exemption,
            Site = channel == Channel.Assisted ? site : null,
            Campaign = campaign,
        };
        change.Insert(row);
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Started(row.Id);
    }

    /// <summary>Where the platform can tell, it does; the rest the clerk has seen and answers for.</summary>
    private static (bool Barred, LocalizedText? Why) Barred(Exemption? found, string? named, Applicant applicant, DateOnly today) => (found, named) switch
    {
        (null, null) => (true, null),
        (null, _) => (true, new($"لا استثناء باسم «{named}». اختر من القائمة.", $"There is no exemption \"{named}\". Choose one of the list.")),
        ({ MinimumAge: { } least }, _) when applicant.AgeOn(today) is not { } age || age < least =>
            (true, new($"صاحب الطلب لم يبلغ {least} سنة بحسب السجل المدني.", $"The applicant is not {least} years old by the civil register.")),
        _ => (false, null),
    };
}
