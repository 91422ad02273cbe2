using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Benchmark;

/// <summary>Writes down what people answer to a question that the platform cannot answer, with what shows it.</summary>
public sealed class AnswerBenchmark(PublishedServices services, ChangeWriter writer, TimeProvider time)
{
    private const int LeastEvidence = 5;
    private const int MostEvidence = 1000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>Whether this officer answers for the service: the programme office, and the head of the unit that owns it.</summary>
    public bool May(SignedIn who, string service)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.May(Ability.RunProgramme) || (services.Current(service) is { } definition && who.Roles.Contains(definition.Owner));
    }

    public async Task<Result> RunAsync(SignedIn who, string service, string question, BenchmarkAnswer? answer, string? evidence, CancellationToken ct)
    {
        if (!May(who, service))
        {
            return new Result.NotAllowed();
        }

        if (services.Current(service) is null || services.Catalogue.Benchmark.Find(question) is not { } asked)
        {
            return new Result.NotFound();
        }

        if (asked.Probe is not null)
        {
            return new Result.Refused(new("هذا السؤال تجيب عنه المنصة نفسها.", "The platform answers this question by itself."));
        }

        if (answer is not { } given || !Enum.IsDefined(given))
        {
            return new Result.Refused(new("اختر الجواب.", "Choose the answer."));
        }

        if (evidence?.Trim() is not { Length: >= LeastEvidence and <= MostEvidence } shown)
        {
            return new Result.Refused(new($"اكتب الدليل، بين {LeastEvidence} و{MostEvidence} حرف.", $"Write what shows it, {LeastEvidence} to {MostEvidence} characters."));
        }

        var change = new Change(who.ToActor(), Channel.Portal, "benchmark-answering", time.GetUtcNow());
        change.Insert(new BenchmarkAnswerRow
        {
            Id = change.NewId(),
            Service = service,
            Question = question,
            Answer = given,
            Evidence = shown,
            By = who.Name,
            ByKey = who.ToActor().Id,
            At = change.Now,
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept();
    }
}
