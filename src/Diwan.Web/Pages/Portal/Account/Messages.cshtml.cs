using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>What was written to a person, and in which language they want it.</summary>
public sealed class MessagesModel(Inbox inbox, ChooseLanguage choose, Links links) : SignedInPage
{
    private const int Shown = 100;

    public IReadOnlyList<InboxMessage> Messages { get; private set; } = [];

    /// <summary>The page of what a message is about: a case, or a complaint.</summary>
    public static string PathOf(InboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (message.MessageId.StartsWith("complaint.", StringComparison.Ordinal) ? "/complaints/" : "/cases/") + message.Reference;
    }

    public async Task OnGetAsync() => Messages = await inbox.OfPersonAsync(Me.PersonKey, Shown, Aborted);

    public async Task<IActionResult> OnPostAsync(string? language)
    {
        await choose.RunAsync(Me.PersonKey, Languages.FromCode(language), Actor, Channel.Portal, Aborted);
        return LocalRedirect(links.To("/account/messages"));
    }
}
