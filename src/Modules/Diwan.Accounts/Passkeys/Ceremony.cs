using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Fido2NetLib;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Accounts;

/// <summary>
/// What adding a passkey and signing in by one have in common (W3C Web Authentication Level 3): who we are to the device, and questions that are answered once, within five minutes.
/// Questions are kept in the database, so that any node takes the answer.
/// </summary>
internal sealed class Ceremony(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, IOptions<AccountsOptions> options, TimeProvider time)
{
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Characters: no answer of a device is longer.</summary>
    private const int LongestAnswer = 32 * 1024;

    internal static LocalizedText Expired => new(
        "انتهت مهلة هذه المحاولة أو استُعملت من قبل. لم يتغير شيء. ابدأ من جديد.", "This try is over, or was used before. Nothing was changed. Start again.");

    internal static LocalizedText NotOurs => new(
        "جواب الجهاز لا يخص هذا الموقع أو هذه المحاولة، أو لم يتحقق الجهاز منك ببصمة أو وجه أو رمز. لم يتغير شيء. أعد المحاولة، أو ادخل بالهوية الرقمية الوطنية.",
        "What the device answered does not belong to this site or to this try, or the device did not check that it is you by finger, face or code. Nothing was changed. Try again, or use the national digital identity.");

    /// <summary>Null where the site is not told its own name, or is at a bare address, for which browsers make no passkeys.</summary>
    internal Fido2? Fido => !options.Value.HasPasskeys ? null : new(
        new Fido2Configuration
        {
            RPID = new Uri(options.Value.Site).Host,
            RPName = "Diwan",
            Origins = new HashSet<string>(StringComparer.Ordinal) { new Uri(options.Value.Site).GetLeftPart(UriPartial.Authority) },
            Timeout = (uint)Life.TotalMilliseconds,
        },
        null!);

    /// <summary>Keeps a question. Those that nobody answered in time go.</summary>
    internal async Task<Guid> AskAsync(string? personKey, string question, Actor actor, CancellationToken ct)
    {
        var change = new Change(actor, Channel.Portal, "passkey-asking", time.GetUtcNow());
        var row = new ChallengeRow { Id = change.NewId(), PersonKey = personKey, Options = question, ExpiresAt = change.Now + Life };
        change.Insert(row);
        (await writer.WriteAsync(change, ct)).OrThrow();

        await using var db = await contexts.CreateDbContextAsync(ct);
        var old = await db.Set<ChallengeRow>().Where(c => c.ExpiresAt < change.Now).OrderBy(c => c.ExpiresAt).Take(20).ToListAsync(ct);
        if (old.Count > 0)
        {
            var sweep = new Change(Actor.System("passkeys"), Channel.System, "passkey-sweeping", change.Now);
            old.ForEach(sweep.Delete);

            // Another node swept at the same moment: good as well.
            await writer.WriteAsync(sweep, ct);
        }

        return row.Id;
    }

    /// <summary>Takes a question, so that nobody answers it again.</summary>
    /// <returns>Null when it is not known, too old, another person's, or taken at the same moment.</returns>
    internal async Task<string?> TakeAsync(Guid id, string? personKey, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ChallengeRow>().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } row || row.PersonKey != personKey)
        {
            return null;
        }

        var change = new Change(actor, Channel.Portal, "passkey-answering", time.GetUtcNow());
        change.Delete(row);
        return (await writer.WriteAsync(change, ct)).IsWritten && row.ExpiresAt > change.Now ? row.Options : null;
    }

    /// <summary>What the browser sent; null when it is not what browsers send.</summary>
    internal static T? Read<T>(string? answer)
        where T : class
    {
        if (answer is not { Length: > 0 and <= LongestAnswer })
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(answer);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Has the library check an answer. What it cannot even read it meets with exceptions of many kinds, which all say the same: it is no answer.</summary>
    internal static async Task<T?> CheckAsync<T>(Func<Task<T>> check)
        where T : class
    {
        try
        {
            return await check();
        }
        catch (Exception e) when (e is not OperationCanceledException and not DbUpdateException and not System.Data.Common.DbException)
        {
            return null;
        }
    }
}
