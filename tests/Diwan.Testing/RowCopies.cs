using System.Data.Common;

namespace Diwan.Testing;

/// <summary>Many rows like one that came about through the use cases: making each that way is not what storms and measurements try.</summary>
public static class RowCopies
{
    private const int AtOnce = 200;

    /// <summary>Copies of a filled-in draft, with the register answers it holds.</summary>
    /// <param name="connection">Open.</param>
    /// <returns>Their ids.</returns>
    public static async Task<List<Guid>> OfDraftAsync(DbConnection connection, Guid draft, int count)
    {
        var columns = await ColumnsAsync(connection, "applications");
        var names = string.Join(", ", columns.Select(c => $"\"{c}\""));
        var values = string.Join(", ", columns.Select(c => c == "id" ? "copies.new" : $"\"{c}\""));
        var ids = new List<Guid>();
        await using var transaction = await connection.BeginTransactionAsync();
        while (ids.Count < count)
        {
            var some = Enumerable.Range(0, Math.Min(AtOnce, count - ids.Count)).Select(_ => Guid.CreateVersion7(TimeProvider.System.GetUtcNow())).ToList();
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $"INSERT INTO applications ({names}) SELECT {values} FROM applications, " +
                $"({string.Join(" UNION ALL ", some.Select((_, i) => $"SELECT @p{i} AS new"))}) AS copies WHERE \"id\" = @old";
            foreach (var (name, value) in some.Select((id, i) => ($"p{i}", id)).Append(("old", draft)))
            {
                var parameter = insert.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ("@" + name, value);
                insert.Parameters.Add(parameter);
            }

            if (await insert.ExecuteNonQueryAsync() != some.Count)
            {
                throw new InvalidOperationException("The draft to copy is not there.");
            }

            ids.AddRange(some);
        }

        await transaction.CommitAsync();
        return ids;
    }

    public static async Task<IReadOnlyList<string>> ColumnsAsync(DbConnection connection, string table)
    {
        await using var read = connection.CreateCommand();
        read.CommandText = $"SELECT * FROM {table} LIMIT 0";
        await using var reader = await read.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
