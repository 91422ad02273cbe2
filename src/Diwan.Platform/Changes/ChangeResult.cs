namespace Diwan.Platform;

/// <summary>What became of a change. Unless it was written, nothing of it was.</summary>
public abstract record ChangeResult
{
    private ChangeResult()
    {
    }

    public bool IsWritten => this is Written;

    /// <summary>For callers to whom anything but success is a defect.</summary>
    /// <exception cref="InvalidOperationException">The change was not written.</exception>
    public void OrThrow()
    {
        if (!IsWritten)
        {
            throw new InvalidOperationException($"The change was not written: {this}.");
        }
    }

    /// <summary>All of it is durable.</summary>
    public sealed record Written : ChangeResult;

    /// <summary>Someone else changed the row since it was read. Read afresh, decide again.</summary>
    /// <param name="Row">The table and key of the row, for logs.</param>
    public sealed record Conflict(string Row) : ChangeResult;

    /// <summary>A unique key is taken: most often, the same thing was done before.</summary>
    /// <param name="Key">The name of the unique index or key, as in the database.</param>
    public sealed record Duplicate(string Key) : ChangeResult;
}
