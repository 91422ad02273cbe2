using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>How a person wants to be reached, beside the inbox, where everything is.</summary>
/// <param name="ByPush">On their devices, while there are any.</param>
/// <param name="Email">The address they gave; messages go there once it is confirmed.</param>
/// <param name="QuietFrom">Local hour in Amman; the same as <paramref name="QuietTo"/> for no quiet hours.</param>
public sealed record Contact(bool BySms, bool ByEmail, bool ByPush, string? Email, bool EmailConfirmed, int QuietFrom, int QuietTo);

/// <summary>Reads and keeps how people want to be reached.</summary>
public sealed class ContactPreferences(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, MessageTemplates templates, IOptions<MessagesOptions> options, TimeProvider time)
{
    public const int LongestEmail = 254;

    /// <summary>Whether there is a mail server: without one e-mail is not offered.</summary>
    public bool HasMail => options.Value.Mail is not null;

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="ConfirmationSent">A code went to a new address.</param>
        public sealed record Kept(bool ConfirmationSent) : Result;

        /// <summary>It is no e-mail address; nothing was changed.</summary>
        public sealed record EmailRefused : Result;

        /// <summary>E-mail was chosen, and no address given; nothing was changed.</summary>
        public sealed record EmailMissing : Result;

        /// <summary>An hour that is none.</summary>
        public sealed record HoursRefused : Result;
    }

    public async Task<Contact> ReadAsync(string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<PreferenceRow>().SingleOrDefaultAsync(p => p.PersonKey == personKey, ct) is { } row
            ? new(row.BySms, row.ByEmail, row.ByPush, row.Email, row.EmailConfirmedAt is not null, row.QuietFrom, row.QuietTo)
            : new(true, false, true, null, false, options.Value.QuietFrom, options.Value.QuietTo);
    }

    /// <summary>Keeps a choice. A new address gets a code by which the person shows that it is theirs.</summary>
    /// <param name="byPush">Null leaves it as it is.</param>
    public async Task<Result> ChooseAsync(
        string personKey, bool bySms, bool byEmail, string? email, int quietFrom, int quietTo, Actor actor, Language language, CancellationToken ct, bool? byPush = null)
    {
        email = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
        if (quietFrom is < 0 or > 23 || quietTo is < 0 or > 23)
        {
            return new Result.HoursRefused();
        }

        if (email is not null && (email.Length > LongestEmail || !IsEmail(email)))
        {
            return new Result.EmailRefused();
        }

        if (byEmail && email is null)
        {
            return new Result.EmailMissing();
        }

        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var change = new Change(actor, Channel.Portal, "contact-choosing", time.GetUtcNow());
            var row = await db.Set<PreferenceRow>().SingleOrDefaultAsync(p => p.PersonKey == personKey, ct);
            if (row is null)
            {
                row = new PreferenceRow { PersonKey = personKey, ByPush = true };
                change.Insert(row);
            }
            else
            {
                change.Update(row);
            }

            var fresh = email is not null && !string.Equals(email, row.Email, StringComparison.OrdinalIgnoreCase);
            (row.BySms, row.ByEmail, row.QuietFrom, row.QuietTo) = (bySms, byEmail, quietFrom, quietTo);
            row.ByPush = byPush ?? row.ByPush;
            if (fresh || email is null)
            {
                (row.Email, row.EmailConfirmedAt, row.EmailCodeHash) = (email, null, null);
            }

            if (fresh)
            {
                var code = CaseReference.New().Value;
                row.EmailCodeHash = Hash(code);
                SendMessage.Add(change, templates.Letter(
                    email!, "contact.confirm", new Dictionary<string, LocalizedText> { ["code"] = LocalizedText.Same(code) }, language));
            }

            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Kept(fresh);
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>False when it is not the code of the address that was given last.</summary>
    public async Task<bool> ConfirmEmailAsync(string personKey, string? code, Actor actor, CancellationToken ct)
    {
        if (!CaseReference.TryParse(code, out var typed))
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<PreferenceRow>().SingleOrDefaultAsync(p => p.PersonKey == personKey, ct) is not { EmailCodeHash: { } hash } row
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(typed.Value))))
        {
            return false;
        }

        var change = new Change(actor, Channel.Portal, "contact-confirming", time.GetUtcNow());
        (row.EmailConfirmedAt, row.EmailCodeHash) = (change.Now, null);
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }

    internal static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var parsed) && parsed.Address == text && parsed.Host.Contains('.', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace);

    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
}
