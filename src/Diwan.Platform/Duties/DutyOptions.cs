using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace Diwan.Platform;

/// <summary>Configuration section <c>Duties</c>.</summary>
public sealed class DutyOptions
{
    /// <summary>How many duties that someone's matter waits for this node carries out at once.</summary>
    [Range(1, 256)]
    public int Parallel { get; set; } = 8;

    /// <summary>How many watches (an open bill that nobody reported paid) this node carries out at once.</summary>
    [Range(1, 256)]
    public int Watches { get; set; } = 2;

    /// <summary>How many other systems this node tells something at once.</summary>
    [Range(1, 256)]
    public int Notices { get; set; } = 4;

    /// <summary>How many messages are taken together.</summary>
    [Range(1, 256)]
    public int Messages { get; set; } = 64;

    /// <summary>How long messages are gathered before they are carried out together.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a node keeps a duty to itself. If the node dies, another takes it after this.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often to look for duties that another node owed, or that have become due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how many failed or unfinished attempts in a row a duty is given up.</summary>
    [Range(1, 1000)]
    public int Attempts { get; set; } = 12;

    /// <summary>The pause after the first failure; it doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(2);

    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The most by which a pause is lengthened, as a part of it: what failed together is not begun again together. 0 switches it off.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>No pause is lengthened by more than this.</summary>
    private static readonly TimeSpan MostJitter = TimeSpan.FromSeconds(30);

    internal int AtOnce(DutyLane lane) => lane switch
    {
        DutyLane.Message => Messages,
        DutyLane.Watch => Watches,
        DutyLane.Notice => Notices,
        _ => Parallel,
    };

    internal TimeSpan PauseAfter(int errors)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(errors - 1, 40));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>
    /// A pause made a little longer, never shorter. By how much follows from the duty and the attempt alone, so that a test, and a second
    /// look at what happened, find the same.
    /// </summary>
    internal TimeSpan Spread(TimeSpan pause, Guid duty, int attempt)
    {
        Span<byte> bytes = stackalloc byte[20];
        duty.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], attempt);
        var unit = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(bytes)) / (uint.MaxValue + 1.0);
        var longer = pause * (Jitter * unit);
        return pause + (longer < MostJitter ? longer : MostJitter * unit);
    }
}
