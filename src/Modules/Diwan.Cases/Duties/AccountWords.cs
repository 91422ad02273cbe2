using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;

namespace Diwan.Cases.Duties;

/// <summary>What is done to the ways into an account is told to its person at once, in the transaction in which it happens.</summary>
internal sealed class AccountWords(MessageTemplates templates) : INewsHandler<AccountTouched>
{
    private static readonly Dictionary<AccountTouch, (string Template, string? Value)> Words = new()
    {
        [AccountTouch.PasskeyAdded] = ("account.passkey-added", "passkey"),
        [AccountTouch.PasskeyRemoved] = ("account.passkey-removed", "passkey"),
        [AccountTouch.PasskeyStopped] = ("account.passkey-stopped", "passkey"),
        [AccountTouch.CodesMade] = ("account.codes-made", null),
        [AccountTouch.CodesEnded] = ("account.codes-ended", null),
        [AccountTouch.CodeUsed] = ("account.code-used", "left"),
        [AccountTouch.CodeTried] = ("account.code-tried", null),
    };

    public Task HandleAsync(AccountTouched news, Change change, CancellationToken ct)
    {
        var (template, value) = Words[news.What];
        var values = new Dictionary<string, LocalizedText>();
        if (value is not null)
        {
            values[value] = LocalizedText.Same(news.Value ?? "");
        }

        SendMessage.Add(change, templates.Order(news.PersonKey, news.Phone, "", template, values));
        return Task.CompletedTask;
    }
}
