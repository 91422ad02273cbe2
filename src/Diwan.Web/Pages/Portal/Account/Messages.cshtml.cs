using Diwan.Messages;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>What was written to a person, and how far it has come.</summary>
public sealed class MessagesModel(Inbox inbox) : SignedInPage
{
    private const int Shown = 100;

    public IReadOnlyList<InboxMessage> Messages { get; private set; } = [];

    /// <summary>The page of what a message is about: a case, or a complaint.</summary>
    /// <summary>Whether it is about the ways into the account, and about no case.</summary>
    public static bool IsOfAccount(InboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.MessageId.StartsWith("account.", StringComparison.Ordinal);
    }

    public static string PathOf(InboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (message.MessageId.StartsWith("complaint.", StringComparison.Ordinal) ? "/complaints/" : "/cases/") + message.Reference;
    }

    public async Task OnGetAsync() => Messages = await inbox.OfPersonAsync(Me.PersonKey, Shown, Aborted);
}
