using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Diwan.Platform;

/// <summary>One SQL statement with the values it is sent with.</summary>
/// <param name="MustHit">The row that must be there at the version that was read, for the report of a conflict; null if nothing is expected.</param>
internal sealed record Statement(string Sql, RelationalTypeMapping[] Types, object?[] Values, string? MustHit);

/// <summary>Turns the steps of a change into SQL, from EF's own model: a table is described once.</summary>
internal sealed class Statements(IModel model, DatabaseProvider provider)
{
    private const int MostRows = 8;

    private readonly ConcurrentDictionary<Type, Plan> _plans = new();

    public List<Statement> For(Change change)
    {
        var steps = change.Steps;
        var statements = new List<Statement>(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            var (kind, row) = steps[i];
            switch (kind)
            {
                case Change.StepKind.CancelDuty:
                    statements.Add(PlanFor(typeof(DutyRow)).CancelDuty((string)row, change.Now));
                    break;
                case Change.StepKind.Insert:
                    // Neighbours of one kind, such as the events of one act, go in one statement.
                    var count = 1;
                    while (count < MostRows && i + count < steps.Count
                        && steps[i + count] is (Change.StepKind.Insert, var next) && next.GetType() == row.GetType())
                    {
                        count++;
                    }

                    statements.Add(PlanFor(row.GetType()).Insert([.. steps.Skip(i).Take(count).Select(s => s.Row)]));
                    i += count - 1;
                    break;
                default:
                    statements.Add(PlanFor(row.GetType()).For(kind, row));
                    break;
            }
        }

        return statements;
    }

    /// <summary>The name of the unique key over these columns, as PostgreSQL would report it.</summary>
    public string KeyName(string table, IReadOnlyCollection<string> columns)
    {
        var found = model.GetRelationalModel().Tables.FirstOrDefault(t => t.Name == table);
        var constraint = found?.UniqueConstraints.FirstOrDefault(u => columns.ToHashSet().SetEquals(u.Columns.Select(c => c.Name)));
        var index = found?.Indexes.FirstOrDefault(i => i.IsUnique && columns.ToHashSet().SetEquals(i.Columns.Select(c => c.Name)));
        return constraint?.Name ?? index?.Name ?? $"{table}({string.Join(",", columns)})";
    }

    private Plan PlanFor(Type type) => _plans.GetOrAdd(type, t => new Plan(
        model.FindEntityType(t)
            ?? throw new InvalidOperationException($"{t.Name} is no row of any room: map it in the room's IRoomModel."),
        provider));

    private sealed class Plan
    {
        private readonly Column[] _all;
        private readonly Column[] _keys;
        private readonly Column[] _others;
        private readonly Column? _version;
        private readonly string _table;
        private readonly string[] _inserts;
        private readonly string _update;
        private readonly string _delete;
        private readonly string _cancel;

        public Plan(IEntityType entity, DatabaseProvider provider)
        {
            _table = entity.GetTableName() ?? throw new InvalidOperationException($"{entity.Name} has no table.");
            if (entity.GetNavigations().Any(n => n.TargetEntityType.IsOwned()))
            {
                throw new InvalidOperationException($"{entity.DisplayName()} owns other entities, which a change cannot write: use complex properties or a JSON text.");
            }

            _all = [.. entity.GetFlattenedProperties().Select(p => new Column(p))];
            _keys = [.. _all.Where(c => c.IsKey)];
            _others = [.. _all.Where(c => !c.IsKey)];
            _version = typeof(IVersioned).IsAssignableFrom(entity.ClrType)
                ? _all.FirstOrDefault(c => c.PropertyName == nameof(IVersioned.Version))
                    ?? throw new InvalidOperationException($"{entity.DisplayName()} is versioned, but its Version is not mapped.")
                : null;

            var table = Quote(entity.GetSchema() is { } schema ? $"{schema}.{_table}" : _table);
            var n = 0;
            string Next() => "$" + (++n).ToString(CultureInfo.InvariantCulture);
            string List(IEnumerable<Column> columns, string separator) =>
                string.Join(separator, columns.Select(c => $"{Quote(c.Name)} = {Next()}"));

            var into = $"INSERT INTO {table} ({string.Join(", ", _all.Select(c => Quote(c.Name)))}) VALUES ";
            _inserts =
            [
                .. Enumerable.Range(1, MostRows).Select(rows =>
                {
                    n = 0;
                    return into + string.Join(", ", Enumerable.Range(0, rows).Select(_ => $"({string.Join(", ", _all.Select(_ => Next()))})"));
                }),
            ];

            n = 0;
            Column[] where = _version is null ? _keys : [.. _keys, _version];
            var set = List(_others, ", ");
            _update = MustHit($"UPDATE {table} SET {set} WHERE {List(where, " AND ")}", provider);

            n = 0;
            _delete = $"DELETE FROM {table} WHERE {List(where, " AND ")}";
            _delete = _version is null ? _delete : MustHit(_delete, provider);

            _cancel = $"UPDATE {table} SET state = 'Cancelled', ended_at = $1, version = version + 1 WHERE {Quote("key")} = $2 AND state = 'Waiting'";
        }

