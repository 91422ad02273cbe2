using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Diwan.Platform;

/// <summary>
/// The one writer of a SQLite database. It takes whatever waits, gives each piece a savepoint, and commits them together:
/// one wait for the disk serves many.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int GroupLimit = 256;

    private readonly Channel<Work> _waiting = System.Threading.Channels.Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly string _connectionString;
    private readonly Task _loop;

    public SqliteWriter(string connectionString)
    {
        // Unpooled, so that it is truly closed with the writer.
        _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Runs the work inside the writer's transaction; completes when the commit is durable.</summary>
    /// <param name="work">Returns its result and whether what it wrote is to be kept.</param>
    public async Task<T> RunAsync<T>(Func<SqliteSession, (T Result, bool Keep)> work, CancellationToken ct)
    {
        var item = new Work<T>(work, ct);
        if (!_waiting.Writer.TryWrite(item))
        {
            throw new InvalidOperationException("The writer is closed: the application is stopping.");
        }

        return await item.Finished;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        SqliteSession? session = null;
        var group = new List<Work>(GroupLimit);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync())
            {
                group.Clear();
                while (group.Count < GroupLimit && _waiting.Reader.TryRead(out var work))
                {
                    if (work.Begins())
                    {
                        group.Add(work);
                    }
                }

                try
                {
                    session ??= new SqliteSession(_connectionString);
                    Commit(session, group);
                }
                catch (Exception e)
                {
                    // The group's transaction is gone (disk full, database locked by another process for too long):
                    // say so to each, and begin again with a fresh connection.
                    session?.Dispose();
                    session = null;
                    group.ForEach(work => work.Fail(e));
                }
            }
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static void Commit(SqliteSession session, List<Work> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        session.Execute("BEGIN IMMEDIATE");
        foreach (var work in group)
        {
            session.Execute("SAVEPOINT piece");
            if (!work.Run(session))
            {
                session.Execute("ROLLBACK TO piece");
            }

            session.Execute("RELEASE piece");
        }

        session.Execute("COMMIT");
        group.ForEach(work => work.Complete());
    }

    private abstract class Work
    {
        public abstract bool Begins();

        public abstract bool Run(SqliteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception e);
    }

    private sealed class Work<T>(Func<SqliteSession, (T Result, bool Keep)> run, CancellationToken ct) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _fault;

        public Task<T> Finished => _done.Task;

        // Once begun it is carried through: a caller who went away does not leave the outcome open.
        public override bool Begins() => !ct.IsCancellationRequested || !_done.TrySetCanceled(ct);

        public override bool Run(SqliteSession session)
        {
            try
            {
                (_result, var keep) = run(session);
                return keep;
            }
            catch (Exception e)
            {
                _fault = e;
                return false;
            }
        }

        public override void Complete()
        {
            if (_fault is null)
            {
                _done.TrySetResult(_result);
            }
            else
            {
                _done.TrySetException(_fault);
            }
        }

        public override void Fail(Exception e) => _done.TrySetException(_fault ?? e);
    }
}
