using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Assistance;

/// <summary>By what somebody may act for another.</summary>
public enum MandateGround
{
    /// <summary>The person gave it here, and the other accepted.</summary>
    Granted,

    /// <summary>Their own child under eighteen, by the family book.</summary>
    Guardian,

    /// <summary>A power of attorney that the Ministry of Justice keeps.</summary>
    Power,
}

/// <summary>What may be done under a mandate. Whoever may do any of it may read the case it is done in.</summary>
public enum MandateScope
{
    Read,
    Apply,
    Pay,
    Download,
}

public enum MandateState
{
    /// <summary>Given, and not yet accepted.</summary>
    Offered,

    Standing,

    Declined,

    /// <summary>Taken back by who gave it, or given up by who had it.</summary>
    Withdrawn,

    /// <summary>Its day has passed, or nobody accepted in time, or the register no longer says so.</summary>
    Over,
}

/// <summary>One of the two of a mandate.</summary>
/// <param name="Name">Null of who has not accepted: nothing of them is shown.</param>
public sealed record MandateParty(string Key, LocalizedText? Name)
{
    public string Number => Key[(Key.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <summary>A mandate as its two sides see it.</summary>
/// <param name="Services">Services (<c>dls/land-plan</c>) and institutions (<c>dls</c>); <see cref="Everything"/> alone for all.</param>
/// <param name="EndsOn">The last day; null where only the register ends it.</param>
/// <param name="Power">The number of the registered power; null for the other grounds.</param>
public sealed record Mandate(
    Guid Id, MandateGround Ground, MandateParty Principal, MandateParty Agent, IReadOnlyList<string> Services, IReadOnlyList<MandateScope> Scopes, MandateState State,
    DateTimeOffset MadeAt, DateOnly? EndsOn, DateTimeOffset? EndedAt, string? EndedBy, DateTimeOffset? LastUsedAt, string? Power)
{
    /// <summary>Stands for every service. Those with confidential steps are in it only when they are named.</summary>
    public const string Everything = "*";

    public static readonly IReadOnlyList<MandateScope> AllScopes = Enum.GetValues<MandateScope>();

    /// <summary>In the ledger, the role of who looks under a mandate.</summary>
    public const string Role = "mandate";
}

/// <summary>Somebody acting for another at this moment: whose matters are before them, and how far they may go.</summary>
/// <param name="Person">Who is acted for, with the number of who acts as representative.</param>
public sealed record Acting(Guid Mandate, MandateGround Ground, string PersonKey, Applicant Person, IReadOnlyList<string> Services, IReadOnlyList<MandateScope> Scopes, DateOnly? EndsOn)
{
    public LocalizedText Name { get; } = new(Person.Name ?? "", string.IsNullOrEmpty(Person.NameEn) ? Person.Name ?? "" : Person.NameEn);

    public bool Holds(MandateScope scope) => scope == MandateScope.Read || Scopes.Contains(scope);

    /// <summary>Why something may not be done for a service; null when it may.</summary>
    public LocalizedText? Refuses(MandateScope scope, ServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var id = service.Id.ToString();
        if (!Holds(scope))
        {
            return RefusesScope(scope);
        }

        var capacity = Ground switch
        {
            MandateGround.Guardian => Representation.Guardian,
            MandateGround.Power => Representation.Agent,
            _ => Representation.Self,
        };
        if (!service.Representations.Contains(capacity))
        {
            return Ground switch
            {
                MandateGround.Guardian => new(
                    $"لا تُطلب «{service.Name.Ar}» لطفل بولاية أبيه أو أمه. راجع مكتب المؤسسة إن احتجت إليها له.",
                    $"\"{service.Name.En}\" is not applied for on behalf of a child. Ask at the office of the institution if the child needs it."),
                MandateGround.Power => new(
                    $"لا تُطلب «{service.Name.Ar}» بوكالة عدلية. يطلبها صاحبها بنفسه، أو من فوّضه إليها هنا.",
                    $"\"{service.Name.En}\" is not applied for by a power of attorney. The person applies, or whom they gave a mandate here."),
                _ => new($"لا تُطلب «{service.Name.Ar}» بتفويض.", $"\"{service.Name.En}\" is not applied for under a mandate."),
            };
        }

        if (!Services.Contains(Assistance.Mandate.Everything) && !Services.Contains(id) && !Services.Contains(service.Id.Institution))
        {
            return Ground == MandateGround.Power
                ? new($"الوكالة لا تشمل «{service.Name.Ar}».", $"The power of attorney does not extend to \"{service.Name.En}\".")
                : new(
                    $"التفويض لا يشمل «{service.Name.Ar}». يستطيع {Name.Ar} أن يفوّضك إليها أيضاً.",
                    $"The mandate does not extend to \"{service.Name.En}\". {Name.En} can give you a mandate for it as well.");
        }

        return Ground == MandateGround.Granted && service.HasConfidentialSteps && !Services.Contains(id)
            ? new(
                $"«{service.Name.Ar}» خدمة سرية، فلا يشملها تفويض لم يذكرها باسمها. يستطيع {Name.Ar} أن يذكرها في تفويض.",
                $"\"{service.Name.En}\" is confidential, so a mandate extends to it only when it names it. {Name.En} can name it in a mandate.")
            : null;
    }

    /// <summary>Why something may not be done under this mandate for any service; null when it may for some.</summary>
    public LocalizedText? RefusesScope(MandateScope scope) => Holds(scope)
        ? null
        : new(
            $"التفويض لا يشمل {Word(scope).Ar}. يستطيع {Name.Ar} أن يفوّضك به.",
            $"The mandate does not extend to {Word(scope).En}. {Name.En} can give you a mandate for that.");

    internal static LocalizedText Word(MandateScope scope) => scope switch
    {
        MandateScope.Apply => new("تقديم الطلبات", "applying"),
        MandateScope.Pay => new("الدفع", "paying"),
        MandateScope.Download => new("تنزيل الوثائق", "downloading documents"),
        _ => new("قراءة المعاملات", "reading cases"),
    };
}
