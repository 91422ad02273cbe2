using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>
/// Goes on with a draft by another way than it was begun: begun by telephone, finished at a counter. The channel and the counter of a case are those where it was last taken up;
/// the answers stay as they are.
/// </summary>
public sealed class TakeUpApplication(OpenApplication open, PublishedServices services, Offers offers, CasesOptions options, ChangeWriter writer, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record TakenUp : Result;

        /// <summary>There is no such draft of this person.</summary>
        public sealed record NotFound : Result;

        /// <summary>The service is not given by this channel now.</summary>
        public sealed record NotOffered : Result;
    }

    /// <param name="site">The counter of a partner; for the assisted channel only.</param>
    /// <param name="alongside">What else belongs to the same change.</param>
    public async Task<Result> RunAsync(Guid id, string personKey, Channel channel, string? site, Actor actor, Action<Change>? alongside, CancellationToken ct)
    {
        if (await open.FindAsync(id, personKey, ct) is not { State: ApplicationState.Draft } row)
        {
            return new Result.NotFound();
        }

        if (services.Current(row.Service) is not { } definition || !definition.Channels.Contains(channel) || (!options.Demonstration && !await offers.IsOpenAsync(row.Service, channel, ct)))
        {
            return new Result.NotOffered();
        }

        var change = new Change(actor, channel, "application-taking-up", time.GetUtcNow());
        (row.Channel, row.Site, row.ChangedAt) = (channel, channel == Channel.Assisted ? site : null, change.Now);
        change.Update(row, nameof(row.Channel), nameof(row.Site), nameof(row.ChangedAt));
        alongside?.Invoke(change);
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.TakenUp();
    }
}
