using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>Takes a report that a body refused a document which is genuine and in force.</summary>
public sealed class ReportRefusal(VerifyDocument verify, ChangeWriter writer, TimeProvider time)
{
    public const int LongestBody = 120;
    public const int LongestWords = 1000;

    public sealed record Report(string? Code, string? Body, DateOnly? On, RefusalReason? Reason, string? Words);

    /// <summary>What is wrong with a report.</summary>
    public enum Fault
    {
        Code,
        Body,
        On,
        Reason,
        Words,
    }

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Taken : Result;

        public sealed record Refused(IReadOnlyList<Fault> Faults) : Result;

        /// <summary>The body was right: the document is not in force.</summary>
        public sealed record NotInForce(Verification Verification) : Result;
    }

    public async Task<Result> RunAsync(Report report, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var today = NationalCalendar.DateAt(now);
        var body = report.Body?.Trim() ?? "";
        var words = string.IsNullOrWhiteSpace(report.Words) ? null : report.Words.Trim();
        var found = await verify.ByCodeAsync(report.Code, ct);
        List<Fault> faults =
        [
            .. found.Shown is null ? new[] { Fault.Code } : [],
            .. body.Length is < 2 or > LongestBody ? new[] { Fault.Body } : [],
            .. report.On is not { } on || on > today || on < today.AddYears(-1) ? new[] { Fault.On } : [],
            .. report.Reason is not { } reason || !Enum.IsDefined(reason) ? new[] { Fault.Reason } : [],
            .. words?.Length > LongestWords ? new[] { Fault.Words } : [],
        ];
        if (faults.Count > 0)
        {
            return new Result.Refused(faults);
        }

        if (found is not Verification.InForce inForce)
        {
            return new Result.NotInForce(found);
        }

        var change = new Change(actor, Channel.Portal, "refusal-reporting", now);
        change.Insert(new RefusalRow
        {
            Id = change.NewId(),
            Document = inForce.Copy.Code,
            Institution = inForce.Copy.Institution.In(arabic: true),
            Body = body,
            On = report.On!.Value,
            Reason = report.Reason!.Value,
            Words = words,
            At = now,
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Taken();
    }
}
