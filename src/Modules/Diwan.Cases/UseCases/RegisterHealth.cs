using Diwan.Platform;
using Diwan.Registries;

namespace Diwan.Cases.UseCases;

/// <summary>Which operations of the institutions' registers can be asked, as their subsystems said in the last minute. Nothing of a person is asked for that.</summary>
public sealed class RegisterHealth(RegisterClient client, TimeProvider time)
{
    private readonly Recent<string, IReadOnlySet<string>> _recent = new(time, TimeSpan.FromMinutes(1));

    /// <param name="anew">What was said before will not do.</param>
    /// <returns>Those of the operations whose subsystem answers and offers them.</returns>
    public async Task<IReadOnlySet<string>> OfAsync(IReadOnlyList<string> operations, bool anew, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var offered = await Task.WhenAll(operations.Select(o => o.Split('/')[0]).Distinct(StringComparer.Ordinal)
            .Select(async subsystem => (await _recent.ReadAsync(subsystem, stop => client.OperationsAsync(subsystem, stop), anew, ct)).Value));
        return operations.Where(o => offered.Any(of => of.Contains(o))).ToHashSet(StringComparer.Ordinal);
    }
}
