using System.IO.Compression;
using System.Xml;
using Diwan.Bpmn;
using Diwan.Cases.Mining;
using Diwan.Cases.Published;
using Diwan.Kernel;

namespace Diwan.Programme.Workbench;

/// <summary>A variant of somebody's log, beside a process of ours.</summary>
/// <param name="Fitness">Null when it was laid beside none.</param>
public sealed record ForeignVariant(IReadOnlyList<string> Activities, int Cases, double? Fitness);

/// <param name="Known">How many kinds of activities bear the name of a step of the process; null when it was laid beside none.</param>
/// <param name="Fitness">Mean over the cases.</param>
public sealed record ForeignLog(int Cases, long Events, int Kinds, IReadOnlyList<ForeignVariant> Variants, int? Known, double? Fitness);

/// <summary>Reads anybody's event log in XES, plain or compressed, and lays it beside the process of a service if asked. Nothing of it is kept. One log at a time.</summary>
public sealed class ReadForeignLog(PublishedServices services) : IDisposable
{
    public const long LargestBytes = 512L * 1024 * 1024;

    /// <summary>What a compressed log may become.</summary>
    private const long LargestUnpacked = 4L * 1024 * 1024 * 1024;

    private readonly SemaphoreSlim _one = new(1);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Read(ForeignLog Log) : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <param name="service">The service whose process it is laid beside; null for none.</param>
    public async Task<Result> RunAsync(Stream content, string? service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var definition = string.IsNullOrEmpty(service) ? null : services.Current(service);
        await _one.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Read(content, definition?.Process, ct), ct);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static Result Read(Stream content, BpmnProcess? process, CancellationToken ct)
    {
        try
        {
            var magic = new byte[2];
            var begun = content.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
            content.Position = 0;
            using var unpacked = begun == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GZipStream(content, CompressionMode.Decompress, leaveOpen: true) : null;
            using var bounded = new BoundedStream(unpacked ?? content, LargestUnpacked, ct);
            var count = Xes.Variants(bounded);
            return new Result.Read(Beside(count, process));
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            return new Result.Refused(new($"ليس سجل XES سليماً: {e.Message}", $"Not a sound XES log: {e.Message}"));
        }
    }

    private static ForeignLog Beside(VariantCount count, BpmnProcess? process)
    {
        var kinds = count.Variants.SelectMany(v => v.Activities).ToHashSet(StringComparer.Ordinal);
        if (process is null)
        {
            return new ForeignLog(count.Cases, count.Events, kinds.Count, [.. count.Variants.Select(v => new ForeignVariant(v.Activities, v.Cases, null))], null, null);
        }

        var named = kinds.ToDictionary(k => k, k => StepNamed(process, k) ?? k, StringComparer.Ordinal);
        var seen = named.Values.Where(n => process.Find(n) is not null).ToHashSet(StringComparer.Ordinal);
        var replay = BpmnReplay.Of(process, seen);
        var variants = count.Variants.Select(v => new ForeignVariant(v.Activities, v.Cases, replay?.Align([.. v.Activities.Select(a => named[a])]).Fitness)).ToList();
        return new ForeignLog(
            count.Cases, count.Events, kinds.Count, variants, seen.Count,
            replay is null || count.Cases == 0 ? null : variants.Sum(v => v.Fitness!.Value * v.Cases) / count.Cases);
    }

    /// <summary>By id, by name in either language, or as our own logs write it: the kind of event, then the step.</summary>
    private static string? StepNamed(BpmnProcess process, string activity)
    {
        var plain = activity.Trim();
        var last = plain[(plain.LastIndexOf(' ') + 1)..];
        bool Is(string? name) => name is not null && string.Equals(name.Trim(), plain, StringComparison.OrdinalIgnoreCase);
        return (process.Find(plain) ?? process.AllNodes.FirstOrDefault(n => Is(n.Name) || Is(n.Documentation)) ?? (plain.Contains('.', StringComparison.Ordinal) ? process.Find(last) : null))?.Id;
    }

    /// <summary>Ends with an error what unpacks without end.</summary>
    private sealed class BoundedStream(Stream inner, long most, CancellationToken ct) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            ct.ThrowIfCancellationRequested();
            var got = inner.Read(buffer);
            _read += got;
            return _read <= most ? got : throw new InvalidDataException($"It unpacks to more than {most / (1024 * 1024 * 1024)} GB.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
