using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Diwan.Platform;

/// <summary>Takes due duties for one node. Two nodes never hold the same duty, unless the first let its lease run out.</summary>
internal sealed class DutyLeases(Database database, ChangeWriter writer)
{
    private const string Columns =
        "id, kind, subject_id, payload, key, lane, state, owed_at, due_at, next_at, attempts, errors, last_why, ended_at, version";

    public async Task<List<DutyRow>> TakeAsync(DutyLane lane, DateTimeOffset now, TimeSpan lease, int count, CancellationToken ct)
    {
        var until = (now + lease).UtcTicks;
        if (database.Source is { } source)
        {
            await using var command = source.CreateCommand(Sql("FOR UPDATE SKIP LOCKED"));
            command.Parameters.Add(new NpgsqlParameter { Value = until });
            command.Parameters.Add(new NpgsqlParameter { Value = now.UtcTicks });
            command.Parameters.Add(new NpgsqlParameter { Value = count });
            command.Parameters.Add(new NpgsqlParameter { Value = lane.ToString() });
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<DutyRow>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add(Read(reader));
            }

            return Ordered(rows);
        }

        return Ordered(await writer.Sqlite!.RunAsync(
            session =>
            {
                var rows = new List<DutyRow>();
                using var reader = session.Bound(Sql(""), until, now.UtcTicks, count, lane.ToString()).ExecuteReader();
                while (reader.Read())
                {
                    rows.Add(Read(reader));
                }

                return (rows, rows.Count > 0);
            },
            ct));
    }

    // An attempt counts as failed from its beginning and is forgiven at its end, so that one that kills the process counts too.
    private static string Sql(string locking) =>
        $"""
         UPDATE duties SET next_at = $1, attempts = attempts + 1, errors = errors + 1, version = version + 1
         WHERE id IN (SELECT id FROM duties WHERE state = 'Waiting' AND lane = $4 AND next_at <= $2 ORDER BY next_at LIMIT $3 {locking})
         RETURNING {Columns}
         """;

    private static List<DutyRow> Ordered(List<DutyRow> rows) => [.. rows.OrderBy(r => r.DueAt).ThenBy(r => r.Id)];

    private static DutyRow Read(DbDataReader r) => new()
    {
        Id = r.GetGuid(0),
        Kind = r.GetString(1),
        SubjectId = r.GetGuid(2),
        Payload = r.GetString(3),
        Key = r.GetString(4),
        Lane = Enum.Parse<DutyLane>(r.GetString(5)),
        State = Enum.Parse<DutyState>(r.GetString(6)),
        OwedAt = Moment(r.GetInt64(7)),
        DueAt = Moment(r.GetInt64(8)),
        NextAt = Moment(r.GetInt64(9)),
        Attempts = Convert.ToInt32(r.GetValue(10), CultureInfo.InvariantCulture),
        Errors = Convert.ToInt32(r.GetValue(11), CultureInfo.InvariantCulture),
        LastWhy = r.IsDBNull(12) ? null : r.GetString(12),
        EndedAt = r.IsDBNull(13) ? null : Moment(r.GetInt64(13)),
        Version = r.GetInt64(14),
    };

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
