using Diwan.Messages;

namespace Diwan.Web.Telephone;

/// <summary>What the workers of devices say. They are nobody that is signed in: each proves itself by what only the device was given.</summary>
internal static class PushEndpoints
{
    private sealed record Shown(Guid Id, string? Key);

    private sealed record Renewal(DeviceAddress? Old, DeviceAddress? Fresh);

    internal static void MapPush(this WebApplication app)
    {
        var group = app.MapGroup("/push").ExcludeFromDescription().DisableAntiforgery();

        // The device has shown a notice: it is delivered.
        group.MapPost("/shown", async (Shown shown, ReportDelivery report, CancellationToken ct) =>
            await report.ShownAsync(shown.Id, shown.Key ?? "", ct) is ReportDelivery.Result.Noted ? Results.NoContent() : Results.NotFound());
        group.MapPost("/renew", async (Renewal renewal, PushDevices devices, CancellationToken ct) =>
            renewal is not { Old: { } old, Fresh: { } fresh } ? Results.BadRequest()
            : await devices.RenewAsync(old, fresh, ct) switch
            {
                PushDevices.Result.Kept => Results.NoContent(),
                PushDevices.Result.Unusable => Results.BadRequest(),
                _ => Results.NotFound(),
            });
    }
}
