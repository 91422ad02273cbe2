using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>Past cases priced again, by their own tariff and by a proposed one.</summary>
public sealed class TariffCaseTests
{
    private const string Service = "moj/non-conviction-certificate";
    private static readonly string Folder = Path.Combine(CaseWorld.ServicesFolder(), "moj", "non-conviction-certificate");
    private static readonly Applicant Layla = CaseWorld.Citizen("2000000101", "ليلى عمر");
    private static readonly Applicant Omar = CaseWorld.Citizen("2000000102", "عمر ليلى");

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
        var paid = new[] { await FileAsync(world, Layla, pay: true), await FileAsync(world, Omar, pay: true) };
        await FileAsync(world, CaseWorld.Citizen("2000000103", "سلمى عمر"), pay: false);
        var today = NationalCalendar.DateAt(world.Get<TimeProvider>().GetUtcNow());
        var simulate = world.Get<SimulateTariff>();
        var rules = await File.ReadAllTextAsync(Path.Combine(Folder, "rules.dmn"), Ct);
        Assert.Contains("<text>5.000</text>", rules, StringComparison.Ordinal);

        var dearer = await simulate.RunAsync(Read(rules.Replace("<text>5.000</text>", "<text>5.500</text>", StringComparison.Ordinal)), today.AddYears(-1), today, Ct);
        Assert.Equal((2L, 10_000L, 11_000L, 0L, 2L, 1000L), (dearer.All.Cases, dearer.All.Charged.Fils, dearer.All.Proposed.Fils, dearer.All.Winners, dearer.All.Losers, dearer.All.Lost.Fils));
        Assert.Equal(dearer.All, dearer.ByPayer[ApplicantKind.Citizen]);
        Assert.Equal(dearer.All, dearer.ByChannel[Channel.Portal]);
        Assert.Equal(paid.Order(StringComparer.Ordinal), dearer.Movers.Select(m => m.Reference));
        Assert.All(dearer.Movers, m => Assert.Equal(500, m.Difference.Fils));
        Assert.Equal(11_000, dearer.Lines.Values.Sum(l => l.Proposed.Fils));

        var cheaper = await simulate.RunAsync(Read(rules.Replace("<text>5.000</text>", "<text>4.000</text>", StringComparison.Ordinal)), today, today, Ct);
        Assert.Equal((2L, 2L, 2000L, -2000L, 0L), (cheaper.All.Cases, cheaper.All.Winners, cheaper.All.Won.Fils, cheaper.All.Difference.Fils, cheaper.All.Unmoved));
        Assert.Equal(2, (await simulate.RunAsync(Read(rules), today, today, Ct)).All.Unmoved);

        // Other days, no cases; and what would be dearer electronically than at the counter, or have no price, is refused before anything is reckoned.
        Assert.Equal(0, (await simulate.RunAsync(Read(rules), today.AddYears(-2), today.AddDays(-1), Ct)).All.Cases);
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
