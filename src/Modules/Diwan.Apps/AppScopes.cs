using Diwan.Kernel;

namespace Diwan.Apps;

/// <summary>What an app can be allowed to do, in the words of the field.</summary>
/// <param name="Name">As it stands in a request of OAuth.</param>
/// <param name="Words">What the person is told that the app may do.</param>
public sealed record AppScope(string Name, LocalizedText Words, ScopeHolder Holder);

/// <summary>Who can allow a scope.</summary>
public enum ScopeHolder
{
    /// <summary>A citizen, resident or expatriate, for their own matters.</summary>
    Person,

    /// <summary>An officer, for the tasks of their roles.</summary>
    Officer,

    /// <summary>Either.</summary>
    Anybody,

    /// <summary>Nobody: the app has it of its own, with its secret.</summary>
    App,
}

public static class AppScopes
{
    public const string Profile = "profile";
    public const string Applications = "applications";
    public const string CasesRead = "cases.read";
    public const string Cases = "cases";
    public const string Bills = "bills";
    public const string Documents = "documents";
    public const string Messages = "messages";
    public const string AccessRead = "access.read";
    public const string Complaints = "complaints";
    public const string Desk = "desk";
    public const string Webhooks = "webhooks";

    /// <summary>Scopes of the protocol itself: an ID token, and a refresh token.</summary>
    public static readonly IReadOnlyList<string> Protocol = ["openid", "offline_access"];

    public static readonly IReadOnlyList<AppScope> All =
    [
        new(Profile, new("معرفة اسمك ورقمك الوطني وتاريخ ميلادك ورقم هاتفك", "Know your name, national number, date of birth and telephone number"), ScopeHolder.Anybody),
        new(Applications, new("بدء طلبات الخدمات باسمك، وتعبئتها، وإرفاق الملفات بها، وتقديمها", "Begin applications for services in your name, fill them in, attach files and submit them"), ScopeHolder.Person),
        new(CasesRead, new("رؤية معاملاتك وما وصلت إليه", "See your cases and where they stand"), ScopeHolder.Person),
        new(Cases, new("استكمال ما أُعيد إليك من معاملاتك، وسحبها", "Complete those of your cases that were sent back to you, and withdraw them"), ScopeHolder.Person),
        new(Bills, new("رؤية فواتيرك وإيصالاتك، وفتح صفحة دفعها، واختيار طريقة ردّ ما يُردّ إليك", "See your bills and receipts, open the page where they are paid, and choose how money comes back to you"), ScopeHolder.Person),
        new(Documents, new("رؤية وثائقك وتنزيلها", "See and download your documents"), ScopeHolder.Person),
        new(Messages, new("قراءة رسائلك من المنصة، وتغيير طريقة مراسلتك", "Read your messages from the platform, and change how you are written to"), ScopeHolder.Person),
        new(AccessRead, new("رؤية من اطّلع على بياناتك", "See who looked at your data"), ScopeHolder.Person),
        new(Complaints, new("تقديم الشكاوى ومتابعتها باسمك", "Make complaints in your name and follow them"), ScopeHolder.Person),
        new(Desk, new("رؤية قائمة مهامك في المؤسسة، واستلامها، والبتّ فيها باسمك", "See your queue of tasks in the institution, claim them and decide them in your name"), ScopeHolder.Officer),
        new(Webhooks, new("الاشتراك في الإشعارات", "Subscribe to notices"), ScopeHolder.App),
    ];

    public static AppScope? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>Whether somebody of this kind can allow it.</summary>
    public static bool CanAllow(string name, bool officer) => Protocol.Contains(name) || Find(name)?.Holder switch
    {
        ScopeHolder.Anybody => true,
        ScopeHolder.Officer => officer,
        ScopeHolder.Person => !officer,
        _ => false,
    };
}
