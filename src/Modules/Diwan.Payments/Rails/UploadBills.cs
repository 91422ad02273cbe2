using System.Text.Json.Nodes;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// The standing duty of the upload option: every quarter of an hour the whole list of open bills goes to the bill rail, in parts. It replaces
/// the list before, so a bill that was paid or closed meanwhile is no longer on it.
/// </summary>
internal sealed partial class UploadBills(
    IDbContextFactory<AppDbContext> contexts, RailClient rail, IOptions<PaymentsOptions> options, TimeProvider time, ILogger<UploadBills> log) : IDutyHandler
{
    public const string DutyKind = "payments.upload-bills";

    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    public string Kind => DutyKind;

    public static DutyOrder Order(DateTimeOffset now) => new(DutyKind, Guid.Empty, "{}", now, DutyKind);

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        if (!options.Value.BillRail.Upload || options.Value.Rail.Url.Length == 0)
        {
            return new DutyOutcome.Again(Every, "Upload is not switched on (Payments:BillRail:Upload).");
        }

        try
        {
            var count = await UploadAsync(ct);
            return new DutyOutcome.Again(Every, $"{count} bills were uploaded.");
        }
        catch (RailDownException e)
        {
            return new DutyOutcome.Again(TimeSpan.FromMinutes(1), e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(log, e);
            return new DutyOutcome.Again(TimeSpan.FromMinutes(1), e.Message);
        }
    }

    private async Task<int> UploadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = await db.Set<BillRow>()
            .Where(x => (x.State == BillState.Open || x.State == BillState.PartlyPaid) && x.ExpiresAt > now && x.Parts == null)
            .OrderBy(x => x.Number)
            .Select(x => x.Number)
            .ToListAsync(ct);
        var upload = Guid.CreateVersion7(now).ToString("N");
        var parts = open.Count == 0 ? [[]] : open.Chunk(AtOnce).ToArray();
        for (var part = 1; part <= parts.Length; part++)
        {
            var numbers = parts[part - 1];
            var rows = await db.Set<BillRow>().Where(x => numbers.Contains(x.Number)).OrderBy(x => x.Number).ToListAsync(ct);
            await rail.UploadAsync(
                new JsonObject
                {
                    ["MsgHeader"] = new JsonObject
                    {
                        ["TmStp"] = BillRecord.Moment(now),
                        ["GUID"] = $"{upload}-{part}",
                        ["TrsInf"] = new JsonObject { ["SdrCode"] = options.Value.Rail.Merchant, ["RcvCode"] = "1", ["ReqTyp"] = "DIWANBILUPLRQ" },
                    },
                    ["MsgBody"] = new JsonObject
                    {
                        ["UploadId"] = upload,
                        ["Part"] = part,
                        ["Parts"] = parts.Length,
                        ["RecCount"] = rows.Count,
                        ["BillsRec"] = new JsonArray([.. rows.Select(x => BillRecord.Of(FindBill.View(x), 0, now))]),
                    },
                },
                ct);
        }

        return open.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bills could not be uploaded; trying again.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
