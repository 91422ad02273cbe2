namespace Diwan.Accounts;

/// <summary>What a role lets its holder do.</summary>
public enum Ability
{
    /// <summary>See the institution's queue, claim tasks and decide those of one's role.</summary>
    WorkTasks,

    /// <summary>Open tasks and facts marked confidential.</summary>
    SeeConfidential,

    /// <summary>See the whole team's queue, reassign, answer for what is late.</summary>
    LeadTeam,

    /// <summary>See the institution's accounts, refunds, shifts and statements; ask for refunds and decide over those that somebody else asked for.</summary>
    SeeMoney,

    /// <summary>See the accounts of all institutions, the rails and what is between them; answer alarms and close differences, each with a reason.</summary>
    KeepLedger,

    /// <summary>Work a drawer: open a shift, take cash or by terminal, pay refunds out, count and close.</summary>
    TakeMoney,

    /// <summary>Apply on a person's behalf at a counter, with consent, and take cash.</summary>
    AssistAtCounter,

    /// <summary>Answer callers: their cases once they are known, complaints, and sessions with their consent; nothing of it outside a call.</summary>
    AnswerCalls,

    /// <summary>Lead the contact centre: its figures, its call-backs, and outages declared.</summary>
    LeadCalls,

    /// <summary>See and answer the institution's complaints, and the figures of what people think of its services.</summary>
    AnswerComplaints,

    /// <summary>See and keep the programme: launch gates, portfolio, reports.</summary>
    RunProgramme,

    /// <summary>See the programme without changing it.</summary>
    SeeProgramme,

    /// <summary>Write and try service definitions.</summary>
    DesignServices,

    /// <summary>Duties, health, audit, backups.</summary>
    Operate,
}

/// <summary>Role → abilities. Roles are named institution:role in services/institutions.yaml; the part after the colon decides.</summary>
public static class Permissions
{
    private static readonly Dictionary<string, Ability[]> Scoped = new(StringComparer.Ordinal)
    {
        ["officer"] = [Ability.WorkTasks],
        ["surveyor"] = [Ability.WorkTasks],
        ["keeper"] = [Ability.WorkTasks],
        ["section"] = [Ability.WorkTasks, Ability.SeeConfidential],
        ["judge"] = [Ability.WorkTasks, Ability.SeeConfidential],
        ["cashier"] = [Ability.TakeMoney],
        ["complaints"] = [Ability.AnswerComplaints],
        ["finance"] = [Ability.WorkTasks, Ability.SeeMoney],
        ["finance-head"] = [Ability.SeeMoney],
        ["head"] = [Ability.WorkTasks, Ability.LeadTeam],
        ["tax-head"] = [Ability.WorkTasks, Ability.LeadTeam, Ability.SeeMoney],
        ["fines-head"] = [Ability.WorkTasks, Ability.LeadTeam, Ability.SeeMoney],
    };

    private static readonly Dictionary<string, Ability[]> Whole = new(StringComparer.Ordinal)
    {
        ["counter:agent"] = [Ability.AssistAtCounter, Ability.TakeMoney],
        ["centre:agent"] = [Ability.AnswerCalls],
        ["centre:supervisor"] = [Ability.AnswerCalls, Ability.LeadCalls],
        ["programme:office"] = [Ability.RunProgramme, Ability.SeeProgramme],
        ["programme:committee"] = [Ability.SeeProgramme],
        ["platform:designer"] = [Ability.DesignServices],
        ["platform:treasury"] = [Ability.KeepLedger],
        ["platform:operator"] = [Ability.Operate],
    };

    /// <summary>Whether a role allows something. A role of one institution never allows anything in another.</summary>
    public static bool Allows(string role, Ability ability, string? institution = null)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (Whole.TryGetValue(role, out var whole))
        {
            return whole.Contains(ability);
        }

        return role.Split(':') is [var own, var name] && Scoped.TryGetValue(name, out var scoped) && scoped.Contains(ability)
            && (institution is null || own == institution);
    }
}
