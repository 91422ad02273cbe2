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
public sealed class StartApplication(PublishedServices services, Offers offers, ChangeWriter writer, CasesOptions options, TimeProvider time)
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
    }

    public async Task<Result> RunAsync(string service, Applicant applicant, Channel channel, Actor actor, CancellationToken ct)
    {
        var definition = services.Current(service);
        if (definition is null)
        {
            return new Result.NoSuchService();
        }

        var now = time.GetUtcNow();
        if ((!options.Demonstration && !await offers.IsOpenAsync(service, channel, ct))
            || !definition.IsEffectiveOn(NationalCalendar.DateAt(now))
            || !(definition.Channels.Contains(channel) || channel is Channel.Api && definition.Channels.Contains(Channel.Portal)))
        {
            return new Result.NotOffered();
        }

        if (!definition.Applicants.Contains(applicant.Kind))
        {
            return new Result.NotForYou(definition.Applicants);
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
        };
        change.Insert(row);
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Started(row.Id);
    }
}
