using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Web.Pages.Portal.Apply;
using Diwan.Web.Texts;

namespace Diwan.Web.Tests.Design;

public sealed class AnswerWriterTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly DateTimeOffset Now = new(2018, 2, 11, 9, 30, 0, TimeSpan.FromHours(2));

    private Catalogue Catalogue => (Catalogue)site.Services.GetService(typeof(Catalogue))!;

    [Theory]
    [InlineData("purpose", "\"EXTERNAL\"", Language.English, "Outside")]
    [InlineData("destinationCountry", "\"SA\"", Language.English, "Saudi Arabia")]
    [InlineData("destinationCountry", "\"PS\"", Language.Arabic, "فلسطين")]
    [InlineData("postAddress", """{"governorate":"AM","locality":"Sweileh","street":"Main"}""", Language.English, "Amman, Sweileh, Main")]
    [InlineData("consent", "true", Language.English, "Declared")]
    public void An_answer_is_read_back_in_words(string id, string json, Language language, string expected)
    {
        var service = Catalogue.Find(ServiceId.Parse("moj/non-conviction-certificate"))!;
        var line = Assert.Single(Lines(service, id, json, language));

        // What an option says is the definition's; the rest is ours.
        var words = id == "purpose" ? service.Texts["question.purpose.options.EXTERNAL"].In(language) : expected;
        Assert.Equal(words, line.ToString());
    }

    [Fact]
    public void A_plate_reads_as_on_the_car() =>
        Assert.Equal("\u206613-20697\u2069، خصوصي", Assert.Single(Lines(
            Catalogue.Find(ServiceId.Parse("gam/traffic-fines"))!, "plate", """{"plateCode":"13","plateNumber":"20697","plateClass":"PRIVATE"}""", Language.Arabic)).ToString());

    private static IReadOnlyList<object> Lines(ServiceDefinition service, string id, string json, Language language)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Cultures.Of(language);
            var text = new Text(TextCatalogue.Load());
            var context = EvaluationContext.Create(
                service, new Applicant { Kind = ApplicantKind.Citizen }, Channel.Portal, AnswerSet.Empty, CaseFacts.None, Now);
            return new AnswerWriter(text, new FieldMapper(text)).Lines(service.FindQuestion(id)!, AnswerValue.Of(JsonNode.Parse(json)!), context);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
