using System.Linq.Expressions;

namespace Diwan.Apps;

/// <summary>What people allowed that holds at a moment: not withdrawn, not over, and of a key that has not ended.</summary>
internal static class StandingGrants
{
    internal static IQueryable<GrantRow> StandingAt(this IQueryable<GrantRow> grants, DateTimeOffset now) => grants.Where(Stands(now));

    internal static Expression<Func<GrantRow, bool>> Stands(DateTimeOffset now) => g => g.Status == "valid" && g.UntilAt > now && g.Application!.EndedAt == null;
}
