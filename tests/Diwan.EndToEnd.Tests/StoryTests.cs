using System.Text.RegularExpressions;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Simulation;
using Diwan.Testing;

namespace Diwan.EndToEnd.Tests;

/// <summary>
/// One case over every channel: a son abroad telephones the centre, his mother agrees by the code on her telephone, the post office goes on with it and takes her cash, she asks by
/// SMS, and the certificate is verified on a telephone. All texts go through a real Kannel.
/// </summary>
public sealed partial class StoryTests(TheNation nation)
{
    private const string Service = "moj/non-conviction-certificate";
    private const string Mother = "2000000101";
    private const string Son = "2000000107";
    private const string MotherKey = $"JO:{Mother}";

    private static readonly SignedIn Centre = Officer("2000000915", "قيس رائد محمد الهلالي", "centre:agent");
    private static readonly SignedIn Post = Officer("2000000916", "أسماء بلال أحمد البغدادي", "counter:agent");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_son_abroad_telephones_for_his_mother_and_all_of_it_is_one_case()
    {
        if (KannelBox.Missing is { } missing)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Fail(missing);
        }

        KannelBox? box = null;
        var product = await nation.FurtherProductAsync(null, address => (box = new KannelBox(new Uri(address))).Settings);
        await using var kannel = box!;
        await kannel.StartAsync();
        Task<T> In<T>(Func<IServiceProvider, Task<T>> ask) => nation.FromInsideAsync(product, ask);
        var phone = (await nation.RegisterAsync("civil-status/person", new { nationalNumber = Mother })).GetProperty("phone").GetString()!;

        // The centre: the son is known by his answers; the application is his mother's, by her code.
        var son = await nation.RegisterAsync("civil-status/person", new { nationalNumber = Son });
        Assert.IsType<TakeCall.Result.Begun>(await In(p => p.GetRequiredService<TakeCall>().BeginAsync(Centre, "+447700900123", Ct)));
        var asked = await In(p => p.GetRequiredService<KnowCaller>().FindAsync(Centre, new(null, Son, false), Ct));
        while (asked is KnowCaller.Result.Ask ask)
        {
            var said = ask.Question.Fact switch { IdentityFact.BirthDate => "birthDate", IdentityFact.MotherName => "motherNameAr", _ => "documentNumber" };
            asked = await In(p => p.GetRequiredService<KnowCaller>().AnswerAsync(Centre, son.GetProperty(said).GetString(), Ct));
        }

        Assert.IsType<KnowCaller.Result.Known>(asked);
        Assert.IsType<BeginSession.Result.Begun>(await In(p => p.GetRequiredService<BeginSession>().RunAsync(Centre, new(Mother, Service, null), Ct)));
        Assert.IsType<WorkSession.Result.Refused>(await In(p => p.GetRequiredService<WorkSession>().AgreeAsync(Centre, "12", Ct)));
        var first = await CodeAsync(kannel, phone, 1);
        Assert.IsType<WorkSession.Result.Done>(await In(p => p.GetRequiredService<WorkSession>().AgreeAsync(Centre, first, Ct)));
        var application = (await In(p => p.GetRequiredService<WorkSession>().BeginFormAsync(Centre, Ct))).Application;
        await FillAsync(In, application, Centre, "purpose");
        Assert.IsType<TakeCall.Result.Ended>(await In(p => p.GetRequiredService<TakeCall>().EndAsync(Centre, new("apply", CallOutcome.Applied, Service), Ct)));

