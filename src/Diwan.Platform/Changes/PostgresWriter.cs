using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Diwan.Platform;

/// <summary>A change as one batch: one round trip, one transaction.</summary>
internal sealed class PostgresWriter(NpgsqlDataSource source)
{
    private const int Attempts = 5;

    public async Task<ChangeResult> WriteAsync(List<Statement> statements, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in statements)
            {
                batch.BatchCommands.Add(Command(statement));
            }

            try
            {
                await batch.ExecuteNonQueryAsync(ct);
                return new ChangeResult.Written();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return new ChangeResult.Duplicate(e.ConstraintName ?? "?");
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero && Missed(e, batch, statements) is { } row)
            {
                return new ChangeResult.Conflict(row);
            }
            catch (PostgresException e) when (
                e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < Attempts)
            {
                // Nothing of it was written; the other one of the pair has gone ahead.
            }
        }
    }

    private static string? Missed(PostgresException e, NpgsqlBatch batch, List<Statement> statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            if (ReferenceEquals(batch.BatchCommands[i], e.BatchCommand))
            {
                return statements[i].MustHit;
            }
        }

        return null;
    }

    private static NpgsqlBatchCommand Command(Statement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        for (var i = 0; i < statement.Values.Length; i++)
        {
            command.Parameters.Add(Parameter(statement.Types[i], statement.Values[i]));
        }

        return command;
    }

    private static NpgsqlParameter Parameter(RelationalTypeMapping mapping, object? value)
    {
        var parameter = new NpgsqlParameter { Value = value ?? DBNull.Value };
        switch (mapping.StoreTypeNameBase)
        {
            case "uuid": parameter.NpgsqlDbType = NpgsqlDbType.Uuid; break;
            case "text": parameter.NpgsqlDbType = NpgsqlDbType.Text; break;
            case "bigint": parameter.NpgsqlDbType = NpgsqlDbType.Bigint; break;
            case "integer": parameter.NpgsqlDbType = NpgsqlDbType.Integer; break;
            case "boolean": parameter.NpgsqlDbType = NpgsqlDbType.Boolean; break;
            case "bytea": parameter.NpgsqlDbType = NpgsqlDbType.Bytea; break;
            case "date": parameter.NpgsqlDbType = NpgsqlDbType.Date; break;
            default: parameter.DataTypeName = mapping.StoreType; break;
        }

        return parameter;
    }
}
