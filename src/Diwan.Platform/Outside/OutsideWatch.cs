using System.Collections.Concurrent;

namespace Diwan.Platform;

/// <summary>Something outside that does not answer.</summary>
/// <param name="Since">The first question of those it left unanswered.</param>
public sealed record Silent(string Name, DateTimeOffset Since);

/// <summary>
/// What of the outside answers, as this node sees it while it asks in the course of its work; nothing is asked for its own sake. Another node may see otherwise, and after a start
/// nothing is known until something is asked.
/// </summary>
public sealed class OutsideWatch(TimeProvider time)
{
    /// <summary>The name of the rails of payment together.</summary>
    public const string Payments = "payments";

    /// <summary>So many questions in a row are left unanswered before it is called silent: one may be chance.</summary>
    public const int Enough = 2;

    /// <summary>After so long without being asked, nobody knows any more.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, DateTimeOffset Last, int Count)> _silent = new(StringComparer.Ordinal);

    /// <summary>What is silent now, by name.</summary>
    public IReadOnlyList<Silent> Now
    {
        get
        {
            var now = time.GetUtcNow();
            return [.. _silent.Where(s => s.Value.Count >= Enough && now - s.Value.Last < KnownFor).Select(s => new Silent(s.Key, s.Value.Since)).OrderBy(s => s.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered(string name) => _silent.TryRemove(name, out _);

    /// <summary>A question was left unanswered.</summary>
    public void LeftUnanswered(string name)
    {
        var now = time.GetUtcNow();
        _silent.AddOrUpdate(name, (now, now, 1), (_, before) => now - before.Last < KnownFor ? (before.Since, now, before.Count + 1) : (now, now, 1));
    }
}
