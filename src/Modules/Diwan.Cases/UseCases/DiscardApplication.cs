using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>Throws a draft away, with its answers.</summary>
public sealed class DiscardApplication(OpenApplication open, ChangeWriter writer, TimeProvider time)
{
    /// <returns>False when there is no such draft of this person.</returns>
    public async Task<bool> RunAsync(Guid id, string personKey, Actor actor, CancellationToken ct)
    {
        if (await open.FindAsync(id, personKey, ct) is not { State: ApplicationState.Draft } row)
        {
            return false;
        }

        row.State = ApplicationState.Discarded;
        row.Answers = "{}";
        row.Facts = "{}";
        row.ChangedAt = time.GetUtcNow();
        var change = new Change(actor, row.Channel, "application-discarding", row.ChangedAt);
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }
}
