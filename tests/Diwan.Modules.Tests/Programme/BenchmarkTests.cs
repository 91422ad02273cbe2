using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Benchmark;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>Services scored by the questions of the EU eGovernment Benchmark: what the platform can tell, and what people answer with evidence.</summary>
public sealed class BenchmarkTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task The_platform_answers_what_it_can_and_people_the_rest(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (read, keep) = (world.Get<ReadBenchmark>(), world.Get<AnswerBenchmark>());
        var questions = world.Get<PublishedServices>().Catalogue.Benchmark.Questions;
        Assert.Equal(48, questions.Count(q => !q.IsFilter));
        Assert.Equal(Enum.GetValues<BenchmarkDimension>(), questions.Select(q => q.Dimension).Distinct());
        Assert.Equal(Enum.GetValues<BenchmarkProbe>().Order(), questions.Select(q => q.Probe).OfType<BenchmarkProbe>().Distinct().Order());

        var before = (await read.RunAsync(Service, Ct))!;
        Assert.Null(await read.RunAsync("moj/unknown", Ct));
        Assert.All(before.Standings.Where(s => s.Question.Probe is not null), s => Assert.True(s is { ByPlatform: true, Answer: not null }, s.Question.Id));
        Assert.All(before.Standings.Where(s => s.Question.Probe is null), s => Assert.Null(s.Answer));

        // Nothing is frozen yet, so nothing is published of its performance.
        Assert.Equal(BenchmarkAnswer.No, before.Standings.Single(s => s.Question.Id == "performance").Answer);
        Assert.Equal(0, before.Parts[BenchmarkPart.CrossBorder]);
        Assert.Equal(before.Parts.Values.Average(), before.Total);

        var office = GateTests.Person("914", "تالا حداد", "programme:office");
        var head = GateTests.Person("903", "سعاد علي", "moj:head");
        var other = GateTests.Person("901", "منى عمر", "dls:head");
        Assert.IsType<AnswerBenchmark.Result.NotAllowed>(await keep.RunAsync(other, Service, "faq", BenchmarkAnswer.Yes, "صفحة الأسئلة", Ct));
        Assert.IsType<AnswerBenchmark.Result.Refused>(await keep.RunAsync(head, Service, "faq", BenchmarkAnswer.Yes, " ", Ct));
        Assert.IsType<AnswerBenchmark.Result.Refused>(await keep.RunAsync(head, Service, "faq", null, "صفحة الأسئلة", Ct));
        Assert.IsType<AnswerBenchmark.Result.Refused>(await keep.RunAsync(head, Service, "progress", BenchmarkAnswer.Yes, "صفحة المتابعة", Ct));
        Assert.IsType<AnswerBenchmark.Result.NotFound>(await keep.RunAsync(office, Service, "unknown", BenchmarkAnswer.Yes, "لا شيء هناك", Ct));
        Assert.IsType<AnswerBenchmark.Result.Kept>(await keep.RunAsync(head, Service, "faq", BenchmarkAnswer.No, "لم تُكتب بعد", Ct));
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.IsType<AnswerBenchmark.Result.Kept>(await keep.RunAsync(office, Service, "faq", BenchmarkAnswer.Partly, "أسئلة عامة في صفحة المساعدة", Ct));
        Assert.IsType<AnswerBenchmark.Result.Kept>(await keep.RunAsync(office, Service, "abroad-papers-submitted", BenchmarkAnswer.NotApplicable, "لا وثيقة تُطلب", Ct));

        // The latest answer holds; half a point of eight, in one of three dimensions, in one of four parts.
        var after = (await read.RunAsync(Service, Ct))!;
        var faq = after.Standings.Single(s => s.Question.Id == "faq");
        Assert.Equal((BenchmarkAnswer.Partly, "تالا حداد", "أسئلة عامة في صفحة المساعدة"), (faq.Answer!.Value, faq.By, faq.Evidence.Ar));
        Assert.Equal(before.Dimensions[BenchmarkDimension.Support] + (0.5m / 8), after.Dimensions[BenchmarkDimension.Support]);
        Assert.Equal(before.Total + (0.5m / 8 / 3 / 4), after.Total, 12);
        Assert.Null(after.Standings.Single(s => s.Question.Id == "abroad-papers-submitted").Points);
        Assert.Equal(before.Open - 2, after.Open);

        // An answer rests on its page: without the page it is no.
        Assert.Equal(BenchmarkAnswer.Yes, after.Standings.Single(s => s.Question.Id == "complaints").Answer);
        world.PagesGone.Add("/complaints");
        var gone = (await read.RunAsync(Service, Ct))!.Standings.Single(s => s.Question.Id == "complaints");
        Assert.Equal((BenchmarkAnswer.No, "There is no page at /complaints.", (string?)null), (gone.Answer!.Value, gone.Evidence.En, gone.Path));
        Assert.DoesNotContain("contactCentre", after.Standings.Single(s => s.Question.Id == "other-channels").Evidence.Ar, StringComparison.Ordinal);

        // Another service is as it was.
        Assert.Null((await read.AllAsync(Ct)).Single(s => s.Service.Id.ToString() == "gam/traffic-fines").Standings.Single(s => s.Question.Id == "faq").Answer);
    }
}
