using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>A script that is to be read out now.</summary>
/// <param name="Declared">Its id where the supervisor declared it; null where it shows itself.</param>
/// <param name="Words">Filled.</param>
/// <param name="Service">The one service it is about; null for all.</param>
public sealed record ScriptNow(Guid? Declared, LocalizedText Name, LocalizedText Words, LocalizedText? Service, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>What agents say while something is down: by itself while a register or the rails of payment do not answer, and while the supervisor says so.</summary>
public sealed class KeepOutages(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, OutsideWatch watch, PublishedServices services, TimeProvider time)
{
    /// <summary>An outage is declared for so many hours at most; then it is declared anew.</summary>
    public const int MostHours = 72;

    private static readonly LocalizedText Rails = new("طرق الدفع الإلكتروني", "electronic payment");

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>Those to be read out now, the declared ones first.</summary>
    public async Task<IReadOnlyList<ScriptNow>> NowAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var centre = services.Catalogue.Centre;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var declared = await db.Set<OutageRow>().Where(o => o.LiftedAt == null && o.Until > now).OrderBy(o => o.DeclaredAt).ToListAsync(ct);
        var scripts = declared.Select(o => (Outage: o, Script: centre.FindScript(o.Script))).Where(x => x.Script is not null).Select(x => new ScriptNow(
            x.Outage.Id, x.Script!.Name, x.Script.Words, x.Outage.Service is { } service ? services.Current(service)?.Name : null, x.Outage.DeclaredAt, x.Outage.Until)).ToList();
        foreach (var silent in watch.Now)
        {
            var (occasion, what) = silent.Name == OutsideWatch.Payments
                ? (ScriptOccasion.Rail, Rails)
                : (ScriptOccasion.Register, services.Catalogue.Operations.FirstOrDefault(o => o.Id.StartsWith(silent.Name + "/", StringComparison.Ordinal))?.Keeper ?? LocalizedText.Same(silent.Name));
            scripts.AddRange(centre.Scripts.Where(s => s.Occasion == occasion).Select(s => new ScriptNow(null, s.Name, Fill(s.Words, what), null, silent.Since, null)));
        }

        return scripts;
    }

    /// <param name="service">The one service it is about; null or blank for all.</param>
    /// <param name="hours">How long it is expected to last.</param>
    public async Task<Result> DeclareAsync(SignedIn supervisor, string? script, string? service, int? hours, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        if (!supervisor.May(Ability.LeadCalls))
        {
            return new Result.NotAllowed();
        }

        if (services.Catalogue.Centre.FindScript(script) is not { Occasion: ScriptOccasion.Declared } chosen)
        {
            return new Result.Refused(new("اختر نصاً من القائمة.", "Choose a script from the list."));
        }

        if (!string.IsNullOrEmpty(service) && services.Current(service) is null)
        {
            return new Result.Refused(new("لا خدمة بهذا الاسم.", "There is no service of this name."));
        }

        if (hours is not (>= 1 and <= MostHours))
        {
            return new Result.Refused(new($"اكتب عدد الساعات، من 1 إلى {MostHours}.", $"Give the hours, 1 to {MostHours}."));
        }

        var change = new Change(supervisor.ToActor(), Channel.ContactCentre, "outage-declaring", time.GetUtcNow());
        change.Insert(new OutageRow
        {
            Id = change.NewId(),
            Script = chosen.Id,
            Service = string.IsNullOrEmpty(service) ? null : service,
            DeclaredBy = supervisor.Name,
            DeclaredAt = change.Now,
            Until = change.Now.AddHours(hours.Value),
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept();
    }

    public async Task<Result> LiftAsync(SignedIn supervisor, Guid id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        if (!supervisor.May(Ability.LeadCalls))
        {
            return new Result.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<OutageRow>().FirstOrDefaultAsync(o => o.Id == id && o.LiftedAt == null, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = new Change(supervisor.ToActor(), Channel.ContactCentre, "outage-lifting", time.GetUtcNow());
        (row.LiftedAt, row.LiftedBy) = (change.Now, supervisor.Name);
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Kept() : new Result.NotFound();
    }

    private static LocalizedText Fill(LocalizedText words, LocalizedText what) => new(
        Texts.Fill(words.Ar, new Dictionary<string, string> { ["what"] = what.Ar }), Texts.Fill(words.En, new Dictionary<string, string> { ["what"] = what.En }));
}
