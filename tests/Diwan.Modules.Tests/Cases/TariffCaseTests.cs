using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>Past cases priced again, by their own tariff and by a proposed one.</summary>
public sealed class TariffCaseTests
{
    private const string Service = "moj/non-conviction-certificate";
    private static readonly string Folder = Path.Combine(Repository.Services, "moj", "non-conviction-certificate");
    private static readonly Applicant Layla = CaseWorld.Citizen("2000000101", "ليلى عمر");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_receipt_a_bill_and_a_reference_lead_to_the_same_price_of_that_day(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var reference = await FileAsync(world, Layla, pay: true);
        var reprice = world.Get<RepriceCase>();
        var priced = (await reprice.RunAsync(reference, Ct))!;
        Assert.True(priced.Repricing.IsEqual);
        Assert.Equal((5000L, Channel.Portal), (priced.Repricing.Reckoned.Total.Fils, priced.Channel));
        Assert.All(priced.Repricing.Lines, l => Assert.True(l.Line.Why.Ar.Length > 3 && l.Line.Why.En.Length > 3));
        var receipt = Assert.Single(priced.Receipts);
        foreach (var number in new[] { receipt.Number, receipt.BillNumber, receipt.Number.ToLowerInvariant() })
        {
            Assert.Equal(reference, (await reprice.RunAsync(number, Ct))!.Reference);
        }

        Assert.Null(await reprice.RunAsync("R2000000000019", Ct));
        Assert.Null(await reprice.RunAsync("لا شيء", Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_proposal_is_priced_over_the_paid_cases_of_a_time(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        for (var i = 0; i < 6; i++)
        {
            await FileAsync(world, CaseWorld.Citizen($"200000010{i + 1}", "ليلى عمر"), pay: true);
        }

        await FileAsync(world, CaseWorld.Citizen("2000000107", "سلمى عمر"), pay: false);
        var today = NationalCalendar.DateAt(world.Get<TimeProvider>().GetUtcNow());
        var simulate = world.Get<SimulateTariff>();
        var rules = await File.ReadAllTextAsync(Path.Combine(Folder, "rules.dmn"), Ct);
        var figure = Assert.Single(TariffFigures.Of(rules), f => f.Value == 5);
        string Proposed(decimal fee) => TariffFigures.With(rules, new Dictionary<string, decimal> { [figure.Id] = fee });

        var dearer = await simulate.RunAsync(Read(Proposed(5.5m)), today.AddYears(-1), today, Ct);
        var report = dearer.Report;
        Assert.False(dearer.IsCut);
        Assert.Equal((6, 30_000L, 33_000L, 3_000L, 0), (report.Cases, report.Before.Fils, report.After.Fils, report.Change.Fils, report.Unpriced));
        Assert.Equal((new PayingCases(6, new Money(3000)), new PayingCases(0, Money.Zero), new PayingCases(0, Money.Zero)), (report.PayMore, report.PayLess, report.PayTheSame));
        Assert.Equal((ApplicantKind.Citizen, 3000L), (Assert.Single(report.ByPayer).Key, report.ByPayer[0].Change.Fils));
        Assert.Equal((Channel.Portal, 3000L), (Assert.Single(report.ByChannel).Key, report.ByChannel[0].Change.Fils));
        Assert.Equal(new DateOnly(today.Year, today.Month, 1), Assert.Single(report.ByMonth).Key);
        Assert.Equal(33_000, report.ByLine.Sum(l => l.After.Fils));

        var cheaper = await simulate.RunAsync(Read(Proposed(4)), today, today, Ct);
        Assert.Equal(new PayingCases(6, new Money(-6000)), cheaper.Report.PayLess);
        Assert.Equal(6, (await simulate.RunAsync(Read(rules), today, today, Ct)).Report.PayTheSame.Cases);

        // No more than are waited for, and nothing told of four.
        var cut = await simulate.RunAsync(Read(Proposed(4)), today, today, Ct, most: 4);
        Assert.Equal((true, 4, null as int?), (cut.IsCut, cut.Report.Cases, cut.Report.PayLess.Cases));

        // Other days, no cases; and what would be dearer electronically than at the counter, or have no price, is refused before anything is reckoned.
        Assert.Equal(0, (await simulate.RunAsync(Read(rules), today.AddYears(-2), today.AddDays(-1), Ct)).Report.Cases);
        foreach (var refused in new[] { "6.500", "null" })
        {
            Assert.Null(CatalogueReader.ReadService(Folder, rules.Replace("<text>5.000</text>", $"<text>{refused}</text>", StringComparison.Ordinal)).Definition);
        }
    }

    private static ServiceDefinition Read(string rules) =>
        CatalogueReader.ReadService(Folder, rules) is { Definition: { } proposal } ? proposal : throw new InvalidOperationException("The proposal cannot be read.");

    private static async Task<string> FileAsync(CaseWorld world, Applicant who, bool pay)
    {
        var id = await world.StartAsync(Service, who);
        await world.AnswerCertificateAsync(id, who);
        var reference = await world.SubmitAsync(id, who);
        if (pay)
        {
            await world.PayAsync(reference, who);
        }

        return reference;
    }
}
