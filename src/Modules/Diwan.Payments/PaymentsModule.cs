using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Payments;

public static class PaymentsModule
{
    /// <summary>Bills, payments over the rails, refunds and the ledger. Configuration section <c>Payments</c>.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PaymentsOptions>().Bind(configuration.GetSection("Payments")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IRoomModel, PaymentsModel>();
        services.AddHttpClient("payment-rail", http => http.Timeout = TimeSpan.FromSeconds(15));
        services.AddSingleton(p => new RailWire(p.GetRequiredService<IHttpClientFactory>().CreateClient("payment-rail"), p.GetRequiredService<OutsideWatch>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RailClient>();
        services.AddSingleton<ICardPage, HostedCheckout>();
        services.AddSingleton<RailKeys>();
        services.AddSingleton<RefusedNotices>();
        services.AddSingleton<ReadAlarms>();
        services.AddSingleton<SeeAlarm>();
        services.AddSingleton<BookPayment>();
        services.AddSingleton<RailLedger>();
        services.AddSingleton<RefundCarrier>();
        services.AddSingleton<FindBill>();
        services.AddSingleton<FindReceipt>();
        services.AddSingleton<MakeBasket>();
        services.AddSingleton<NumberReceipts>();
        services.AddHostedService<NumberReceiptsService>();
        services.AddSingleton<VerifyLedger>();
        services.AddSingleton<WorkShift>();
        services.AddSingleton<FindShift>();
        services.AddSingleton<TakeAtCounter>();
        services.AddSingleton<PayOutRefund>();
        services.AddSingleton<RequestRefund>();
        services.AddSingleton<FindRefund>();
        services.AddSingleton<UseCredit>();
        services.AddSingleton<WishRefund>();
        services.AddSingleton<AnswerWish>();
        services.AddSingleton<ReadAccounts>();
        services.AddSingleton<CountTakings>();
        services.AddSingleton<ReadStatement>();
        services.AddSingleton<ReadOpenMatters>();
        services.AddSingleton<CancelBill>();
        services.AddSingleton<ReceiveCardNotice>();
        services.AddSingleton<ServeBillRail>();
        services.AddSingleton(p => new StartCardPayment(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(),
            p.GetRequiredService<ChangeWriter>(),
            p.GetRequiredService<ICardPage>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new RefundBill(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(),
            p.GetRequiredService<ChangeWriter>(),
            p.GetRequiredService<RefundCarrier>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StrayMoney>();
        services.AddSingleton<ReadReconciliation>();
        services.AddSingleton(p => new CloseDiscrepancy(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(),
            p.GetRequiredService<ChangeWriter>(),
            p.GetRequiredService<BookPayment>(),
            p.GetRequiredService<StrayMoney>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StandingDuties>();
        services.AddHostedService<ReconciliationService>();
        services.AddScoped<IDutyHandler, AskWhatIsPending>();
        services.AddScoped<IDutyHandler, CompareDay>();
        services.AddScoped<IDutyHandler, UploadBills>();
        services.AddScoped<IDutyHandler, AskRail>();
        services.AddScoped<IDutyHandler, WatchBill>();
        services.AddScoped<IDutyHandler, RefundUnmatched>();
        services.AddScoped<IDutyHandler, CarryRefund>();
        services.AddScoped<IDutyHandler, ShareOut>();
        return services;
    }
}
