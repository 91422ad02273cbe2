using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>
/// Hands one notice to the push service of one device, encrypted for it (RFC 8291). It is a duty of its own for each device, so that a push service that is slow or away holds up nothing else. A
/// notice handed over twice, because its answer was lost, takes its own place on the device.
/// </summary>
internal sealed class PushDuty(
    IDbContextFactory<AppDbContext> contexts, PushDevices devices, VapidKey key, CheckpointKey platformKey, MessageTemplates templates, IHttpClientFactory clients, IOptions<MessagesOptions> options,
    TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "message.push";
    internal const string Http = "push";
    internal const string SandboxHttp = "push-sandbox";

    /// <summary>Bytes to which every notice is filled up: none is longer, and so its length tells the push service nothing.</summary>
    private const int PadTo = 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    public string Kind => DutyKind;

    internal static DutyOrder Order(DeliveryRow delivery) => new(DutyKind, delivery.Id, "{}", delivery.At, $"{DutyKind}:{delivery.Id:N}", DutyLane.Notice);

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<DeliveryRow>().SingleOrDefaultAsync(d => d.Id == duty.SubjectId, ct) is not { State: DeliveryState.Queued } delivery || options.Value.Push is not { } settings)
        {
            return new DutyOutcome.Done();
        }

        var now = time.GetUtcNow();
        var device = await db.Set<PushDeviceRow>().SingleOrDefaultAsync(d => d.Id == Guid.Parse(delivery.To), ct);
        if (device is null || devices.Decrypt(device) is not { } address)
        {
            return Ended(delivery, DeliveryFailure.Gone, device, now);
        }

        var left = delivery.At + settings.TimeToLive - now;
        if (left <= TimeSpan.Zero)
        {
            return Ended(delivery, DeliveryFailure.GivenUp, null, now);
        }

        var message = await db.Set<MessageRow>().SingleAsync(m => m.Id == delivery.MessageId, ct);
        var notice = PushNotice.Of(templates, platformKey, message, delivery);
        var (status, after) = await HandAsync(settings, address, notice, message.Pace, left, now, ct);
        switch (status)
        {
            case >= 200 and < 300:
                (delivery.State, delivery.Sender, delivery.HandingAt, delivery.HandedAt) = (DeliveryState.Handed, new Uri(address.Endpoint!).Host, now, time.GetUtcNow());
                return Done(delivery, null, now);
            case 404 or 410:
                return Ended(delivery, DeliveryFailure.Gone, device, now);
            case 408 or 429 or >= 500:
                var why = $"The push service answered {status}.";
                return after is { } wait ? new DutyOutcome.Again(wait < LongestWait ? wait : LongestWait, why) : throw new HttpRequestException(why);
            default:
                return Ended(delivery, DeliveryFailure.Refused, null, now);
        }
    }

    /// <returns>What the push service answered, and how long it wants to be left alone.</returns>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    private async Task<(int Status, TimeSpan? After)> HandAsync(PushOptions settings, DeviceAddress address, PushNotice notice, Pace pace, TimeSpan left, DateTimeOffset now, CancellationToken ct)
    {
        using var http = clients.CreateClient(settings.Sandbox ? SandboxHttp : Http);
        var endpoint = new Uri(address.Endpoint!);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(PushEncryption.Encrypt(notice.Write(), address, PadTo)) };
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.TryAddWithoutValidation("Authorization", key.Authorize(endpoint, settings.Contact, now));
        request.Headers.Add("TTL", ((long)left.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", pace == Pace.Now ? "normal" : "low");
        if (notice.Tag is { } topic)
        {
            request.Headers.Add("Topic", topic);
        }

        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var after = answer.Headers.RetryAfter;
            var wait = after?.Delta ?? after?.Date - now;
            return ((int)answer.StatusCode, wait > TimeSpan.Zero ? wait : null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException("The push service did not answer in time.");
        }
    }

    private static DutyOutcome.Done Ended(DeliveryRow delivery, DeliveryFailure failure, PushDeviceRow? gone, DateTimeOffset now)
    {
        (delivery.State, delivery.Failure, delivery.EndedAt) = (DeliveryState.Failed, failure, now);
        return Done(delivery, gone, now);
    }

    private static DutyOutcome.Done Done(DeliveryRow delivery, PushDeviceRow? gone, DateTimeOffset now)
    {
        var change = new Change(Actor.System(DutyKind), Channel.System, "message-sending", now);
        change.Update(delivery);
        if (gone is not null)
        {
            change.Delete(gone);
        }

        return new(change);
    }
}
