using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>Takes what a person thought of a service. No name and no case is kept with it.</summary>
public sealed class GiveFeedback(PublishedServices services, ChangeWriter writer, TimeProvider time)
{
    public const int LongestWords = 2000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Taken : Result;

        public sealed record NoSuchService : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <param name="satisfaction">1 (very dissatisfied) to 5 (very satisfied).</param>
    public async Task<Result> RunAsync(string service, int? satisfaction, string? words, Channel channel, CancellationToken ct)
    {
        if (satisfaction is not (>= 1 and <= 5))
        {
            return new Result.Refused(new("اختر درجة رضاك من 1 إلى 5.", "Choose how satisfied you are, from 1 to 5."));
        }

        if (services.Current(service) is null)
        {
            return new Result.NoSuchService();
        }

        words = words?.Trim() ?? "";
        if (words.Length > LongestWords)
        {
            return new Result.Refused(new($"اختصر النص إلى {LongestWords} حرف.", $"Shorten the text to {LongestWords} characters."));
        }

        var change = new Change(Actor.System("visitor"), channel, "feedback-giving", time.GetUtcNow());
        change.Insert(new FeedbackRow { Id = change.NewId(), Service = service, Satisfaction = satisfaction.Value, Words = words, GivenAt = change.Now });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Taken();
    }
}
