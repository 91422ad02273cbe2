using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;

namespace Diwan.Web.Api;

/// <summary>How the API spells what is one of a few.</summary>
internal static class ApiNames
{
    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Which of them a name is; null for none.</summary>
    internal static T? Of<T>(string? name)
        where T : struct, Enum => Enum.GetValues<T>().Where(v => Name(v) == name).Select(v => (T?)v).FirstOrDefault();
}

/// <summary>A service that can be applied for.</summary>
internal sealed record ServiceBody(
    [property: Description("Institution and name: moj/non-conviction-certificate.")] string Id,
    string Version,
    LocalizedText Name,
    LocalizedText Summary,
    [property: Description("By which ways it can be applied for: portal, mobile, counter, assisted, contactCentre, sms, api.")] IReadOnlyList<string> Channels,
    [property: Description("For whom it is: citizen, resident, establishment.")] IReadOnlyList<string> Applicants,
    [property: Description("The least level of assurance of the person's sign-in: low, substantial, high.")] string Assurance,
    PromiseBody Promise,
    [property: Description("Whether it rests on facts that nobody could source.")] bool Assumed,
    [property: Description("Where the JSON Schema of its answers is.")] string Schema);

internal sealed record PromiseBody(int WorkingDays, [property: Description("Answered at once when nothing is to be decided.")] bool StraightThrough);

internal sealed record TrackedBody(string Reference, string Service, string State, DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt, DateTimeOffset? PromisedAt);

internal sealed record PersonBody(
    [property: Description("The stable key of the person: JO: and the national number, or the nationality and the number of the document.")] string Key,
    [property: Description("citizen, resident or officer.")] string Kind,
    string Name,
    string? NameEn,
    string? NationalNumber,
    DateOnly? BirthDate,
    string? Phone,
    string Language,
    [property: Description("Of an officer.")] IReadOnlyList<string> Roles);

internal sealed record StartedBody(Guid Id);

internal sealed record DraftBody(Guid Id, string Service, LocalizedText Name, DateTimeOffset ChangedAt);

internal sealed record ApplicationBody(
    Guid Id,
    string Service,
    string Version,
    [property: Description("Whether every question is answered, and it can be submitted.")] bool Complete,
    IReadOnlyList<StepBody> Steps,
    [property: Description("By question, as the schema of the service says.")] JsonNode? Answers,
    [property: Description("Why the person cannot have the service, and what would help.")] IReadOnlyList<RefusalBody> Refusals,
    [property: Description("Registers that do not answer just now and without which it cannot go on.")] IReadOnlyList<string> RegistersDown,
    [property: Description("What it costs; null until it is complete.")] IReadOnlyList<FeeBody>? Fees);

internal sealed record StepBody(string Section, string State, IReadOnlyList<string> Questions);

internal sealed record RefusalBody(string Code, LocalizedText Why, LocalizedText Remedy);

internal sealed record FeeBody(string Code, string Kind, Money Amount, string Instrument, LocalizedText Why);

internal sealed record SubmittedBody(string Reference, bool AwaitsPayment);

internal sealed record CaseLineBody(string Reference, string Service, LocalizedText Name, string State, DateTimeOffset SubmittedAt, DateTimeOffset? PromisedAt);

internal sealed record CaseBody(
    string Reference,
    string Service,
    [property: Description("submitted, awaitingPayment, beingChecked, yourTurn, decided, issued, refused, withdrawn, lapsed or refunded.")] string State,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? PromisedAt,
    bool CanWithdraw,
    [property: Description("What was sent back to the person, to be completed; null when it is not their turn.")] YourTurnBody? YourTurn,
    CaseBillBody? Bill,
    [property: Description("Numbers of the documents issued.")] IReadOnlyList<string> Documents,
    IReadOnlyList<TimelineBody> Timeline);

internal sealed record YourTurnBody([property: Description("The questions that were opened.")] IReadOnlyList<string> Questions, string Note, DateTimeOffset Until);

internal sealed record CaseBillBody(string Number, Money Total, DateTimeOffset ExpiresAt, DateTimeOffset? PaidAt, string? ReceiptNumber);

internal sealed record TimelineBody(DateTimeOffset At, LocalizedText Text);

internal sealed record WithdrawalBody { public string? Reason { get; init; } }

