using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Diwan.Platform;

/// <summary>The writer's connection, with its prepared statements.</summary>
internal sealed class SqliteSession : IDisposable
{
    private const int UniqueConstraint = 2067;
    private const int PrimaryKeyConstraint = 1555;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public SqliteSession(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Execute("PRAGMA busy_timeout = 10000");
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
    }

    public SqliteConnection Connection => _connection;

    public void Execute(string sql) => Prepared(sql, 0).ExecuteNonQuery();

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bound(sql, values).ExecuteNonQuery();

    /// <summary>A command with its values, ready to be read from. It is shared: finish reading before the next.</summary>
    public SqliteCommand Bound(string sql, params ReadOnlySpan<object?> values)
    {
        var command = Prepared(sql, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    public (ChangeResult Result, bool Keep) Write(List<Statement> statements, Statements names)
    {
        foreach (var statement in statements)
        {
            try
            {
                var rows = Execute(statement.Sql, statement.Values);
                if (rows == 0 && statement.MustHit is { } row)
                {
                    return (new ChangeResult.Conflict(row), false);
                }
            }
            catch (SqliteException e) when (e.SqliteExtendedErrorCode is UniqueConstraint or PrimaryKeyConstraint)
            {
                return (new ChangeResult.Duplicate(KeyIn(e.Message, names)), false);
            }
        }

        return (new ChangeResult.Written(), true);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    // "… UNIQUE constraint failed: duties.key, duties.kind'."
    private static string KeyIn(string message, Statements names)
    {
        const string Lead = "constraint failed: ";
        var from = message.IndexOf(Lead, StringComparison.Ordinal) + Lead.Length;
        var columns = message[from..].TrimEnd('.', '\'').Split(", ").Select(c => c.Split('.', 2)).ToList();
        return names.KeyName(columns[0][0], [.. columns.Select(c => c[^1])]);
    }

    private SqliteCommand Prepared(string sql, int values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values; i++)
            {
                command.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
            }

            _commands[sql] = command;
        }

        return command;
    }
}