        public Statement Insert(object[] rows) => new(
            _inserts[rows.Length - 1],
            [.. rows.SelectMany(_ => Types(_all))],
            [.. rows.SelectMany(row => Values(_all, row))],
            null);

        public Statement For(Change.StepKind kind, object row) => kind switch
        {
            Change.StepKind.Update => new(
                _update,
                [.. Types(_others), .. Types(_keys), _version!.Mapping],
                [.. NextValues(row), .. Values(_keys, row), _version.Value(row)],
                NameOf(row)),
            Change.StepKind.Delete when _version is null => new(_delete, Types(_keys), Values(_keys, row), null),
            Change.StepKind.Delete => new(
                _delete,
                [.. Types(_keys), _version.Mapping],
                [.. Values(_keys, row), _version.Value(row)],
                NameOf(row)),
            _ => throw new System.Diagnostics.UnreachableException($"A row cannot be {kind}."),
        };

        public Statement CancelDuty(string key, DateTimeOffset now)
        {
            var ended = _all.First(c => c.PropertyName == nameof(DutyRow.EndedAt)).Mapping;
            var text = _all.First(c => c.PropertyName == nameof(DutyRow.Key)).Mapping;
            return new Statement(_cancel, [ended, text], [now.UtcTicks, key], null);
        }

        // PostgreSQL runs a batch without a transaction block as one transaction; an error is what undoes it. Dividing by the
        // number of rows that were hit turns a lost version into an error, and so saves the round trip of a separate COMMIT.
        private static string MustHit(string sql, DatabaseProvider provider) => provider == DatabaseProvider.Postgres
            ? $"WITH hit AS ({sql} RETURNING 1) SELECT 1 / (SELECT count(*) FROM hit)"
            : sql;

        private static string Quote(string name) => '"' + name.Replace(".", "\".\"", StringComparison.Ordinal) + '"';

        private static RelationalTypeMapping[] Types(Column[] columns) => [.. columns.Select(c => c.Mapping)];

        private static object?[] Values(Column[] columns, object row) => [.. columns.Select(c => c.Value(row))];

        private object?[] NextValues(object row) =>
            [.. _others.Select(c => c == _version ? ((IVersioned)row).Version + 1 : c.Value(row))];

        private string NameOf(object row)
        {
            var name = new StringBuilder(_table);
            foreach (var key in _keys)
            {
                name.Append(' ').Append(key.Value(row));
            }

            return name.ToString();
        }
    }

    private sealed class Column
    {
        private readonly IProperty _property;
        private readonly Func<object?, object?>? _convert;

        public Column(IProperty property)
        {
            _property = property;
            Name = property.GetTableColumnMappings().First().Column.Name;
            Mapping = property.GetRelationalTypeMapping();
            _convert = Mapping.Converter?.ConvertToProvider;
        }

        public string Name { get; }

        public string PropertyName => _property.Name;

        public bool IsKey => _property.IsPrimaryKey();

        public RelationalTypeMapping Mapping { get; }

        /// <summary>The value as the provider takes it.</summary>
        public object? Value(object row)
        {
            var value = _property.GetGetter().GetClrValueUsingContainingEntity(row);
            return _convert is null || value is null ? value : _convert(value);
        }
    }
}
