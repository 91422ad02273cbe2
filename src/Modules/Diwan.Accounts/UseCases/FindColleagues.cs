using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>The officers who act in a role, as far as they have signed in here.</summary>
public sealed class FindColleagues(IDbContextFactory<AppDbContext> contexts)
{
    public async Task<IReadOnlyList<SignedIn>> InRolesAsync(IReadOnlyCollection<string> roles, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(roles);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = new Dictionary<string, SignedIn>(StringComparer.Ordinal);
        foreach (var role in roles)
        {
            var padded = $" {role} ";
            foreach (var row in await db.Set<AccountRow>().Where(a => a.Kind == "officer" && (" " + a.Roles + " ").Contains(padded)).ToListAsync(ct))
            {
                found[row.PersonKey] = row.ToSignedIn();
            }
        }

        return [.. found.Values.OrderBy(o => o.Name, StringComparer.Ordinal)];
    }
}
