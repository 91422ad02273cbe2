using Diwan.Kernel;
using Diwan.Testing;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Not a test: takes the pictures that the README shows. Run it by name, with explicit tests on.</summary>
public sealed class Pictures(TheNation nation)
{
    [Theory(Explicit = true)]
    [InlineData(Language.Arabic, false)]
    [InlineData(Language.English, false)]
    [InlineData(Language.Arabic, true)]
    [InlineData(Language.English, true)]
    public async Task Pictures_for_the_readme(Language language, bool phone)
    {
        void Device(BrowserNewContextOptions options)
        {
            options.ViewportSize = new ViewportSize { Width = 1100, Height = 800 };
            if (phone)
            {
                PeopleTests.Phone(options);
            }
        }

        var (number, purpose) = language == Language.Arabic ? ("2000000102", "وزارة التربية والتعليم") : ("2000000104", "Ministry of Education");
        var answers = new Answers { ["purpose"] = "INTERNAL", ["requestingBody"] = purpose };
        await using var visitor = await nation.VisitorAsync(language, Device);
        await visitor.OpenAsync("");
        await TakeAsync(visitor, "home");
        await visitor.OpenAsync("/services/moj/non-conviction-certificate");
        await TakeAsync(visitor, "service");
        await visitor.SignInAsync(number);
        await visitor.BeginAsync("moj/non-conviction-certificate");
        await visitor.AnswerSectionAsync(answers);
        await visitor.FillSectionAsync(answers);
        await TakeAsync(visitor, "journey");
        await visitor.AnswerAsync(answers);
        await visitor.SubmitAsync();
        await visitor.PayByCardAsync();

        await using var section = await nation.SignedInAsync("2000000920", language, Device);
        await section.ClaimAsync(visitor.Reference);
        await section.Page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await TakeAsync(section, "desk");
        await section.ApproveClaimedAsync(visitor.Reference);
        await using var judge = await nation.SignedInAsync("2000000903", language);
        await judge.ApproveAsync(visitor.Reference);

        await visitor.WaitForCaseAsync("the document", "a[download]");
        await TakeAsync(visitor, "case");

        await using var office = await nation.SignedInAsync("2000000914", language, Device);
        await office.OpenAsync("/programme");
        await TakeAsync(office, "programme");
        await office.OpenAsync("/programme/gate/moj/non-conviction-certificate");
        await TakeAsync(office, "gate");
        await office.OpenAsync("/programme/workbench/moj/non-conviction-certificate");
        await TakeAsync(office, "workbench");
        await office.OpenAsync("/programme/reports");
        await office.GoAsync(office.Page.Locator("main form button").Last);
        await office.OpenAsync("/performance");
        await TakeAsync(office, "performance");

        async Task TakeAsync(Visitor who, string name)
        {
            await who.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
            var file = Repository.In("docs", "images", $"{name}-{language.Code()}{(phone ? "-phone" : "")}.png");
            await who.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
            Assert.True(new FileInfo(file).Length < 250 * 1024, $"{file} is too large for a page that is read on a telephone.");
        }
    }
}
