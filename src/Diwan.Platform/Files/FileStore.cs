using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>A file that is kept.</summary>
/// <param name="Sha256">Lower-case hex of the SHA-256 of the content.</param>
/// <param name="MediaType">By content, not by name.</param>
public sealed record StoredFile(Guid Id, string Sha256, string MediaType, long Size, DateTimeOffset At);

/// <summary>What became of a file that was handed in.</summary>
public abstract record FileAdding
{
    private FileAdding()
    {
    }

    /// <summary>It is part of the change, and kept when the change is written.</summary>
    public sealed record Added(StoredFile File) : FileAdding;

    public sealed record Empty : FileAdding;

    public sealed record TooLarge(long Limit) : FileAdding;

    public sealed record WrongType(string Detected) : FileAdding;
}

/// <summary>Files of applicants and officers, in the one database: they are saved with what refers to them.</summary>
public sealed class FileStore(Database database, IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>No file may be larger than this, whatever a definition says: 20 MiB.</summary>
    public const long HardLimit = 20 * 1024 * 1024;

    /// <summary>Reads the content, at most <paramref name="limit"/> bytes of it, and adds it to the change.</summary>
    /// <param name="allowed">The media types that are accepted; empty accepts all that are known.</param>
    public static async Task<FileAdding> AddAsync(
        Change change, Stream content, long limit, IReadOnlyCollection<string> allowed, CancellationToken ct)
    {
        limit = Math.Min(limit, HardLimit);
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int n;
        while ((n = await content.ReadAsync(buffer, ct)) > 0)
        {
            if (read.Length + n > limit)
            {
                return new FileAdding.TooLarge(limit);
            }

            read.Write(buffer, 0, n);
        }

        if (read.Length == 0)
        {
            return new FileAdding.Empty();
        }

        var bytes = read.ToArray();
        var type = MediaTypes.Detect(bytes);
        if (allowed.Count > 0 ? !allowed.Contains(type) : type == MediaTypes.Unknown)
        {
            return new FileAdding.WrongType(type);
        }

        return new FileAdding.Added(Add(change, bytes));
    }

    /// <summary>Adds what the platform itself made, such as an issued document.</summary>
    /// <param name="id">Where something names it already; null for a new one.</param>
    public static StoredFile Add(Change change, byte[] bytes, Guid? id = null)
    {
        var row = new FileRow
        {
            Id = id ?? change.NewId(),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            MediaType = MediaTypes.Detect(bytes),
            Size = bytes.Length,
            At = change.Now,
            Bytes = bytes,
        };
        change.Insert(row);
        return new StoredFile(row.Id, row.Sha256, row.MediaType, row.Size, row.At);
    }

    public async Task<StoredFile?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<FileRow>()
            .Where(x => x.Id == id)
            .Select(x => new StoredFile(x.Id, x.Sha256, x.MediaType, x.Size, x.At))
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>Takes the file away with the change; nothing happens if it is not there.</summary>
    public static void Remove(Change change, Guid id) => change.Delete(new FileRow
    {
        Id = id,
        Sha256 = "",
        MediaType = "",
        Bytes = [],
    });

    /// <summary>Streams the content to where it is wanted, without holding it whole. False if there is no such file.</summary>
    public async Task<bool> CopyToAsync(Guid id, Stream target, CancellationToken ct)
    {
        await using var connection = database.Connection();
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Provider == DatabaseProvider.Sqlite
            ? "SELECT rowid, bytes FROM files WHERE id = @id"
            : "SELECT 1, bytes FROM files WHERE id = @id";
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = "@id";
        parameter.Value = id;
        command.Parameters.Add(parameter);

        // With the rowid selected, Microsoft.Data.Sqlite opens the blob for streaming.
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        if (!await reader.ReadAsync(ct))
        {
            return false;
        }

        await using var stream = reader.GetStream(1);
        await stream.CopyToAsync(target, ct);
        return true;
    }

    public async Task<byte[]?> ReadAsync(Guid id, CancellationToken ct)
    {
        using var content = new MemoryStream();
        return await CopyToAsync(id, content, ct) ? content.ToArray() : null;
    }
}

internal sealed class FileRow
{
    public Guid Id { get; init; }

    public required string Sha256 { get; init; }

    public required string MediaType { get; init; }

    public long Size { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] Bytes { get; init; }
}
