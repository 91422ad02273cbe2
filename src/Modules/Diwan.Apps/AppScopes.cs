using Diwan.Accounts;
using Diwan.Kernel;

namespace Diwan.Apps;

/// <summary>What an app can be allowed to do, in the words of the field.</summary>
/// <param name="Name">As it stands in a request of OAuth.</param>
/// <param name="Words">What the person is told that the app may do.</param>
public sealed record AppScope(string Name, LocalizedText Words, ScopeHolder Holder)
{
    /// <summary>Of an officer's scope: one of these the officer's roles must allow, at every call. Empty where the place decides, as at a window.</summary>
    public IReadOnlyList<Ability> Abilities { get; init; } = [];

    /// <summary>Whether somebody may use it as they are now, whatever they allowed before.</summary>
    public bool IsFor(SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return Holder != ScopeHolder.Officer || (who.IsOfficer && (Abilities.Count == 0 || Abilities.Any(a => who.May(a))));
    }
}

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
    public const string Visits = "visits";
    public const string Mandates = "mandates";
    public const string Desk = "desk";
    public const string Assistance = "assistance";
    public const string Centre = "centre";
    public const string Till = "till";
    public const string Queue = "queue";
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
        new(Documents, new("رؤية وثائقك، وتنزيلها، ومشاركتها بروابط، وحفظها في محفظة", "See and download your documents, share them by links and offer them to a wallet"), ScopeHolder.Person),
        new(Messages, new("قراءة رسائلك من المنصة، وتغيير طريقة مراسلتك وأجهزة إشعاراتك", "Read your messages from the platform, and change how you are written to and on which devices you are told"), ScopeHolder.Person),
        new(AccessRead, new("رؤية من اطّلع على بياناتك", "See who looked at your data"), ScopeHolder.Person),
        new(Complaints, new("تقديم الشكاوى ومتابعتها باسمك", "Make complaints in your name and follow them"), ScopeHolder.Person),
        new(Visits, new("رؤية مواعيد زياراتك، وحجزها ونقلها وإلغاؤها باسمك", "See the appointments of your visits, and book, move and cancel them in your name"), ScopeHolder.Person),
        new(Mandates, new("رؤية تفويضاتك، وإعطاؤها وقبولها وإنهاؤها باسمك", "See your mandates, and give, accept and end them in your name"), ScopeHolder.Person),
        new(Desk, new("رؤية قائمة مهامك في المؤسسة، واستلامها، والبتّ فيها باسمك، والإجابة عن شكاواها", "See your queue of tasks in the institution, claim them and decide them in your name, and answer its complaints"), ScopeHolder.Officer)
        {
            Abilities = [Ability.WorkTasks, Ability.AnswerComplaints],
        },
        new(Assistance, new("مساعدة الناس باسمك في جلسات بموافقتهم: التعبئة والتقديم وتسليم الوثائق وحجز الزيارات", "Help people in your name in sessions with their consent: fill in, submit, hand documents out and book visits"), ScopeHolder.Officer)
        {
            Abilities = [Ability.AssistAtCounter, Ability.AnswerCalls],
        },
        new(Centre, new("الرد على المتصلين باسمك في مركز الاتصال", "Answer callers of the contact centre in your name"), ScopeHolder.Officer) { Abilities = [Ability.AnswerCalls] },
        new(Till, new("فتح صندوقك، والقبض والصرف منه باسمك، وعدّه وإغلاقه", "Open your drawer, take and pay out money in your name, count and close it"), ScopeHolder.Officer) { Abilities = [Ability.TakeMoney] },
        new(Queue, new("مناداة أرقام الدور إلى نافذتك وإعطاؤها عند الباب باسمك", "Call the numbers of the queue to your window and give them at the door, in your name"), ScopeHolder.Officer),
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