internal sealed record BillBody(
    string Number,
    string Reference,
    string Institution,
    LocalizedText Service,
    [property: Description("unpaid, partlyPaid, paid, expired, cancelled, beingRefunded or refunded.")] string State,
    Money Total,
    Money Paid,
    Money Due,
    [property: Description("The least part that may be paid at once; null when it is paid whole.")] Money? LeastPart,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    string? ReceiptNumber,
    IReadOnlyList<BillLineBody> Lines,
    [property: Description("Of a basket, the bills in it.")] IReadOnlyList<BasketPartBody> Bills);

internal sealed record BasketPartBody(string Number, string Institution, LocalizedText Service, Money Amount);

/// <summary>A bill as anybody sees it who has its number: what for, to whom and how much; not whose it is.</summary>
internal sealed record PayableBody(
    string Number,
    [property: Description("Of a basket empty.")] string Institution,
    LocalizedText Service,
    [property: Description("unpaid, partlyPaid, paid, expired, cancelled, beingRefunded or refunded.")] string State,
    Money Due,
    [property: Description("The least part that may be paid at once; null when it is paid whole.")] Money? LeastPart,
    DateTimeOffset ExpiresAt,
    [property: Description("Of a basket, the bills in it.")] IReadOnlyList<BasketPartBody> Bills);

internal sealed record BasketOrderBody
{
    [Description("Numbers of bills, one's own or another's, of any institutions.")]
    public IReadOnlyList<string>? Bills { get; init; }
}

internal sealed record BillLineBody(string Code, string Kind, Money Amount, LocalizedText Label, LocalizedText Why);

/// <summary>A part of a long list.</summary>
internal sealed record ListBody<T>(IReadOnlyList<T> Items, [property: Description("Give it as after to read on; null at the end.")] string? Next);

internal sealed record CheckoutOrderBody
{
    [Description("A part of what is due, in dinars; without it, all. Only of a bill that has a least part.")]
    public decimal? Part { get; init; }
}

internal sealed record CheckoutBody([property: Description("The page on which the person pays. Open it in their browser; a webhook or the bill tells when it is paid.")] string Page);

internal sealed record ReceiptBody(string Number, string? Fiscal, string Bill, string Institution, Money Amount, DateTimeOffset PaidAt);

internal sealed record RefundWishBody
{
    [Description("In dinars.")]
    public decimal Amount { get; init; }

    [Description("source (the way it came), credit (kept for a later bill) or transfer (to a bank account).")]
    public string? Way { get; init; }

    public string? Iban { get; init; }

    [Description("Why; 10 characters at least.")]
    public string? Words { get; init; }
}

internal sealed record RefundWayBody
{
    [Description("credit, counter or transfer.")]
    public string? Way { get; init; }

    public string? Iban { get; init; }
}

internal sealed record RefundBody(Guid Id, string Bill, string Institution, Money Amount, string Way, string State, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, [property: Description("Whether the person can now say how the money comes.")] bool MayChoose);

internal sealed record AskedBody(Guid Id);

internal sealed record DocumentLineBody(
    string Number, string Kind, BothBody Title, BothBody Institution, string Reference, DateTimeOffset IssuedAt, DateOnly? ValidUntil,
    [property: Description("inForce, superseded, revoked or expired.")] string State, long Bytes);

internal sealed record DocumentWholeBody(DocumentLineBody Document, IReadOnlyList<FactBody> Facts, IReadOnlyList<ShareBody> Shares, int VerifiedCount);

internal sealed record ShareBody(Guid Id, string? Note, DateTimeOffset At, DateTimeOffset ExpiresAt, string State, int Openings);

internal sealed record ShareOrderBody
{
    [Description("How many days the link is good for.")]
    public int Days { get; init; }

    public string? Note { get; init; }
}

internal sealed record SharedBody([property: Description("The link; it is given once.")] string Link, DateTimeOffset ExpiresAt);

internal sealed record WalletOfferBody(
    [property: Description("Opens a wallet on the same telephone, or is shown as a QR code.")] string Link,
    [property: Description("Shown to the holder only, and typed into the wallet.")] string TxCode,
    DateTimeOffset ExpiresAt);

internal sealed record MessageBody(Guid Id, DateTimeOffset At, LocalizedText Text, string Reference);

internal sealed record ContactBody
{
    public bool BySms { get; init; }

