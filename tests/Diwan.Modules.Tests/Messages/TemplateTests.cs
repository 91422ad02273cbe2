using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Messages;

public sealed class TemplateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_templates_of_the_platform_are_without_fault_and_short()
    {
        var (templates, faults) = TemplateFolder.Read(Path.Combine(Repository.Services, "messages"));
        Assert.Empty(faults);
        Assert.True(templates.Count > 30);
        Assert.All(templates.Where(t => t.Means == Means.Sms), t => Assert.True(SmsParts.Of(SmsText.Of(t.FillAll(t.Example).Text.Ar, Language.Arabic)).Parts <= 3, t.Name));

        // Every English SMS fits the alphabet of the network: a typographic sign would more than halve what a part carries.
        Assert.All(templates.Where(t => t.Means == Means.Sms), t => Assert.Equal(SmsAlphabet.Gsm7, SmsParts.Of(SmsText.Of(t.FillAll(t.Example).Text.En, Language.English)).Alphabet));
    }

    [Theory]
    [InlineData("version: 0", "A version from 1 on is needed.")]
    [InlineData("extra: 1", "Nothing here is called 'extra'.")]
    [InlineData("means: pigeon", "Allowed: sms, email, push.")]
    [InlineData("means: email", "subject is missing")]
    [InlineData("text: { ar: 'أ ((x))', en: 'a' }", "The place ((x)) stands in one language only.")]
    [InlineData("text: { ar: 'أ ((x))', en: 'a ((x))' }", "Every place needs an example. Missing: x.")]
    [InlineData("text: { ar: 'أ' }", "text needs words in ar and in en.")]
    [InlineData("subject: { ar: 'أ', en: 'a' }", "An SMS has no subject.")]
    [InlineData("title: [", "It is no YAML")]
    public void A_fault_is_told_with_its_file_and_what_to_do(string line, string said)
    {
        var folder = Directory.CreateTempSubdirectory("diwan-templates").FullName;
        var good = new Dictionary<string, string> { ["version"] = "version: 1", ["title"] = "title: { ar: 'عنوان', en: 'Title' }", ["text"] = "text: { ar: 'نص', en: 'Text' }" };
        good[line.Split(':')[0]] = line;
        File.WriteAllLines(Path.Combine(folder, "news.yaml"), good.Values);
        var (templates, faults) = TemplateFolder.Read(folder);
        Assert.Empty(templates);
        Assert.Contains(faults, f => f.File == "news.yaml" && f.Text.En.Contains(said, StringComparison.Ordinal) && f.Text.Ar.Length > 0);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Places_are_filled_whatever_their_case_and_words_stand_only_where_they_shall()
    {
        var template = new MessageTemplate("t", 1, Means.Sms, new("ع", "t"), Pace.Now, null, new("((Full name))((late??، تأخرت))", "((Full name))((late??, you are late))"), new Dictionary<string, LocalizedText>(), false);
        var values = new Dictionary<string, LocalizedText> { ["full_NAME"] = new("ليلى", "Layla"), ["late"] = LocalizedText.Same("yes") };
        Assert.Equal(["Full name", "late"], template.Places);
        Assert.Equal(new("ليلى، تأخرت", "Layla, you are late"), template.FillAll(values).Text);
        values["late"] = LocalizedText.Same("no");
        Assert.Equal("Layla", template.FillAll(values).Text.En);
        Assert.Equal(["late"], Assert.IsType<MessageTemplate.Filled.Missing>(template.Fill(new Dictionary<string, LocalizedText> { ["fullname"] = LocalizedText.Same("x") })).Places);

        // A value that looks like a place is a value.
        values["fullname"] = LocalizedText.Same("((late))");
        Assert.Equal("((late))", template.FillAll(values).Text.En);
    }

    [Theory, OnEveryDatabase]
    public async Task A_published_version_never_changes_and_every_version_is_kept(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on);
        await using var services = database.Services();
        var folder = Directory.CreateTempSubdirectory("diwan-templates").FullName;
        void Write(int version, string words) => File.WriteAllText(Path.Combine(folder, "news.yaml"), $"version: {version}\ntitle: {{ ar: 'ع', en: 't' }}\ntext: {{ ar: 'خبر {words}', en: 'News {words}' }}\n");
        MessageTemplates Open() => new(folder, services.GetRequiredService<IDbContextFactory<AppDbContext>>(), services.GetRequiredService<ChangeWriter>(), database.Time);

        Write(1, "one");
        var first = Open();
        await first.PublishAsync(Ct);
        await first.PublishAsync(Ct);
        Write(1, "other");
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Open().PublishAsync(Ct));
        Assert.Contains("raise 'version'", fault.Message, StringComparison.Ordinal);
        database.Time.Advance(TimeSpan.FromDays(1));
        Write(2, "two");
        var second = Open();
        await second.PublishAsync(Ct);
        var id = second.Find("news")!.Id;
        Assert.Equal("News one", (await second.PublishedAsync(id, 1, Ct))!.Template.Text.En);
        var now = (await second.PublishedAsync(id, null, Ct))!;
        Assert.Equal(("News two", 2), (now.Template.Text.En, now.Template.Version));
        Assert.True(now.CreatedAt < now.UpdatedAt);
        Assert.Null(await second.PublishedAsync(id, 3, Ct));
        Directory.Delete(folder, recursive: true);
    }
}
