using System.Globalization;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Pages.Portal.Apply;
using Diwan.Web.Texts;

namespace Diwan.Web.Tests.Design;

public sealed class FieldMapperTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly DateTimeOffset Now = new(2018, 2, 11, 9, 30, 0, TimeSpan.FromHours(2));

    private Catalogue Catalogue => (Catalogue)site.Services.GetService(typeof(Catalogue))!;

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public void Every_question_of_every_service_becomes_a_field_in_both_languages(Language language)
    {
        var mapped = 0;
        foreach (var service in Catalogue.Services)
        {
            var context = Context(service, AnswerSet.Empty, CaseFacts.None);
            foreach (var question in service.Questions)
            {
                var field = In(language, m => m.Map(question, context, null));
                Assert.Equal(question.Id, field.Id);
                Assert.Equal(service.Texts[question.LabelKey].In(language), field.Label);
                Assert.Equal(question.Optional, field.Optional);
                Assert.Null(field.Error);
                mapped++;
            }
        }

        Assert.True(mapped > 20);
    }

    [Fact]
    public void A_kept_answer_is_shown_as_it_would_be_typed()
    {
        var service = Catalogue.Find(ServiceId.Parse("moj/non-conviction-certificate"))!;
        var context = Context(service, AnswerSet.Empty, CaseFacts.None);

        var phone = In(Language.English, m => m.Map(service.FindQuestion("mobile")!, context, AnswerValue.Of("+962790123456")));
        var abroad = In(Language.English, m => m.Map(service.FindQuestion("mobile")!, context, AnswerValue.Of("+966501234567")));
        var purpose = In(Language.English, m => m.Map(service.FindQuestion("purpose")!, context, AnswerValue.Of("EXTERNAL")));

        Assert.Equal(("0790123456", "JO"), (phone.Value, phone.Part("country")));
        Assert.Equal(("+966501234567", "other"), (abroad.Value, abroad.Part("country")));
        Assert.Equal((FieldKind.Radios, "EXTERNAL", 3), (purpose.Kind, purpose.Value, purpose.Options.Count));
    }

    [Fact]
    public void What_was_refused_is_shown_as_typed_with_the_fault_beside_it()
    {
        var service = Catalogue.Find(ServiceId.Parse("gam/traffic-fines"))!;
        var plate = service.FindQuestion("plate")!;
        var context = Context(service, AnswerSet.Empty, CaseFacts.None);
        var typed = RawAnswer.FromForm(plate, [new("plate.plateCode", ["13"]), new("plate.plateNumber", ["abc"]), new("plate.plateClass", ["PRIVATE"])]);
        var refused = Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(plate, typed, context));

        var field = In(Language.Arabic, m => m.Map(plate, context, null, new FieldSurroundings(typed, refused.Faults)));

        Assert.Equal("abc", field.Part("plateNumber"));
        Assert.NotNull(field.Error);
        Assert.Equal("plateNumber", field.ErrorPart);
        var line = Assert.Single(field.Errors());
        Assert.Equal(FieldNames.HtmlId("plate", "plateNumber"), line.Target);
    }

    [Fact]
    public void The_entries_of_a_register_are_offered_with_their_amounts_and_once_in_the_readers_language()
    {
        var service = Catalogue.Find(ServiceId.Parse("gam/traffic-fines"))!;
        var example = service.Examples.First(e => e.Name == "one-fixed-fine");
        var facts = example.Registers.Aggregate(CaseFacts.None, (f, r) => f.With(r.Key, r.Value.Answer?.DeepClone(), Now));
        var answers = AnswerSet.Empty.With("searchBy", AnswerValue.Of(example.Answers["searchBy"]!.GetValue<string>()));
        var tickets = service.FindQuestion("tickets")!;

        var field = In(Language.English, m => m.Map(tickets, Context(service, answers, facts), null));

        Assert.NotEmpty(field.Picks);
        Assert.All(field.Picks, p => Assert.NotNull(p.Amount));
        Assert.All(field.Picks, p => Assert.DoesNotContain(p.Facts, f => f.Label == service.Texts["section.choose.offenceAr"].En && f.Label != service.Texts["section.choose.offenceEn"].En));
    }

    private static EvaluationContext Context(ServiceDefinition service, AnswerSet answers, CaseFacts facts) => EvaluationContext.Create(
        service, new Applicant { Kind = ApplicantKind.Citizen, NationalNumber = "9901234567" }, Channel.Portal, answers, facts, Now);

    private static FieldModel In(Language language, Func<FieldMapper, FieldModel> map)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Cultures.Of(language);
            return map(new FieldMapper(new Text(TextCatalogue.Load())));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
