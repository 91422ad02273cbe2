using System.Security.Cryptography;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Gates.TestReports;

/// <summary>Takes in reports of tests. The platform judges them; nobody types in how they came out.</summary>
public sealed class KeepTestReports(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, TimeProvider time)
{
    public const int LargestBytes = 20 * 1024 * 1024;

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>It is written down, whether it shows what is asked or not.</summary>
        public sealed record Kept(bool Passed) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>Which kind of report a criterion is judged by; null where by none.</summary>
    public static TestKind? KindOf(GateProbe? probe) => probe switch
    {
        GateProbe.AccessibilityTested => TestKind.Accessibility,
        GateProbe.LoadTested => TestKind.Load,
        GateProbe.RollbackTried => TestKind.Rollback,
        _ => null,
    };

    public async Task<Result> RunAsync(SignedIn who, string service, string criterion, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        var gate = services.Catalogue.Gate;
        if (services.InFolder(service) is not { } definition || gate.Find(criterion) is not { } found || KindOf(found.Probe) is not { } kind || kind == TestKind.Rollback || gate.Tests is not { } rule)
        {
            return new Result.NotFound();
        }

        if (!KeepGate.MayJudge(who, found, definition.Id))
        {
            return new Result.NotAllowed();
        }

        if (file.Length is 0 or > LargestBytes)
        {
            return new Result.Refused(new("اختر ملف التقرير، وحجمه 20 ميغابايت على الأكثر.", "Choose the file of the report, of 20 megabytes at most."));
        }

        var now = time.GetUtcNow();
        ReadReport read;
        if (kind == TestKind.Accessibility)
        {
            read = AccessibilityReport.Read(definition, file, now);
        }
        else if (services.Catalogue.Workbench.Find(definition.Id) is { } figures)
        {
            read = LoadReport.Read(definition, file, rule, rule.PeakRate(figures.Yearly.Value), now);
        }
        else
        {
            read = ReadReport.No("لا يُعرف عدد الطلبات في السنة: لا ملف للخدمة في services/workbench.", "Applications a year are not known: there is no file of the service in services/workbench.");
        }

        if (read.Unreadable is { } why)
        {
            return new Result.Refused(why);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "test-reporting", now);
        change.Insert(Row(change, definition, kind, read, Convert.ToHexStringLower(SHA256.HashData(file.Span)), who.Name));
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept(read.Passed);
    }

    /// <summary>The reports of a service of a kind, the latest first.</summary>
    public async Task<IReadOnlyList<TestReportView>> OfAsync(string service, TestKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<TestReportRow>().Where(r => r.Service == service && r.Kind == kind).OrderByDescending(r => r.At).Take(20).ToListAsync(ct)).Select(View)];
    }

    /// <summary>The latest report of every service and kind that has one.</summary>
    internal async Task<IReadOnlyDictionary<(string Service, TestKind Kind), TestReportView>> LatestAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var reports = db.Set<TestReportRow>();
        var latest = await reports.Where(r => r.At == reports.Where(o => o.Service == r.Service && o.Kind == r.Kind).Max(o => o.At)).ToListAsync(ct);
        return latest.GroupBy(r => (r.Service, r.Kind)).ToDictionary(g => g.Key, g => View(g.First()));
    }

    internal static TestReportRow Row(Change change, ServiceDefinition service, TestKind kind, ReadReport read, string digest, string by) => new()
    {
        Id = change.NewId(),
        Service = service.Id.ToString(),
        ServiceVersion = service.Version,
        Kind = kind,
        TestedAt = read.TestedAt,
        Passed = read.Passed,
        FoundAr = read.Found.Ar,
        FoundEn = read.Found.En,
        Digest = digest,
        By = by,
        At = change.Now,
    };

    private static TestReportView View(TestReportRow r) => new(r.Kind, r.TestedAt, r.ServiceVersion, r.Passed, new(r.FoundAr, r.FoundEn), r.Digest, r.By, r.At);
}
