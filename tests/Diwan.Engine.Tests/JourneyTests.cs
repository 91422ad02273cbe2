using System.Text.Json.Nodes;
using CsCheck;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

public sealed class JourneyTests
{
    private static readonly JsonObject Person = new()
    {
        ["nationalNumber"] = "2000000101",
        ["nameAr"] = "ليلى الحوراني",
        ["birthDate"] = "1990-04-02",
        ["alive"] = true,
        ["permits"] = new JsonArray(new JsonObject { ["no"] = "P1", ["amount"] = 4.5m }, new JsonObject { ["no"] = "P2", ["amount"] = 7m }),
    };

    private static readonly CaseFacts Facts = CaseFacts.None.With("person", Person, Fixture.Now, new JsonObject { ["nationalNumber"] = "2000000101" });

    private static readonly string[] Asked = ["kind", "copies", "permitNo", "reason", "mobile", "permits", "gone"];
    private static readonly string[] Given = ["FIRST", "RENEWAL", "M1", "M2", "none", "real reason", "P1", "+962790000101", "3", "7", "99"];

    private static readonly AnswerSet Complete = AnswerSet.Empty.With("kind", AnswerValue.Of("FIRST")).With("mobile", AnswerValue.Of("+962790000101"));

    [Fact]
    public void A_register_is_due_as_soon_as_its_inputs_are_known()
    {
        var journey = Compute(AnswerSet.Empty, CaseFacts.None);

        var due = Assert.Single(journey.RegisterReads);
        Assert.Equal("person", due.Register.Id);
        Assert.Equal("""{"nationalNumber":"2000000101"}""", due.Inputs.ToJsonString());
        Assert.Empty(Compute(AnswerSet.Empty, Facts).RegisterReads);
        Assert.Equal("permit", Assert.Single(Compute(Renewal("M1"), Facts).RegisterReads).Register.Id);
    }

    [Fact]
    public void A_fact_asked_with_other_inputs_is_asked_again_and_counts_for_nothing()
    {
        var facts = Facts.With("permit", new JsonObject { ["holder"] = "x" }, Fixture.Now, new JsonObject { ["permitNo"] = "M1" });

        Assert.Empty(Compute(Renewal("M1"), facts).RegisterReads);
        var changed = Compute(Renewal("M2"), facts);

        Assert.Equal("M2", Assert.Single(changed.RegisterReads).Inputs["permitNo"]!.ToString());
        Assert.True(changed.Context.Variables["facts"]["permit"].IsNull);
        Assert.False(changed.IsComplete);
    }

    [Fact]
    public void What_is_hidden_counts_for_nothing_and_is_kept()
    {
        var answers = Complete.With("permitNo", AnswerValue.Of("M1"));
        var journey = Compute(answers, Facts);

        Assert.True(journey.Context.Variables["answers"]["permitNo"].IsNull);
        Assert.True(journey.Context.Answers.Has("permitNo"));
        Assert.True(journey.IsComplete);
        Assert.DoesNotContain(journey.VisibleQuestions("kind"), q => q.Id == "permitNo");
    }

    [Fact]
    public void An_applicant_of_a_kind_the_service_is_not_for_never_completes()
    {
        var establishment = Fixture.Citizen with { Kind = ApplicantKind.Establishment };
        var journey = Journey.Compute(Fixture.Permit, Complete, Facts, establishment, Channel.Portal, Fixture.Now);

        Assert.False(journey.IsForApplicant);
        Assert.False(journey.IsComplete);
        Assert.True(Compute(Complete, Facts).IsForApplicant);
    }

    [Fact]
    public void A_default_stands_until_another_answer_is_given()
    {
        var journey = Compute(Complete, Facts);

        Assert.Equal("1", journey.Context.Variables["answers"]["copies"].ToString());
        Assert.True(journey.FindStep("kind")!.Questions.Single(q => q.Question.Id == "copies").Answered);
        Assert.Equal(Money.FromDinars(1.501m), RuleBook.Fees(Fixture.Permit, journey.Context).Total);
    }

    [Fact]
    public void Steps_after_the_first_that_is_open_are_not_reached()
    {
        var journey = Compute(AnswerSet.Empty, Facts);

        Assert.Equal([StepState.Incomplete, StepState.NotReached], journey.Steps.Select(s => s.State));
        Assert.Equal("kind", journey.FirstIncomplete!.Section.Id);
        Assert.Equal("details", Compute(Complete.Without("mobile"), Facts).FirstIncomplete!.Section.Id);
    }