        // The post office in Jordan, with a code of its own; what was said by telephone is there.
        await In(async p =>
        {
            await ThePost.TakeOnAsync(p, NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()), Ct);
            return true;
        });
        Assert.IsType<BeginSession.Result.Begun>(await In(p => p.GetRequiredService<BeginSession>().RunAsync(Post, new(Mother, Service, null), Ct)));
        var second = await CodeAsync(kannel, phone, 2);
        Assert.IsType<WorkSession.Result.Done>(await In(p => p.GetRequiredService<WorkSession>().AgreeAsync(Post, second, Ct)));
        Assert.Equal(application, Assert.Single(await In(p => p.GetRequiredService<WorkSession>().DraftsAsync(Post, Ct))).Id);
        Assert.IsType<WorkSession.Result.Done>((await In(p => p.GetRequiredService<WorkSession>().BeginFormAsync(Post, Ct, application))).Result);
        await FillAsync(In, application, Post, null);
        var reference = Assert.IsType<SubmitApplication.Result.Submitted>(
            await In(p => p.GetRequiredService<SubmitApplication>().RunAsync(application, MotherKey, Post.ToActor(), null, Ct))).Reference;

        // She pays cash there.
        await In(p => p.GetRequiredService<WorkShift>().OpenAsync(Post.ToActor(), "counter", Money.FromDinars(20), Ct));
        var bill = (await In(p => p.GetRequiredService<ReadCase>().ForApplicantAsync(reference, MotherKey, Ct)))!.State.Bill!;
        Assert.IsType<TakeAtCounter.Result.Taken>(await In(p => p.GetRequiredService<TakeAtCounter>().RunAsync(Post.ToActor(), new(bill.Number, Rail.Cash, bill.Total, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), null), Ct)));
        Assert.IsType<WorkSession.Result.Done>(await In(p => p.GetRequiredService<WorkSession>().EndAsync(Post, Ct)));
        await UntilAsync("the certificate", async () => (await In(p => p.GetRequiredService<ReadCase>().ForApplicantAsync(reference, MotherKey, Ct)))!.PublicState == PublicState.Issued);

        // She asks by SMS; a stranger who asks the same is told nothing of her.
        await kannel.SendInAsync(phone, $"معاملة {reference}");
        await UntilAsync("the answer", () => Task.FromResult(kannel.Left().Any(l => l.To == phone && l.Text.Contains(reference, StringComparison.Ordinal) && l.Text.Contains("أُنجزت", StringComparison.Ordinal))));

        const string stranger = "+962799999999";
        await kannel.SendInAsync(stranger, $"معاملة {reference}");
        await UntilAsync("the answer to a stranger", () => Task.FromResult(kannel.Left().Any(l => l.To == stranger)));
        Assert.All(kannel.Left().Where(l => l.To == stranger), l => Assert.DoesNotContain("عدم محكومية", l.Text, StringComparison.Ordinal));

        // The certificate, verified on a telephone by anybody.
        var number = Assert.Single(await In(p => p.GetRequiredService<FindDocuments>().OfCaseAsync(reference, Ct))).Number;
        await using (var anybody = await nation.VisitorAsync(Language.Arabic, PeopleTests.Phone, product))
        {
            Assert.Equal(200, await anybody.OpenAsync($"/verify?code={number}"));
            Assert.Contains(number, await anybody.TextAsync(), StringComparison.Ordinal);
            Assert.True(await anybody.OverflowAsync() <= 0);
        }

        // One timeline; one ledger that names everyone who looked.
        var seen = (await In(p => p.GetRequiredService<ReadCase>().ForApplicantAsync(reference, MotherKey, Ct)))!;
        Assert.Equal(
            [CaseEvents.Submitted, CaseEvents.BillIssued, CaseEvents.PaymentReceived, CaseEvents.DocumentIssued],
            seen.Timeline.Select(l => l.Type).Where(t => t is CaseEvents.Submitted or CaseEvents.BillIssued or CaseEvents.PaymentReceived or CaseEvents.DocumentIssued));
        var looked = (await In(p => p.GetRequiredService<AccessLedger>().OfPersonAsync(MotherKey, null, 100, Ct))).Select(l => (l.ReaderName, l.Channel)).ToHashSet();
        Assert.Contains((Centre.Name, Channel.ContactCentre), looked);
        Assert.Contains((Post.Name, Channel.Assisted), looked);
        Assert.Contains(looked, l => l.Channel == Channel.Sms);
        await using var mother = await nation.SignedInAsync(Mother, Language.Arabic, product: product);
        await mother.OpenAsync("/account/access");
        var page = await mother.TextAsync();
        Assert.All([Centre.Name, Post.Name, reference], name => Assert.Contains(name, page, StringComparison.Ordinal));
    }

    private static SignedIn Officer(string number, string name, string role) =>
        new($"OFF:{number}", "officer", number, null, "JO", name, null, null, null, null, "AM", [role], Language.Arabic);

    /// <summary>What is asked in one section, or in all.</summary>
    private static async Task FillAsync(Func<Func<IServiceProvider, Task<bool>>, Task<bool>> inside, Guid application, SignedIn agent, string? only) => await inside(async p =>
    {
        foreach (var section in p.GetRequiredService<PublishedServices>().Current(Service)!.Sections.Where(s => only is null || s.Id == only))
        {
            foreach (var question in section.Questions)
            {
                var answer = question.Id switch
                {
                    "purpose" => "INTERNAL",
                    "requestingBody" => "وزارة التربية",
                    "deliveryMode" => "ELECTRONIC",
                    "mobile" => "0790000101",
                    _ => question.Type == AnswerType.Declaration ? "true" : null,
                };
                if (answer is not null)
                {
                    await p.GetRequiredService<SaveAnswers>().RunAsync(
                        new SaveAnswers.Command(application, MotherKey, section.Id, new Dictionary<string, RawAnswer> { [question.Id] = RawAnswer.Of([answer]) }, new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), agent.ToActor()) { Partial = true }, Ct);
                }
            }
        }

        return true;
    });

    /// <summary>The consent code as her telephone shows it.</summary>
    private static async Task<string> CodeAsync(KannelBox kannel, string phone, int which)
    {
        List<string> codes = [];
        await UntilAsync("the code", () =>
        {
            codes = [.. kannel.Left().Where(l => l.To == phone).Select(l => Code().Match(l.Text)).Where(m => m.Success).Select(m => m.Value)];
            return Task.FromResult(codes.Count >= which);
        });
        return codes[which - 1];
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> come)
    {
        for (var i = 0; i < 240; i++)
        {
            if (await come())
            {
                return;
            }

            await Task.Delay(250, Ct);
        }

        Assert.Fail($"{what} did not come.");
    }

    [GeneratedRegex(@"(?<=رمز الموافقة \D{0,2})\d{6}")]
    private static partial Regex Code();
}
