using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>
/// Writes a change whole or not at all, together with others that are written at the same moment: one round trip, one commit.
/// When the result is <see cref="ChangeResult.Written"/> the change is on disk. If the connection breaks the outcome is
/// unknown and an exception says so; a unique key in the change makes the repetition harmless.
/// </summary>
public sealed class ChangeWriter : IAsyncDisposable
{
    private readonly Lazy<Statements> _statements;
    private readonly PostgresGroups? _postgres;
    private readonly DutySignal _signal;

    public ChangeWriter(Database database, IDbContextFactory<AppDbContext> contexts, DutySignal signal)
    {
        _signal = signal;
        _statements = new Lazy<Statements>(() =>
        {
            using var db = contexts.CreateDbContext();
            return new Statements(db.Model, database.Provider);
        });
        if (database.Source is { } source)
        {
            _postgres = new PostgresGroups(source, _statements);
        }
        else
        {
            Sqlite = new SqliteWriter(database.ConnectionString);
        }
    }

    internal SqliteWriter? Sqlite { get; }

    /// <exception cref="System.Data.Common.DbException">The database is away, or a constraint other than a unique key was broken, which is a defect.</exception>
    public Task<ChangeResult> WriteAsync(Change change, CancellationToken ct) => WriteAsync([change], ct);

    /// <summary>Several changes as one: all of them are written, or nothing of any.</summary>
    internal async Task<ChangeResult> WriteAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        if (changes.All(change => change.IsEmpty))
        {
            return new ChangeResult.Written();
        }

        var started = Stopwatch.GetTimestamp();
        var result = _postgres is not null ? await _postgres.WriteAsync(changes, ct) : await WriteAsync(Sqlite!, changes, ct);

        PlatformMetrics.Wrote(result, Stopwatch.GetElapsedTime(started));
        if (result.IsWritten)
        {
            foreach (var change in changes)
            {
                foreach (var (kind, row, _) in change.Steps)
                {
                    if (kind == Change.StepKind.Update)
                    {
                        ((IVersioned)row).Version++;
                    }
                }

                foreach (var (lane, due) in change.FirstDue)
                {
                    _signal.Owed(lane, due);
                }
            }
        }

        return result;
    }

    private async Task<ChangeResult> WriteAsync(SqliteWriter sqlite, IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var names = _statements.Value;
        var statements = names.For(changes);
        return await sqlite.RunAsync(session => session.Write(statements, names), ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (Sqlite is not null)
        {
            await Sqlite.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }
}
