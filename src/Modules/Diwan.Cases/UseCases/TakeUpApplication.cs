using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>
/// Goes on with a draft by another way than it was begun: begun by telephone, finished at a counter. The channel and the counter of a case are those where it was last taken up;
/// the answers stay as they are.
/// </summary>
public sealed class TakeUpApplication(OpenApplication open, PublishedServices services, Offers offers, ChangeWriter writer, TimeProvider time)
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

        /// <summary>The draft, or what belongs to the same change, was changed at the same moment; nothing is done.</summary>
        public sealed record Changed : Result;
    }

    /// <param name="site">The counter of a partner; for the assisted channel only.</param>
    /// <param name="alongside">What else belongs to the same change.</param>
    public async Task<Result> RunAsync(Guid id, string personKey, Channel channel, string? site, Actor actor, Action<Change>? alongside, CancellationToken ct)
    {
        if (await open.FindAsync(id, personKey, ct) is not { State: ApplicationState.Draft } row)
        {
            return new Result.NotFound();
        }

        var change = new Change(actor, channel, "application-taking-up", time.GetUtcNow());
        if (services.Current(row.Service) is not { } definition || !await offers.GivesAsync(definition, channel, personKey, change.Now, ct))
        {
            return new Result.NotOffered();
        }

        (row.Channel, row.Site, row.ChangedAt) = (channel, channel == Channel.Assisted ? site : null, change.Now);
        change.Update(row, nameof(row.Channel), nameof(row.Site), nameof(row.ChangedAt));
        alongside?.Invoke(change);
        return (await writer.WriteAsync(change, ct)).IsWritten ? new Result.TakenUp() : new Result.Changed();
    }
}