    [Fact]
    public void A_condition_over_several_answers_is_looked_at_again()
    {
        var many = Complete.With("copies", AnswerValue.Of(6)).With("reason", AnswerValue.Of("none"));

        Assert.Equal("Give a real reason.", Assert.Single(Compute(many, Facts).Unfit).Faults[0].Text.En);
        Assert.True(Compute(many.With("reason", AnswerValue.Of("for six offices")), Facts).IsComplete);
        Assert.True(Compute(many.With("copies", AnswerValue.Of(5)), Facts).IsComplete);
    }

    [Fact]
    public void A_selection_gives_the_entries_chosen_and_refuses_others()
    {
        var chosen = Compute(Complete.With("permits", AnswerValue.Of(["P2"])), Facts);

        Assert.Equal("7", chosen.Context.Variables["answers"]["permits"].AsList()[0]["amount"].ToString());
        Assert.True(chosen.IsComplete);
        Assert.False(Compute(Complete.With("permits", AnswerValue.Of(["P9"])), Facts).IsComplete);
    }

    [Fact]
    public void An_upgrade_under_a_draft_loses_nothing_and_shows_what_no_longer_fits()
    {
        using var fixture = new Fixture();
        var newer = fixture
            .Edit("service.yaml", "version: \"2018.1\"", "version: \"2019.1\"")
            .Edit("form.yaml", "      - { id: copies, type: integer, min: 1, max: 10, default: 1 }\n", "")
            .Edit("form.yaml", "visibleWhen: answers.copies > 5, ", "optional: true, ")
            .Edit("form.yaml", "type: choice, options: [FIRST, RENEWAL]", "type: choice, options: [RENEWAL]")
            .Edit("rules.dmn", "answers.copies", "1")
            .Edit("rules.dmn", "<text>\"FIRST\"</text>", "<text>null</text>")
            .Edit("rules.dmn", "1.5005 * 1", "1")
            .Edit("texts.ar.yaml", "{ FIRST: أول, RENEWAL: تجديد }", "{ RENEWAL: تجديد }")
            .Edit("texts.en.yaml", "{ FIRST: First, RENEWAL: Renewal }", "{ RENEWAL: Renewal }")
            .Edit("texts.ar.yaml", "  copies: { label: كم نسخة؟ }\n", "")
            .Edit("texts.en.yaml", "  copies: { label: How many copies? }\n", "");
        foreach (var path in Directory.EnumerateFiles(fixture.PathOf("examples")))
        {
            File.WriteAllText(path, File.ReadAllText(path)
                .Replace("kind: FIRST, copies: \"٣\"", "kind: RENEWAL, permitNo: M1", StringComparison.Ordinal)
                .Replace("registers:\n", "registers:\n  permit: { holder: x }\n", StringComparison.Ordinal));
        }

        var read = newer.Read();
        Assert.True(read.Catalogue!.Services.Count == 1, string.Join('\n', read.Faults));
        var draft = Complete.With("copies", AnswerValue.Of(3));

        var journey = Journey.Compute(read.Catalogue.Services[0], draft, Facts, Fixture.Citizen, Channel.Portal, Fixture.Now);

        Assert.Equal(draft, journey.Context.Answers);
        Assert.Equal(["kind", "copies"], journey.Unfit.Select(u => u.Id));
        Assert.Null(journey.Unfit[1].Question);
        Assert.False(journey.IsComplete);
    }

    /// <summary>Whatever was answered before, only the answers as they stand decide: no route, fee or visible question is left over from earlier ones.</summary>
    [Fact]
    public void Changing_an_earlier_answer_never_leaves_a_stale_route()
    {
        var one = Gen.Select(
            Gen.Int[0, Asked.Length - 1].Select(i => Asked[i]),
            Gen.Int[0, Given.Length - 1].Select(i => Given[i]),
            Gen.Bool);
        one.Array[0, 25].Sample(changes =>
        {
            var answers = AnswerSet.Empty;
            foreach (var (id, text, removes) in changes)
            {
                answers = removes ? answers.Without(id) : answers.With(id, Value(id, text));
                var along = Compute(answers, Facts);
                var anew = Compute(AnswerSet.FromJson(answers.ToJson()), Facts);

                Assert.Equal(RuleBook.Route(Fixture.Permit, anew.Context), RuleBook.Route(Fixture.Permit, along.Context));
                Assert.Equal(anew.IsComplete, along.IsComplete);
                Assert.Equal(anew.Steps.SelectMany(s => s.Questions).Select(q => q.Question.Id), along.Steps.SelectMany(s => s.Questions).Select(q => q.Question.Id));
                Assert.Equal(answers, along.Context.Answers);
                var kind = answers["kind"]?.Json.GetString();
                Assert.Equal(kind == "FIRST" ? "officer" : kind == "RENEWAL" ? "automatic" : null, RuleBook.Route(Fixture.Permit, along.Context));
                Assert.All(along.Steps.SelectMany(s => s.Questions), q => Assert.True(q.Question.Id != "permitNo" || kind == "RENEWAL"));
                Assert.All(answers.Ids.Where(i => i == "gone"), id => Assert.Contains(along.Unfit, u => u.Id == id));
            }
        }, iter: 200);
    }

