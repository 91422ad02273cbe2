using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Partners;
using Diwan.Programme.Reports;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Testing;

/// <summary>Runs the queries that a report names and holds them against its figures; walks the report, so that no figure is without one.</summary>
public static class FigureQueryCheck
{
    /// <summary>What names a row or says when and how, and is no figure.</summary>
    private static readonly string[] NoFigures =
        ["kind", "month", "measuredAt", "method", "baseline", "counted", "services.service", "services.name", "services.institution", "partners.partner", "partners.name", "partners.contract", "partners.due"];

    /// <summary>Half of the last place that the report keeps.</summary>
    private static readonly Dictionary<string, decimal> Rounded = new(StringComparer.Ordinal)
    {
        ["services.onlineShare"] = 0.000051m,
        ["services.inPromiseShare"] = 0.000051m,
        ["services.medianHours"] = 0.051m,
        ["services.ninetiethHours"] = 0.051m,
        ["services.satisfaction"] = 0.0051m,
        ["services.costPerCase"] = 0.51m,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task RunAsync(IDbContextFactory<AppDbContext> contexts, MonthlyReport report)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        ArgumentNullException.ThrowIfNull(report);
        await using var db = await contexts.CreateDbContextAsync(Ct);
        await db.Database.OpenConnectionAsync(Ct);
        var queries = report.Counted!.Figures.ToDictionary(f => f.Name, StringComparer.Ordinal);
        Assert.All(queries.Values, q => Assert.True(q.Words.Ar.Length > 10 && q.Words.En.Length > 10 && q.Title.Ar.Length > 1));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value, row) in Walk(report))
        {
            Assert.True(queries.TryGetValue(name, out var query), $"{name} has no query.");
            seen.Add(name);
            if (query.Sql is null || name.EndsWith("Spared", StringComparison.Ordinal))
            {
                continue;
            }

            var (expected, counted) = (Rows(name, value), await AskAsync(db.Database.GetDbConnection(), query.Sql, report.Counted.Parameters, row));
            if (Rounded.TryGetValue(name, out var off) && value is not null)
            {
                Assert.InRange(decimal.Parse(expected[0], CultureInfo.InvariantCulture) - decimal.Parse(counted[0], CultureInfo.InvariantCulture), -off, off);
            }
            else
            {
                Assert.True(expected.SequenceEqual(counted), $"{name} {row}: the report says [{string.Join("; ", expected)}], its query [{string.Join("; ", counted)}].");
            }
        }

        Assert.All(queries.Keys.Where(k => !seen.Contains(k)), k => Assert.True(k.StartsWith("partners.", StringComparison.Ordinal) && report.Partners is not { Count: > 0 }, k));
    }

    private static IEnumerable<(string Name, object? Value, string? Row)> Walk(MonthlyReport report)
    {
        foreach (var property in Properties(report))
        {
            var (name, value) = (Camel(property.Name), property.GetValue(report));
            var inside = value switch
            {
                IReadOnlyList<ServiceReport> services => services.SelectMany(s => Inside(name, s, s.Service)),
                IReadOnlyList<PartnerMonth> partners => partners.SelectMany(p => Inside(name, p, p.Partner)),
                ProgrammeFigures or PortfolioReport or TraineeCount => Inside(name, value, null),
                null => [],
                _ => [(name, value, null)],
            };
            foreach (var figure in inside.Where(f => !NoFigures.Contains(f.Item1)))
            {
                yield return figure;
            }
        }
    }

    private static IEnumerable<(string, object?, string?)> Inside(string name, object record, string? row) =>
        Properties(record).Select(p => ($"{name}.{Camel(p.Name)}", p.GetValue(record), row));

    private static IEnumerable<PropertyInfo> Properties(object record) => record.GetType().GetProperties().Where(p => p.Name != "EqualityContract");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static List<string> Rows(string name, object? value) => value switch
    {
        IEnumerable<OverrideReport> all => Sorted(all.Select(o => $"{o.Number}|{o.Ends:yyyy-MM-dd}")),
        IEnumerable<ExemptionCount> all => Sorted(all.Select(e => $"{e.Exemption}|{e.Governorate}|{e.Count}")),
        IEnumerable<PromiseReport> all => Sorted(all.Select(p => name == "promises" ? $"{p.Number}|{(p.Kept ? 1 : 0)}" : p.Number)),
        IEnumerable<LateMatter> all => Sorted(all.Select(l => $"{l.Key}|{l.Count}")),
        IEnumerable<Diwan.Programme.Accountability.EscalationView> all => Sorted(all.Select(e => $"{e.Matter}|{e.DueOn:yyyy-MM-dd}")),
        IEnumerable<InstitutionReport> all => Sorted(all.Select(i => $"{i.Institution}|{i.Listed}|{i.Reengineered}|{i.Automated}|{i.OnTheGround}")),
        IDictionary all => Sorted(all.Keys.Cast<object>().Where(k => (int)all[k]! != 0).Select(k => $"{k}|{all[k]}")),
        GatePhaseNone => [],
        Money money => [money.Fils.ToString(CultureInfo.InvariantCulture)],
        null => [""],
        IFormattable one => [one.ToString(null, CultureInfo.InvariantCulture)],
        _ => throw new InvalidOperationException($"A figure of a kind that nobody compares: {value.GetType()}"),
    };

    private const Diwan.Programme.Gates.GatePhase GatePhaseNone = Diwan.Programme.Gates.GatePhase.NotBegun;

    private static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    private static async Task<List<string>> AskAsync(DbConnection db, string sql, IReadOnlyDictionary<string, string> parameters, string? row)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, text) in parameters.Append(new("@service", row ?? "")).Append(new("@partner", row ?? "")).Where(p => sql.Contains(p.Key, StringComparison.Ordinal)))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = name is "@service" or "@partner" ? text : name is "@first" or "@last" ? DateOnly.Parse(text, CultureInfo.InvariantCulture) : long.Parse(text, CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i) is DateTime day ? $"{day:yyyy-MM-dd}" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!).ToList();
            rows.Add(string.Join('|', cells));
        }

        return rows.Count == 0 && sql.Contains("place = (", StringComparison.Ordinal) ? [""] : Sorted(rows);
    }
}
