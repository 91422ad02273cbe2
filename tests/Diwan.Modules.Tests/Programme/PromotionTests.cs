using Diwan.Cases.UseCases;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Promotion;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>Campaigns and how far people came by them, without anybody to be found in it.</summary>
public sealed class PromotionTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_campaign_is_counted_from_its_link_to_the_document(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (keep, find, visits) = (world.Get<KeepCampaigns>(), world.Get<FindCampaigns>(), world.Get<VisitCounter>());
        var office = GateTests.Person("914", "تالا حداد", "programme:office");
        var member = GateTests.Person("919", "فارس المغربي", "programme:committee");
        var today = world.Today;
        Task<KeepCampaigns.Result> OpenAsync(string code, string? service = Service, string name = "ملصق", DateOnly? until = null) =>
            keep.OpenAsync(office, code, service, name, "Poster", CampaignMedium.Print, today, until ?? today.AddDays(30), Ct);

        Assert.IsType<KeepCampaigns.Result.NotAllowed>(await keep.OpenAsync(member, "POST18", Service, "ملصق", "Poster", CampaignMedium.Print, today, today, Ct));
        Assert.Equal(4, Assert.IsType<KeepCampaigns.Result.Refused>(await OpenAsync("ملصق", "moj/none", " ", today.AddDays(-1))).Why.Count);
        Assert.Equal("POST18", Assert.IsType<KeepCampaigns.Result.Kept>(await OpenAsync(" post18 ")).Code);
        Assert.Contains("another", Assert.IsType<KeepCampaigns.Result.Refused>(await OpenAsync("POST18")).Why[0].En, StringComparison.Ordinal);

        // Its code counts for its own service while it runs, in any case, and for nothing else.
        Assert.Equal("POST18", await find.RunningAsync("Post18", Service, Ct));
        Assert.Null(await find.RunningAsync("POST18", "dls/land-plan", Ct));
        Assert.Null(await find.RunningAsync("OTHER", Service, Ct));
        Assert.Null(await find.RunningAsync(new string('A', 5000), Service, Ct));

        // Nine come by it, of whom seven pay and are issued one; one comes by herself.
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        for (var i = 0; i < 10; i++)
        {
            var campaign = i < 9 ? "POST18" : null;
            visits.Count(Service, campaign, VisitStep.Page);
            if (campaign is not null)
            {
                visits.Count(Service, campaign, VisitStep.Link);
            }

            var id = Assert.IsType<StartApplication.Result.Started>(await world.Get<StartApplication>()
                .RunAsync(Service, layla, Channel.Portal, CaseWorld.Person(layla), Ct, campaign: campaign)).ApplicationId;
            if (i < 8)
            {
                await world.AnswerCertificateAsync(id, layla);
                var reference = await world.SubmitAsync(id, layla);
                if (i < 7)
                {
                    await world.PayAsync(reference, layla);
                    await world.WorkAsync();
                }
            }
        }

        await visits.WriteAsync(Ct);
        visits.Count(Service, "POST18", VisitStep.Page);
        await visits.WriteAsync(Ct);
        await visits.WriteAsync(Ct);

        var funnel = await world.Get<ReadFunnel>().RunAsync(Service, "POST18", today, world.Today, Ct);
        Assert.Equal((9, 10), (funnel.Links, funnel.Pages));
        Assert.Equal((9, 8, 7, 7), (funnel.Together.Begun, funnel.Together.Submitted, funnel.Together.Paid, funnel.Together.Issued));
        var channel = Assert.Single(funnel.Lines[FunnelBy.Channel]);
        Assert.Equal(("portal", 9), (channel.Key, channel.Begun));
        Assert.Equal([9], funnel.Lines[FunnelBy.Governorate].Select(l => l.Begun));

        var all = await world.Get<ReadFunnel>().RunAsync(Service, null, today, world.Today, Ct);
        Assert.Equal((11, 10), (all.Pages, all.Together.Begun));
        Assert.Equal(0, (await world.Get<ReadFunnel>().RunAsync(Service, "POST18", today.AddDays(-9), today.AddDays(-1), Ct)).Together.Begun);

        // Ended, it leads on and counts no longer.
        Assert.IsType<KeepCampaigns.Result.Refused>(await keep.EndAsync(office, "POST18", today.AddDays(-1), Ct));
        Assert.IsType<KeepCampaigns.Result.Kept>(await keep.EndAsync(office, "post18", today, Ct));
        world.Pass(TimeSpan.FromDays(1));
        Assert.Null(await find.RunningAsync("POST18", Service, Ct));
    }

    [Theory]
    [InlineData("10 20 30", "10 20 30")]
    [InlineData("0 20 30", "0 20 30")]
    [InlineData("3 20 30", "- - 30")]
    [InlineData("3 4 30", "- - 30")]
    [InlineData("1 1 30", "- - -")]
    [InlineData("1 1 9 30", "- - - 30")]
    [InlineData("4 0 0", "- 0 0")]
    [InlineData("3", "-")]
    public void A_small_count_is_not_told_and_cannot_be_had_from_the_sum(string counts, string told) =>
        Assert.Equal(told, string.Join(' ', SmallCounts.Told([.. counts.Split(' ').Select(int.Parse)]).Select(c => c?.ToString() ?? "-")));

    /// <summary>Whatever the counts: what is left out is nothing, or two counts or more that make five or more, or all there is.</summary>
    [Fact]
    public void What_is_left_out_protects_itself()
    {
        var luck = 1u;
        for (var i = 0; i < 2000; i++)
        {
            var counts = Enumerable.Range(0, 1 + (i % 6)).Select(_ => (int)(((luck = (luck * 1664525) + 1013904223) >> 16) % 12)).ToList();
            var told = SmallCounts.Told(counts);
            Assert.All(told, c => Assert.True(c is null or 0 or >= SmallCounts.Smallest));
            var hidden = counts.Where((_, at) => told[at] is null).ToList();
            Assert.True(hidden.Count == 0 || (hidden.Count > 1 && hidden.Sum() >= SmallCounts.Smallest) || told.All(c => c is null or 0), string.Join(' ', counts));
        }
    }
}
