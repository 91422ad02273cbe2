namespace Diwan.Platform;

/// <summary>
/// The head of a chain of events, kept by the row whose history it is (map it with <c>ComplexProperty</c>).
/// <see cref="Change.Record"/> moves it on; the owner's version keeps two writers from forking it.
/// </summary>
public sealed class Chain
{
    private static readonly byte[] Nothing = new byte[32];

    private Chain(Guid id, long seq, byte[] hash)
    {
        Id = id;
        Seq = seq;
        Hash = hash;
    }

    /// <summary>The chain's key: as a rule that of its owner.</summary>
    public Guid Id { get; private set; }

    /// <summary>How many events the chain has.</summary>
    public long Seq { get; private set; }

    /// <summary>The hash of the last event; 32 zero bytes before the first.</summary>
    public byte[] Hash { get; private set; }

    public static Chain Start(Guid id) => new(id, 0, Nothing);

    internal void MoveTo(long seq, byte[] hash)
    {
        Seq = seq;
        Hash = hash;
    }
}
