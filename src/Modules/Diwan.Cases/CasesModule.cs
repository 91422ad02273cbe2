using Diwan.Accounts;
using Diwan.Cases.Book;
using Diwan.Cases.Complaints;
using Diwan.Cases.Duties;
using Diwan.Cases.Papers;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Payments;
using Diwan.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Cases;

/// <summary>Applications, cases, tasks, deadlines, timelines, and the published versions of services.</summary>
public static partial class CasesModule
{
    /// <param name="configuration">
    /// <c>Services:Folder</c>: the folder of definitions; <c>Cases:Demonstration</c>: services with assumed facts may be used.
    /// </param>
    /// <exception cref="InvalidOperationException">The services cannot be read; the message lists every fault.</exception>
    public static IServiceCollection AddCases(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new CasesOptions
        {
            ServicesFolder = configuration["Services:Folder"] ?? "services",
            Demonstration = configuration.GetValue("Cases:Demonstration", false),
        };
        services.AddSingleton(options);
        services.TryAddSingleton(_ => ReadCatalogue(options));
        services.AddSingleton<IRoomModel, CasesModel>();
        services.AddSingleton<PublishedServices>();
        services.AddHostedService<Publishing>();
        services.AddHostedService<Admitting>();
        services.AddSingleton<Offers>();
        services.AddSingleton<CaseBook>();
        services.AddSingleton(p => new DocumentContents(p.GetRequiredService<PublishedServices>().Catalogue, options.Demonstration));

        services.AddScoped<StartApplication>();
        services.AddScoped<TakeUpApplication>();
        services.AddScoped<OpenApplication>();
        services.AddScoped<SaveAnswers>();
        services.AddScoped<DiscardApplication>();
        services.AddScoped(p => new SubmitApplication(
            p.GetRequiredService<OpenApplication>(), p.GetRequiredService<Offers>(), p.GetRequiredService<CaseBook>(), p.GetRequiredService<ChangeWriter>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddScoped<FollowPilot>();
        services.AddScoped<ListMine>();
        services.AddScoped(p => new ReadCase(
            p.GetRequiredService<CaseBook>(), p.GetRequiredService<EventLog>(), p.GetRequiredService<FindAccount>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new ChangeOwnCase(p.GetRequiredService<CaseBook>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped<ReadTasks>();
        services.AddScoped(p => new OpenCaseFile(
            p.GetRequiredService<CaseBook>(), p.GetRequiredService<EventLog>(), p.GetRequiredService<AccessLedger>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new WorkTask(
            p.GetRequiredService<CaseBook>(), p.GetRequiredService<PublishedServices>(), p.GetRequiredService<FindColleagues>()));
        services.AddScoped<ReadAttachment>();
        services.AddScoped<GiveFeedback>();
        services.AddSingleton<CountCases>();
        services.AddSingleton<RegisterHealth>();
        services.AddSingleton<CountLate>();
        services.AddSingleton<CountAssisted>();
        services.AddScoped<ReadOfficerFigures>();
        services.AddSingleton<MeasureReach>();
        services.AddSingleton<Mining.LogPseudonyms>();
        services.AddSingleton<Mining.ExportEventLog>();
        services.AddSingleton<Mining.MeasureRuns>();
        services.AddSingleton<CountFunnel>();
        services.AddScoped(p => new RepriceCase(p.GetRequiredService<CaseBook>(), p.GetRequiredService<FindBill>(), p.GetRequiredService<FindReceipt>()));
        services.AddScoped<SimulateTariff>();
        services.AddScoped<TryTariff>();
        services.AddScoped<IssueReceiptPaper>();
        services.AddScoped<IssueStatementPaper>();
        services.AddScoped<Complain>();
        services.AddScoped<FollowComplaint>();
        services.AddScoped<AnswerComplaints>();
        services.AddScoped<ReadVoice>();

        services.AddScoped<IDutyHandler, ReadDuty>();
        services.AddScoped<IDutyHandler, WriteDuty>();
        services.AddScoped<IDutyHandler, IssueDuty>();
        services.AddScoped<RefusalLetters>();
        services.AddScoped<IDutyHandler, RefusalLetterDuty>();
        services.AddScoped<IDutyHandler, RefundDuty>();
        services.AddScoped<IDutyHandler, CancelBillDuty>();
        services.AddScoped<IDutyHandler, WakeDutyHandler>();
        services.AddScoped<IDutyHandler, ExpiryDuty>();
        services.AddScoped<IDutyHandler, RemindDuty>();
        services.AddHostedService<RemindersBegin>();
        services.AddScoped<IDutyHandler, ComplaintDeadline>();
        services.AddScoped<IDutyHandler, ReplaceDuty>();
        services.AddScoped<IDutyHandler, Texting.AnswerTexts>();
        services.AddScoped<INewsHandler<AccountTouched>, AccountWords>();
        services.AddScoped<INewsHandler<DocumentRevoked>, DocumentWords>();
        services.AddScoped<INewsHandler<BillSettled>, SettledBills>();
        services.AddScoped<INewsHandler<PaymentUnmatched>, MoneyWords>();
        services.AddScoped<INewsHandler<BillPartlyPaid>, MoneyWords>();
        services.AddScoped<INewsHandler<RefundMoved>, MoneyWords>();
        return services;
    }

    private static Catalogue ReadCatalogue(CasesOptions options)
    {
        var result = CatalogueReader.Read(options.ServicesFolder);
        return result.Catalogue ?? throw new InvalidOperationException(
            $"The services in {options.ServicesFolder} cannot be read:\n{string.Join('\n', result.Faults)}");
    }

    /// <summary>A version that was admitted on another node is in force here as well within half a minute.</summary>
    private sealed partial class Admitting(PublishedServices services, TimeProvider time, ILogger<Admitting> log) : RecurringWork(time)
    {
        protected override TimeSpan Pause => TimeSpan.FromSeconds(30);

        protected override Task DoAsync(CancellationToken ct) => services.RefreshAsync(ct);

        protected override void Failed(Exception e) => NotFound(e);

        [LoggerMessage(Level = LogLevel.Error, Message = "Which versions are in force could not be found out; trying again in half a minute.")]
        private partial void NotFound(Exception e);
    }

    private sealed class Publishing(PublishedServices services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => services.PublishAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