    public bool ByEmail { get; init; }

    [Description("On the devices of the person, while there are any; null leaves it as it is.")]
    public bool? ByPush { get; init; }

    public string? Email { get; init; }

    [Description("Only read: whether the person showed that the address is theirs.")]
    public bool EmailConfirmed { get; init; }

    [Description("Hour in Amman, 0 to 23.")]
    public int QuietFrom { get; init; }

    public int QuietTo { get; init; }

    [Description("ar or en.")]
    public string? Language { get; init; }
}

internal sealed record CodeBody { public string? Code { get; init; } }

internal sealed record DevicesBody(
    [property: Description("The key by which a browser knows that a notice is ours (VAPID); null where notices on devices are not offered.")] string? Key,
    IReadOnlyList<DeviceBody> Devices);

internal sealed record DeviceBody(Guid Id, string Name, DateTimeOffset At);

/// <summary>As a browser gives it: the W3C Push API, base64url without padding.</summary>
internal sealed record DeviceOrderBody
{
    public string? Endpoint { get; init; }

    public string? P256dh { get; init; }

    public string? Auth { get; init; }
}

internal sealed record AccessBody(DateTimeOffset At, string Who, string? Institution, string Role, string Channel, LocalizedText Purpose, string? Reference, Guid Id);

internal sealed record ComplaintOrderBody
{
    [Description("What happened; from 10 to 2000 characters.")]
    public string? Words { get; init; }

    [Description("The case it is about.")]
    public string? Reference { get; init; }

    public string? Phone { get; init; }

    [Description("The look at the person's data that it is about, by its id in /access.")]
    public Guid? Look { get; init; }
}

internal sealed record ComplaintTakenBody(string Number, DateTimeOffset AnswerBy);

internal sealed record ComplaintBody(string Number, LocalizedText Service, string State, DateTimeOffset GivenAt, DateTimeOffset DueAt, bool Late, string? Words, string? Reference, string? Finding, string? Answer);

internal sealed record FeedbackBody
{
    [Description("1 (very dissatisfied) to 5 (very satisfied).")]
    public int? Satisfaction { get; init; }

    public string? Words { get; init; }
}

internal sealed record TaskBody(
    string Reference, string Task, string Service, LocalizedText ServiceName, LocalizedText Title, string Role, string State, DateTimeOffset OpenedAt, DateTimeOffset DueAt,
    [property: Description("inTime, dueToday or overdue.")] string Deadline, string? Officer, bool Mine, bool Confidential);

internal sealed record TaskPageBody(IReadOnlyList<TaskBody> Tasks, int Page, int Pages);

internal sealed record FileBody(
    string Reference, string Service, string State, string Task, string Applicant, string? Number, DateTimeOffset SubmittedAt, JsonNode? Answers,
    [property: Description("What the registers said, by their name in the service.")] JsonNode? Facts,
    [property: Description("Codes of the reasons for which it can be refused, with their words.")] IReadOnlyList<ReasonBody> Reasons,
    [property: Description("Questions that can be opened to the applicant again.")] IReadOnlyList<string> Questions,
    IReadOnlyList<HistoryBody> History);

internal sealed record ReasonBody(string Code, LocalizedText Words);

internal sealed record HistoryBody(DateTimeOffset At, string Type, string Who);

internal sealed record DecisionBody
{
    [Description("approve or refuse.")]
    public string? Verdict { get; init; }

    [Description("Of a refusal: the code of its reason.")]
    public string? Reason { get; init; }

    public string? Note { get; init; }
}

internal sealed record SendBackBody
{
    public IReadOnlyList<string>? Questions { get; init; }

    [Description("What the applicant is asked to do, in words.")]
    public string? Note { get; init; }
}

internal sealed record GiveTaskBody
{
    [Description("The key of an officer of the task's role; null for the queue.")]
    public string? To { get; init; }
}

internal sealed record TeamBody(TaskPageBody Tasks, IReadOnlyList<WorkloadBody> Workload, [property: Description("To whom these tasks may be given.")] IReadOnlyList<ColleagueBody> Staff);

internal sealed record WorkloadBody([property: Description("Null for what nobody took.")] string? Key, string? Officer, int InTime, int DueToday, int Overdue, int Waiting);

internal sealed record ColleagueBody(string Key, LocalizedText Name, IReadOnlyList<string> Roles);
