using System.Diagnostics;
using Npgsql;

namespace Diwan.Platform;

/// <summary>
/// Writes changes to PostgreSQL. As long as few are written at once each goes alone; those that come while all lanes are busy wait a little and go together, as one
/// transaction: one commit, one round trip and one statement for the rows of one kind serve many. If one of them cannot be written, each is tried alone, so that nobody pays for
/// another. When somebody has waited longer than <see cref="Patience"/>, as behind a lock, one more lane is opened.
/// </summary>
internal sealed class PostgresGroups : IAsyncDisposable
{
    /// <summary>Changes in one transaction, at most.</summary>
    private const int GroupLimit = 16;

    private static readonly int Lanes = Math.Max(4, Environment.ProcessorCount);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly PostgresWriter _writer;
    private readonly Lazy<Statements> _statements;
    private readonly Timer _patrol;
    private readonly Lock _gate = new();
    private readonly Queue<Work> _waiting = [];
    private int _busy;

    public PostgresGroups(NpgsqlDataSource source, Lazy<Statements> statements)
    {
        (_writer, _statements) = (new PostgresWriter(source), statements);
        _patrol = new Timer(_ => Patrol(), null, Patience, Patience);
    }

    public async Task<ChangeResult> WriteAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        Work? mine = null;
        lock (_gate)
        {
            if (_busy < Lanes)
            {
                _busy++;
            }
            else
            {
                _waiting.Enqueue(mine = new Work(changes, ct));
            }
        }

        if (mine is not null)
        {
            return await mine.Finished;
        }

        try
        {
            return await AloneAsync(changes, ct);
        }
        finally
        {
            // The lane goes on with those who wait, apart from the caller whose change is written.
            if (Take() is { } group)
            {
                _ = Task.Run(() => GoOnAsync(group), CancellationToken.None);
            }
        }
    }

    public ValueTask DisposeAsync() => _patrol.DisposeAsync();

    private Task<ChangeResult> AloneAsync(IReadOnlyList<Change> changes, CancellationToken ct) => _writer.WriteAsync(_statements.Value.For(changes), ct);

    private void Patrol()
    {
        lock (_gate)
        {
            if (!_waiting.TryPeek(out var first) || Stopwatch.GetElapsedTime(first.Since) < Patience)
            {
                return;
            }

            _busy++;
        }

        _ = Task.Run(() => GoOnAsync(Take()));
    }

    private async Task GoOnAsync(List<Work>? group)
    {
        for (; group is not null; group = Take())
        {
            await WriteGroupAsync(group).ConfigureAwait(false);
        }
    }

    private List<Work>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _busy--;
                return null;
            }

            var group = new List<Work>(Math.Min(_waiting.Count, GroupLimit));
            while (group.Count < GroupLimit && _waiting.TryDequeue(out var work))
            {
                group.Add(work);
            }

            return group;
        }
    }

    private async Task WriteGroupAsync(List<Work> group)
    {
        group.RemoveAll(work => work.Gone());
        if (group.Count > 1)
        {
            try
            {
                if ((await _writer.WriteAsync(_statements.Value.For([.. group.SelectMany(work => work.Changes)]), CancellationToken.None)).IsWritten)
                {
                    group.ForEach(work => work.Done(new ChangeResult.Written()));
                    return;
                }
            }
            catch (PostgresException)
            {
                // The server undid it whole; which of them it was about comes out below.
            }
            catch (Exception e)
            {
                // The connection broke, so the outcome is unknown, for each of them.
                group.ForEach(work => work.Failed(e));
                return;
            }
        }

        foreach (var work in group)
        {
            try
            {
                work.Done(await AloneAsync(work.Changes, CancellationToken.None));
            }
            catch (Exception e)
            {
                work.Failed(e);
            }
        }
    }

    private sealed class Work(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        private readonly TaskCompletionSource<ChangeResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<Change> Changes => changes;

        public Task<ChangeResult> Finished => _done.Task;

        public long Since { get; } = Stopwatch.GetTimestamp();

        // Once begun it is carried through: a caller who went away does not leave the outcome open.
        public bool Gone() => ct.IsCancellationRequested && _done.TrySetCanceled(ct);

        public void Done(ChangeResult result) => _done.TrySetResult(result);

        public void Failed(Exception e) => _done.TrySetException(e);
    }
}
