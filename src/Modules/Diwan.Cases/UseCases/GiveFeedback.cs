using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>Takes what a person thought of a service, or a complaint, which gets a number, an owner and a date.</summary>
public sealed class GiveFeedback(PublishedServices services, ChangeWriter writer, TimeProvider time)
{
    /// <summary>Working days within which a complaint is answered (assumed; no instrument found).</summary>
    public const int ComplaintDays = 5;

    public const int LongestWords = 2000;

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Number">For a complaint: what to ask after it by.</param>
        /// <param name="AnswerBy">For a complaint: when it is answered at the latest.</param>
        public sealed record Taken(string? Number, DateTimeOffset? AnswerBy) : Result;

        public sealed record NoSuchService : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    public async Task<Result> FeedbackAsync(
        string service, string? reference, int? satisfaction, string? words, Actor actor, Channel channel, CancellationToken ct)
    {
        if (satisfaction is not (>= 1 and <= 5))
        {
            return new Result.Refused(new("اختر درجة رضاك من 1 إلى 5.", "Choose how satisfied you are, from 1 to 5."));
        }

        return await TakeAsync(service, reference, FeedbackKind.Feedback, satisfaction, words?.Trim() ?? "", null, actor, channel, ct);
    }

    public async Task<Result> ComplainAsync(
        string service, string? reference, string? words, string? contact, Actor actor, Channel channel, CancellationToken ct)
    {
        if (words is null || words.Trim().Length < 10)
        {
            return new Result.Refused(new(
                "صف ما حدث في 10 أحرف على الأقل.", "Describe what happened in at least 10 characters."));
        }

        return await TakeAsync(service, reference, FeedbackKind.Complaint, null, words.Trim(), contact?.Trim(), actor, channel, ct);
    }

    private async Task<Result> TakeAsync(
        string service, string? reference, FeedbackKind kind, int? satisfaction, string words, string? contact, Actor actor, Channel channel, CancellationToken ct)
    {
        if (services.Current(service) is not { } definition)
        {
            return new Result.NoSuchService();
        }

        if (words.Length > LongestWords)
        {
            return new Result.Refused(new(
                $"اختصر النص إلى {LongestWords} حرف.", $"Shorten the text to {LongestWords} characters."));
        }

        var now = time.GetUtcNow();
        DateTimeOffset? due = kind == FeedbackKind.Complaint ? services.Calendar.AddWorkingDays(now, ComplaintDays) : null;
        var number = CaseReference.New().Value;
        var change = new Change(actor, channel, kind == FeedbackKind.Complaint ? "complaining" : "feedback-giving", now);
        change.Insert(new FeedbackRow
        {
            Id = change.NewId(),
            Service = service,
            Reference = CaseReference.TryParse(reference, out var parsed) ? parsed.Value : null,
            Kind = kind,
            Satisfaction = satisfaction,
            Words = words,
            Contact = string.IsNullOrWhiteSpace(contact) ? null : contact,
            Number = number,
            Owner = definition.Owner,
            GivenAt = now,
            DueAt = due,
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Taken(due is null ? null : number, due);
    }
}
