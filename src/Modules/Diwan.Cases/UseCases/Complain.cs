using Diwan.Cases.Complaints;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>How a complaint stands.</summary>
public enum ComplaintState
{
    /// <summary>Nobody has taken it yet.</summary>
    Received,

    /// <summary>An officer has it in hand.</summary>
    InHand,

    Answered,
}

/// <summary>What the institution found.</summary>
public enum ComplaintFinding
{
    /// <summary>The person is right, wholly or in part; the answer says what is done about it.</summary>
    Upheld,

    NotUpheld,
}

/// <summary>Takes a complaint: it gets a number, an owner, a date, and a duty that brings it before the owner when the date passes.</summary>
public sealed class Complain(PublishedServices services, ChangeWriter writer, MessageTemplates templates, TimeProvider time)
{
    /// <summary>Working days within which a complaint is answered (assumed; no instrument found).</summary>
    public const int AnswerDays = 5;

    public const int ShortestWords = 10;
    public const int LongestWords = 2000;

    /// <param name="Reference">The case it is about, as typed; null or blank for none.</param>
    /// <param name="Phone">As typed; null or blank for none.</param>
    /// <param name="PersonKey">Who complains; null when they are not signed in.</param>
    public sealed record Command(string Service, string? Reference, string? Words, string? Phone, string? PersonKey, Language Language);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Number">What to ask after it by.</param>
        /// <param name="Code">With the number, opens the answer to somebody who is not signed in. Kept nowhere.</param>
        public sealed record Taken(string Number, string Code, DateTimeOffset AnswerBy) : Result;

        public sealed record NoSuchService : Result;

        /// <param name="Field">Which of words, reference and phone it is about.</param>
        public sealed record Refused(string Field, LocalizedText Why) : Result;
    }

    /// <param name="alongside">What else belongs to the same change, given the number.</param>
    public async Task<Result> RunAsync(Command command, Actor actor, Channel channel, CancellationToken ct, Action<Change, string>? alongside = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (services.Current(command.Service) is not { } definition)
        {
            return new Result.NoSuchService();
        }

        var words = command.Words?.Trim() ?? "";
        if (words.Length is < ShortestWords or > LongestWords)
        {
            return new Result.Refused("words", words.Length < ShortestWords
                ? new($"صف ما حدث في {ShortestWords} أحرف على الأقل.", $"Describe what happened in at least {ShortestWords} characters.")
                : new($"اختصر النص إلى {LongestWords} حرف.", $"Shorten the text to {LongestWords} characters."));
        }

        string? reference = null;
        if (!string.IsNullOrWhiteSpace(command.Reference))
        {
            if (!CaseReference.TryParse(command.Reference, out var parsed))
            {
                return new Result.Refused("reference", new(
                    "رقم المعاملة غير صحيح. انسخه كما وصلك، مثل 7K4M-92QX-3، أو اتركه فارغًا.",
                    "The reference is not right. Copy it as you were given it, such as 7K4M-92QX-3, or leave it blank."));
            }

            reference = parsed.Value;
        }

        string? phone = null;
        if (!string.IsNullOrWhiteSpace(command.Phone) && (phone = Telephone.Read(command.Phone.Trim(), foreign: true)) is null)
        {
            return new Result.Refused("phone", new(
                "رقم الهاتف غير صحيح. اكتبه مثل 0791234567، أو مع رمز الدولة، أو اتركه فارغًا.",
                "The telephone number is not right. Write it like 079 123 4567, or with its country code, or leave it blank."));
        }

        var change = new Change(actor, channel, "complaining", time.GetUtcNow());
        var id = change.NewId();
        var code = CaseReference.New().Value;
        var row = new ComplaintRow
        {
            Id = id,
            Number = CaseReference.New().Value,
            CodeHash = ComplaintCode.Hash(code),
            Service = command.Service,
            Institution = definition.Id.Institution,
            Reference = reference,
            // The service decides, not the case: that one complaint is handled elsewhere than another tells nothing about its case.
            Confidential = reference is not null && definition.HasConfidentialSteps,
            PersonKey = command.PersonKey,
            Phone = phone,
            Language = command.Language,
            Words = words,
            Owner = definition.Owner,
            State = ComplaintState.Received,
            GivenAt = change.Now,
            DueAt = services.Calendar.Of(definition.Id.Institution).AddWorkingDays(change.Now, AnswerDays),
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        ComplaintEvents.Record(change, row, ComplaintEvents.Received);
        ComplaintDeadline.Owe(change, row);
        ComplaintWords.Tell(change, templates, row, ComplaintEvents.Received, row.DueAt);
        alongside?.Invoke(change, row.Number);
        var written = await writer.WriteAsync(change, ct);
        if (alongside is not null && !written.IsWritten)
        {
            return new Result.Refused("words", new("تغيّر شيء في اللحظة نفسها، ولم تُسجَّل الشكوى. أعد فتح الصفحة.", "Something changed at the same moment, and the complaint was not taken. Open the page again."));
        }

        written.OrThrow();
        return new Result.Taken(row.Number, code, row.DueAt);
    }
}