    [Fact]
    public void Fee_lines_carry_amount_words_and_the_rule_that_gave_them()
    {
        var context = Compute(Complete.With("copies", AnswerValue.Of(3)), Facts).Context;

        var comparison = RuleBook.CompareChannels(Fixture.Permit, context);
        var line = Assert.Single(comparison.Electronic.Lines);

        Assert.Equal(Money.FromDinars(4.502m), line.Amount);
        Assert.Equal("\u20683\u2069 copies.", line.Why.En);
        Assert.Equal("fee-bylaw", line.Instrument);
        var rule = Assert.Single(line.Rules);
        Assert.Equal(("fees", "fr1", "row one"), (rule.Decision, rule.Rule, rule.Annotations["source"]));
        Assert.Equal(Money.FromDinars(1.498m), comparison.Saved);
    }

    [Fact]
    public void Refusals_give_their_words_and_their_rule()
    {
        var young = Fixture.Citizen with { BirthDate = new DateOnly(2000, 2, 12) };
        var context = EvaluationContext.Create(Fixture.Permit, young, Channel.Portal, AnswerSet.Empty, CaseFacts.None, Fixture.Now);

        var reason = Assert.Single(RuleBook.Eligibility(Fixture.Permit, context).Reasons);
        Assert.Equal(("tooYoung", "You are under eighteen.", "er1"), (reason.Code, reason.Why.En, Assert.Single(reason.Rules).Rule));
        var older = EvaluationContext.Create(Fixture.Permit, young, Channel.Portal, AnswerSet.Empty, CaseFacts.None, Fixture.Now.AddDays(1));
        Assert.True(RuleBook.Eligibility(Fixture.Permit, older).IsEligible);
    }

    [Fact]
    public void Facts_survive_being_stored()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Facts);
        var read = System.Text.Json.JsonSerializer.Deserialize<CaseFacts>(json)!;

        Assert.Equal(json, System.Text.Json.JsonSerializer.Serialize(read));
        Assert.True(Compute(Complete, read).IsComplete);
    }

    [Fact]
    public void What_a_register_takes_is_written_as_its_operation_declares()
    {
        var context = Compute(Complete, Facts).Context;
        var inputs = context.Inputs(Fixture.Permit.Writes["civil-status/grant"], Fixture.Permit.ProcessExpressions.Values.Single(e => e.Text.Contains("startMonth", StringComparison.Ordinal)));

        Assert.Equal("""{"nationalNumber":"2000000101","startMonth":"2018-02"}""", inputs.ToJsonString());
    }

    [Fact]
    public void Services_are_found_whatever_the_spelling()
    {
        var catalogue = CatalogueReader.Read(Services.Folder).Catalogue!;

        Assert.Equal("non-conviction-certificate", catalogue.Search("شهاده عدم المحكوميه", Language.Arabic)[0].Id.Name);
        Assert.Equal("non-conviction-certificate", catalogue.Search("conviction", Language.English)[0].Id.Name);
        Assert.Contains(catalogue.Search("مخالفات", Language.Arabic), s => s.Id.Name == "traffic-fines");
        Assert.Empty(catalogue.Search("zzzz", Language.English));
        Assert.Empty(catalogue.Search("  ", Language.English));
    }

    [Fact]
    public void Values_put_into_a_text_are_isolated()
    {
        var text = Fixture.Permit.Texts.In(Language.English, "message.issued", new Dictionary<string, string> { ["documentNumber"] = "\u202eD-1" });

        Assert.Equal("Permit \u2068D-1\u2069 is issued.", text);
    }

    private static AnswerValue Value(string id, string text) => id switch
    {
        "copies" => decimal.TryParse(text, out var number) ? AnswerValue.Of(number) : AnswerValue.Of(text),
        "permits" => AnswerValue.Of([text]),
        _ => AnswerValue.Of(text),
    };

    private static AnswerSet Renewal(string permit) => Complete.With("kind", AnswerValue.Of("RENEWAL")).With("permitNo", AnswerValue.Of(permit));

    private static Journey Compute(AnswerSet answers, CaseFacts facts) =>
        Journey.Compute(Fixture.Permit, answers, facts, Fixture.Citizen, Channel.Portal, Fixture.Now);
}
