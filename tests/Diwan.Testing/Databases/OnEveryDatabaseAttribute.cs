using System.Reflection;
using Diwan.Platform;
using Xunit.Sdk;
using Xunit.v3;

namespace Diwan.Testing;

/// <summary>
/// Runs a theory once on SQLite and once on PostgreSQL. Without PostgreSQL the second is shown as skipped, with the reason;
/// in continuous integration (CI=true) it must be there, unless DIWAN_TEST_POSTGRES is "none".
/// <code>[Theory, OnEveryDatabase] public async Task A_thing_holds(DatabaseProvider on) { await using var db = await TestDatabase.CreateAsync(on); … }</code>
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var postgres = new TheoryDataRow<DatabaseProvider>(DatabaseProvider.Postgres);
        if (PostgresServer.WhyMissing is { } reason)
        {
            postgres.Skip = reason;
        }

        return new([new TheoryDataRow<DatabaseProvider>(DatabaseProvider.Sqlite), postgres]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
