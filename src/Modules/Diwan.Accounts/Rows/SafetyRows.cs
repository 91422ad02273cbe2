using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>A passkey of somebody's account: the public half of a key that stays on a device of theirs.</summary>
internal sealed class PasskeyRow : IVersioned
{
    public Guid Id { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>What the device calls it, in base64url.</summary>
    public required string CredentialId { get; init; }

    /// <summary>COSE (RFC 9052).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>How often the device has signed, as it says; zero always where it does not count.</summary>
    public long SignCount { get; set; }

    /// <summary>The person's own name for it.</summary>
    public required string Name { get; set; }

    /// <summary>What signing in by it is worth: never more than what added it.</summary>
    public Assurance Level { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Since when it is not taken any more, because it seems to have been copied.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    public long Version { get; set; }

    internal Passkey ToPasskey() => new(Id, Name, AddedAt, LastUsedAt, Level, StoppedAt is not null);
}

/// <summary>A question to a device that waits for its answer. It is taken once, whatever the answer.</summary>
internal sealed class ChallengeRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Whose account it is about; null where it is not known yet, when somebody signs in.</summary>
    public string? PersonKey { get; init; }

    /// <summary>What was asked, in the JSON of the browser's interface.</summary>
    public required string Options { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public long Version { get; set; }
}

/// <summary>What keeps an account safe: its chain of events, and how its recovery stands.</summary>
internal sealed class SafetyRow : IVersioned
{
    public required string PersonKey { get; init; }

    /// <summary>One for all codes of a set; null where there are none.</summary>
    public byte[]? Salt { get; set; }

    public DateTimeOffset? CodesMadeAt { get; set; }

    /// <summary>Wrong codes since <see cref="TriedSince"/>.</summary>
    public int Tries { get; set; }

    public DateTimeOffset? TriedSince { get; set; }

    /// <summary>When somebody came in by a code: the time by which the person may object runs from here.</summary>
    public DateTimeOffset? RecoveringSince { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }

    /// <summary>The row of an account, as part of the change.</summary>
    internal static async Task<SafetyRow> OpenAsync(AppDbContext db, string personKey, Change change, CancellationToken ct)
    {
        if (await db.Set<SafetyRow>().SingleOrDefaultAsync(x => x.PersonKey == personKey, ct) is { } row)
        {
            change.Update(row);
            return row;
        }

        row = new SafetyRow { PersonKey = personKey, Chain = Chain.Start(change.NewId()) };
        change.Insert(row);
        return row;
    }
}

/// <summary>A recovery code that was not used yet.</summary>
internal sealed class RecoveryCodeRow : IVersioned
{
    public Guid Id { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>Derived slowly with the salt of its set.</summary>
    public required byte[] Hash { get; init; }

    public long Version { get; set; }
}

internal static class SafetyModel
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<PasskeyRow>(e =>
        {
            e.ToTable("passkeys");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.PersonKey);
            e.HasIndex(x => x.CredentialId).IsUnique();
        });
        model.Entity<ChallengeRow>(e =>
        {
            e.ToTable("passkey_challenges");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.ExpiresAt);
        });
        model.Entity<SafetyRow>(e =>
        {
            e.ToTable("account_safety");
            e.HasKey(x => x.PersonKey);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<RecoveryCodeRow>(e =>
        {
            e.ToTable("recovery_codes");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.PersonKey);
        });
    }
}
