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

    /// <summary>
    /// The steps of each change in its order. Between changes there is no order, so what is inserted by all of them up to their next update or deletion goes together, the rows
    /// of one kind in one statement.
    /// </summary>
    public List<Statement> For(IReadOnlyList<Change> changes)
    {
        var statements = new List<Statement>();
        var inserts = new List<(Plan Plan, List<object> Rows)>();
        var at = new int[changes.Count];
        for (var open = true; open;)
        {
            for (var i = 0; i < at.Length; i++)
            {
                for (var steps = changes[i].Steps; at[i] < steps.Count && steps[at[i]].Kind == Change.StepKind.Insert; at[i]++)
                {
                    Add(steps[at[i]].Row);
                }
            }

            // Before anything is changed or deleted, since that may make room for what is inserted after it.
            Flush();
            open = false;
            for (var i = 0; i < at.Length; i++)
            {
                var steps = changes[i].Steps;
                for (; at[i] < steps.Count && steps[at[i]].Kind != Change.StepKind.Insert; at[i]++)
                {
                    var (kind, row, only) = steps[at[i]];
                    statements.Add(kind == Change.StepKind.CancelDuty
                        ? PlanFor(typeof(DutyRow)).CancelDuty((string)row, changes[i].Now)
                        : PlanFor(row.GetType()).For(kind, row, only));
                }

                open |= at[i] < steps.Count;
            }
        }

        return statements;

        void Add(object row)
        {
            var plan = PlanFor(row.GetType());
            var group = inserts.FindIndex(g => g.Plan == plan);
            if (group < 0)
            {
                inserts.Add((plan, [row]));
            }
            else
            {
                inserts[group].Rows.Add(row);
            }
        }

        void Flush()
        {
            foreach (var (plan, rows) in inserts)
            {
                for (var done = 0; done < rows.Count; done += MostRows)
                {
                    statements.Add(plan.Insert(rows, done, Math.Min(MostRows, rows.Count - done)));
                }
            }

            inserts.Clear();
        }
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
        private readonly Column? _version;
        private readonly string _table;
        private readonly string[] _inserts;
        private readonly Setting _whole;
        private readonly ConcurrentDictionary<string, Setting> _parts = new(StringComparer.Ordinal);
        private readonly Func<string, string> _mustHit;
        private readonly string _into;
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
            _version = typeof(IVersioned).IsAssignableFrom(entity.ClrType)
                ? _all.FirstOrDefault(c => c.PropertyName == nameof(IVersioned.Version))
                    ?? throw new InvalidOperationException($"{entity.DisplayName()} is versioned, but its Version is not mapped.")
                : null;

            _into = Quote(entity.GetSchema() is { } schema ? $"{schema}.{_table}" : _table);
            _mustHit = sql => _version is null ? sql : MustHit(sql, provider);
            var columns = string.Join(", ", _all.Select(c => Quote(c.Name)));
            _inserts =
            [
                .. Enumerable.Range(1, MostRows).Select(rows =>
                    $"INSERT INTO {_into} ({columns}) VALUES " + string.Join(", ", Enumerable.Range(0, rows).Select(row =>
                        $"({string.Join(", ", Enumerable.Range(1 + (row * _all.Length), _all.Length).Select(Place))})"))),
            ];
            _whole = Set([.. _all.Where(c => !c.IsKey && !c.IsFixed)]);
            _delete = _mustHit($"DELETE FROM {_into} WHERE {Where(1)}");
            _cancel = $"UPDATE {_into} SET state = 'Cancelled', ended_at = $1, version = version + 1 WHERE {Quote("key")} = $2 AND state = 'Waiting'";
        }

        public Statement Insert(List<object> rows, int first, int count)
        {
            var types = new RelationalTypeMapping[_all.Length * count];
            var values = new object?[types.Length];
            for (var i = 0; i < types.Length; i++)
            {
                var column = _all[i % _all.Length];
                types[i] = column.Mapping;
                values[i] = column.Value(rows[first + (i / _all.Length)]);
            }

            return new Statement(_inserts[count - 1], types, values, null);
        }

        public Statement For(Change.StepKind kind, object row, string[]? only) => kind switch
        {
            Change.StepKind.Update => Update(row, only is null ? _whole : Part(only)),
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

        private Statement Update(object row, Setting setting) => new(
            setting.Sql,
            [.. Types(setting.Columns), .. Types(_keys), _version!.Mapping],
            [.. setting.Columns.Select(c => c == _version ? ((IVersioned)row).Version + 1 : c.Value(row)), .. Values(_keys, row), _version.Value(row)],
            NameOf(row));

        private Setting Part(string[] only)
        {
            var key = string.Join(',', only);
            if (_parts.TryGetValue(key, out var known))
            {
                return known;
            }

            if (only.FirstOrDefault(name => !_whole.Columns.Any(c => c.PropertyName == name)) is { } unknown)
            {
                throw new InvalidOperationException($"{_table} has no column for {unknown} that an update could write.");
            }

            return _parts[key] = Set([.. _whole.Columns.Where(c => c == _version || only.Contains(c.PropertyName, StringComparer.Ordinal))]);
        }

        private Setting Set(Column[] columns) =>
            new(columns, _mustHit($"UPDATE {_into} SET {Pairs(columns, ", ", 1)} WHERE {Where(1 + columns.Length)}"));

        private string Where(int first) => Pairs(_version is null ? _keys : [.. _keys, _version], " AND ", first);

        private static string Pairs(Column[] columns, string separator, int first) =>
            string.Join(separator, columns.Select((c, i) => $"{Quote(c.Name)} = {Place(first + i)}"));

        private static string Place(int number) => "$" + number.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>An update of these columns.</summary>
    private sealed record Setting(Column[] Columns, string Sql);

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

        /// <summary>Given when the row is made and never again (init), so that an update need not send it.</summary>
        public bool IsFixed => _property.PropertyInfo?.SetMethod is { } set
            && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

        public RelationalTypeMapping Mapping { get; }

        /// <summary>The value as the provider takes it.</summary>
        public object? Value(object row)
        {
            var value = _property.GetGetter().GetClrValueUsingContainingEntity(row);
            return _convert is null || value is null ? value : _convert(value);
        }
    }
}
