using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Programme.Partners;

namespace Diwan.Assistance;

/// <summary>Where people are helped: a counter of a partner, or the contact centre.</summary>
/// <param name="Code">The counter's, or <see cref="Centre"/>.</param>
/// <param name="Role">In which role the agent looks, as the person reads it.</param>
/// <param name="Call">At the contact centre: the call that goes on.</param>
public sealed record Place(string Code, LocalizedText Name, Channel Channel, string Role, CentreCall? Call = null)
{
    public const string Centre = "CENTRE";

    public const string AgentOfCentre = "centre:agent";

    public const string AgentOfCounter = "counter:agent";

    public static readonly LocalizedText CentreName = new("مركز الاتصال الوطني", "the national contact centre");

    internal static Place AtCentre(CentreCall? call = null) => new(Centre, CentreName, Channel.ContactCentre, AgentOfCentre, call);

    internal LocalizedText Purpose(LocalizedText service) => Channel == Channel.ContactCentre
        ? new($"مساعدتك بالهاتف في «{service.Ar}» من {Name.Ar}", $"To help you by telephone with \"{service.En}\" from {Name.En}")
        : new($"مساعدتك في «{service.Ar}» في {Name.Ar}", $"To help you with \"{service.En}\" at {Name.En}");
}

/// <summary>Where an agent may help at this moment.</summary>
public sealed class FindPlace(FindTrainees trainees, FindPartners partners, FindCall calls)
{
    /// <summary>Whether the agent helps others at all, wherever.</summary>
    public static bool Helps(SignedIn agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.May(Ability.AssistAtCounter) || agent.May(Ability.AnswerCalls);
    }

    /// <summary>The open counter the agent works at, with a certificate in force; or the contact centre while they are in a call. Null when there is none.</summary>
    public async Task<Place?> OfAsync(SignedIn agent, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (agent.May(Ability.AnswerCalls))
        {
            return await calls.OfAgentAsync(agent, ct) is { } call ? Place.AtCentre(call) : null;
        }

        if (agent.NationalNumber is not { } account || await trainees.OfAccountAsync(account, today, ct) is not { Site: { } code } trainee || !trainee.MayActOn(today)
            || await partners.SiteAsync(code, ct) is not { } site || !site.IsOpenOn(today))
        {
            return null;
        }

        return (await partners.FindAsync(site.Partner, ct))?.ContractOn(today) is null ? null : new Place(site.Code, site.Name, Channel.Assisted, Place.AgentOfCounter);
    }

    /// <summary>A place by its code, whether it is open or not.</summary>
    internal async Task<Place> NamedAsync(string code, CancellationToken ct) => code == Place.Centre
        ? Place.AtCentre()
        : new Place(code, (await partners.SiteAsync(code, ct))!.Name, Channel.Assisted, Place.AgentOfCounter);
}
