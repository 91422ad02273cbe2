using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Web;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Faults;

/// <summary>
/// The product as it is composed for service, in a process of its own that may be killed at any moment. Beside its own doors it has a few of
/// the storm's, which call the use cases that the pages call.
/// </summary>
internal static class ProductHost
{
    private static readonly Actor Cashier = new(ActorKind.Officer, "OFF:storm", "أمين الصندوق", "moj");

    public static async Task<int> RunAsync(string[] args)
    {
        var port = Child.Argument(args, "--port");
        var outside = Child.Argument(args, "--outside");
        var safeguard = Child.Argument(args, "--without");
        var clock = RunningClock.Parse(Child.Argument(args, "--clock"));
        await using var app = DiwanSite.Build(
            new WebApplicationOptions { ApplicationName = "Diwan.Web", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production },
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Host.ConfigureContainer<IServiceCollection>((_, services) => Safeguards.Remove(safeguard, services));
                var settings = new Dictionary<string, string?>(ProductSettings.For($"http://127.0.0.1:{port}", outside, Child.Argument(args, "--rail")))
                {
                    ["Urls"] = $"http://127.0.0.1:{port}",
                    ["Services:Folder"] = Child.Argument(args, "--services"),
                    ["Data:Directory"] = Child.Argument(args, "--data"),
                    ["Database:ConnectionString"] = Child.Optional(args, "--database") ?? "",

                    // On the fast clock: a duty held by a process that was killed comes back after a few real seconds.
                    ["Duties:Lease"] = "00:02:00",
                    ["Duties:Poll"] = "00:00:00.200",
                    ["Duties:Attempts"] = "1000",
                };
                SmsDoors.Settings(args, $"http://127.0.0.1:{port}", settings);
                builder.Configuration.AddInMemoryCollection(settings);
            });
        SmsDoors.Map(app);
        Safeguards.Remove(safeguard, app, ProductSettings.RailSecret);
        app.MapGet("/storm/ready", () => "ready");
        app.MapPost("/storm/drafts/{count:int}", async (int count) => Results.Json(await CopiesAsync(app.Services, await CertificateDraft.FillAsync(app.Services), count)));
        app.MapPost("/storm/submit/{id:guid}", (Guid id) => SubmitAsync(app.Services, id));
        app.MapPost("/storm/checkout/{bill}", (string bill, long? part) => CheckoutAsync(app.Services, bill, part));
        app.MapPost("/storm/withdraw/{reference}", (string reference) => WithdrawAsync(app.Services, reference));
        app.MapPost("/storm/basket/{bills}", (string bills) => BasketAsync(app.Services, bills.Split(',')));
        app.MapPost("/storm/shift", () => ShiftAsync(app.Services));
        app.MapPost("/storm/shift/count/{fils:long}", (long fils) => CountAsync(app.Services, fils));
        app.MapPost("/storm/take/{bill}/{by}/{form:guid}", (string bill, string by, Guid form, long? part) =>
            TakeAsync(app.Services, bill, by, safeguard == Safeguards.CounterForm ? Guid.CreateVersion7() : form, part));
        app.MapPost("/storm/pay-out/{refund:guid}", (Guid refund) => PayOutAsync(app.Services, refund));
        app.MapGet("/storm/sound", async () => (await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(null, CancellationToken.None)).IsSound.ToString());
        app.MapGet("/storm/ledger", async () =>
        {
            await app.Services.GetRequiredService<NumberReceipts>().RunAsync(CancellationToken.None);
            return Results.Json((await app.Services.GetRequiredService<VerifyLedger>().RunAsync(CancellationToken.None)).Faults);
        });
        await app.RunAsync();
        return 0;
    }

    private static async Task<IResult> SubmitAsync(IServiceProvider services, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<SubmitApplication>().RunAsync(id, CertificateDraft.Who.Id, CertificateDraft.Who, null, CancellationToken.None);
        if (result is not SubmitApplication.Result.Submitted submitted)
        {
            return Results.Text(result.ToString(), statusCode: 503);
        }

        var seen = await scope.ServiceProvider.GetRequiredService<ReadCase>().ForApplicantAsync(submitted.Reference, CertificateDraft.Who.Id, CancellationToken.None);
        return seen?.State.Bill is { } bill
            ? Results.Json(new { reference = submitted.Reference, bill = bill.Number, fils = bill.Total.Fils })
            : Results.Text("no bill", statusCode: 503);
    }

    private static async Task<IResult> CheckoutAsync(IServiceProvider services, string bill, long? part)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<StartCardPayment>().RunAsync(
            bill, "http://127.0.0.1:9/back", CancellationToken.None, part: part is { } fils ? new Money(fils) : null);
        return result switch
        {
            StartCardPayment.Result.Started started => Results.Text(started.RedirectUrl),
            StartCardPayment.Result.RailDown => Results.StatusCode(503),
            _ => Results.Text(result.GetType().Name, statusCode: 409),
        };
    }

    private static async Task<IResult> WithdrawAsync(IServiceProvider services, string reference)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<ChangeOwnCase>().WithdrawAsync(reference, CertificateDraft.Who.Id, CertificateDraft.Who, Channel.Portal, null, CancellationToken.None);
        return Results.Text(result.GetType().Name, statusCode: result is ChangeOwnCase.Result.Changed ? 200 : 409);
    }

    private static async Task<IResult> BasketAsync(IServiceProvider services, string[] bills) =>
        await services.GetRequiredService<MakeBasket>().RunAsync(bills, CertificateDraft.Who.Id, CertificateDraft.Who.Name, CertificateDraft.Who, Channel.Portal, CancellationToken.None) is MakeBasket.Result.Made made
            ? Results.Text(made.Number.Value)
            : Results.StatusCode(409);

    private static async Task<IResult> ShiftAsync(IServiceProvider services) =>
        await services.GetRequiredService<WorkShift>().OpenAsync(Cashier, "moj", Money.Zero, CancellationToken.None) switch
        {
            WorkShift.Result.Done done => Results.Text(done.ShiftId.ToString()),
            WorkShift.Result.HasShift has => Results.Text(has.ShiftId.ToString()),
            var other => Results.Text(other.ToString(), statusCode: 503),
        };

    /// <summary>The drawer is counted and closed, without a reason for any difference.</summary>
    private static async Task<IResult> CountAsync(IServiceProvider services, long fils)
    {
        var shift = (await services.GetRequiredService<FindShift>().OpenOfAsync(Cashier.Id, CancellationToken.None))!;
        var result = await services.GetRequiredService<WorkShift>().CloseAsync(shift.Id, Cashier, new Money(fils), null, CancellationToken.None);
        return Results.Text(result.ToString(), statusCode: result is WorkShift.Result.Done ? 200 : 409);
    }

    private static async Task<IResult> TakeAsync(IServiceProvider services, string bill, string by, Guid form, long? part)
    {
        var order = new TakeAtCounter.Order(bill, by == "cash" ? Rail.Cash : Rail.Terminal, part is { } fils ? new Money(fils) : null, form, by == "cash" ? null : form.ToString("N"));
        return await services.GetRequiredService<TakeAtCounter>().RunAsync(Cashier, order, CancellationToken.None) switch
        {
            TakeAtCounter.Result.Taken taken => Results.Json(new { transaction = taken.TransactionNo, fils = taken.Amount.Fils }),
            TakeAtCounter.Result.WrongPart wrong => Results.Text(wrong.ToString(), statusCode: 409),
            TakeAtCounter.Result.NotPayable not => Results.Text(not.State.ToString(), statusCode: 409),
            var other => Results.Text(other.ToString(), statusCode: 503),
        };
    }

    private static async Task<IResult> PayOutAsync(IServiceProvider services, Guid refund)
    {
        var result = await services.GetRequiredService<PayOutRefund>().RunAsync(Cashier, refund, "slip of the storm", CancellationToken.None);
        return result is PayOutRefund.Result.PaidOut paid ? Results.Json(paid.Amount.Fils) : Results.Text(result.ToString(), statusCode: 409);
    }

    private static async Task<List<Guid>> CopiesAsync(IServiceProvider services, Guid draft, int count)
    {
        var options = new DbContextOptionsBuilder();
        services.GetRequiredService<Database>().Configure(options, services.GetServices<IRoomModel>());
        await using var db = new DbContext(options.Options);
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        return await RowCopies.OfDraftAsync(connection, draft, count);
    }
}
