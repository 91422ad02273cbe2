using Diwan.Engine.Examples;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>Each rule of the checker is shown by a good service damaged in one place.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void The_good_service_is_taken_and_its_examples_hold()
    {
        foreach (var example in Fixture.Permit.Examples)
        {
            var run = ExampleRunner.Run(Fixture.Permit, example, Fixture.Calendar);
            Assert.True(run.Holds, ExampleText.Whole(run, Language.English));
        }
    }

    [Theory]
    [InlineData("service.yaml", "minutes: 5", "minutse: 5", "unknown-key", "Did you mean \"minutes\"?")]
    [InlineData("service.yaml", "minutes: 5", "", "missing-key", "Add minutes:")]
    [InlineData("service.yaml", "minutes: 5", "minutes: many", "wrong-value", "whole number")]
    [InlineData("service.yaml", "minutes: 5", "minutes: 5\nassurance: hihg", "unknown-word", "high")]
    [InlineData("service.yaml", "registers:\n  - id: person", "assurance: low\nregisters:\n  - id: person\n    confidential: true", "assurance", "substantial")]
    [InlineData("service.yaml", "service: moj/permit", "service: moj/other", "folder", "moj/permit")]
    [InlineData("service.yaml", "workingDays: 2", "workingDays: 16", "promise", "15")]
    [InlineData("service.yaml", "owner: moj:head", "owner: moj:haed", "unknown-word", "moj:head")]
    [InlineData("service.yaml", "minutes: 5", "power: VEHICLES\nminutes: 5", "representation", "Add agent")]
    [InlineData("service.yaml", "lifeEvents: [work]", "lifeEvents: [wrk]", "unknown-word", "work")]
    [InlineData("service.yaml", "channels: [portal, counter]", "channels: [portall, counter]", "unknown-word", "portal")]
    [InlineData("service.yaml", "operation: civil-status/person", "operation: civil-status/prson", "unknown-word", "civil-status/person")]
    [InlineData("service.yaml", "operation: civil-status/person", "operation: civil-status/grant", "register-writes", "process.bpmn")]
    [InlineData("service.yaml", "with: { nationalNumber: applicant.nationalNumber }", "with: {}", "register-input", "nationalNumber")]
    [InlineData("service.yaml", "with: { nationalNumber: applicant.nationalNumber }", "with: { nationalNumber: aplicant.nationalNumber }", "feel", "applicant")]
    [InlineData("service.yaml", "from: 2018-01-01", "from: 01/01/2018", "wrong-value", "2018-01-01")]
    [InlineData("service.yaml", "minutes: 5", "minutes: 5\n  bad: [", "yaml-syntax", "quotes")]
    [InlineData("form.yaml", "type: choice, options: [FIRST, RENEWAL]", "type: chioce, options: [FIRST, RENEWAL]", "unknown-word", "choice")]
    [InlineData("form.yaml", "type: choice, options: [FIRST, RENEWAL]", "type: choice", "missing-key", "options")]
    [InlineData("form.yaml", "answers.kind = \"RENEWAL\"", "answers.knd = \"RENEWAL\"", "unknown-name", "kind")]
    [InlineData("form.yaml", "answers.kind = \"RENEWAL\"", "answers.kind = \"RENEWED\"", "unknown-option", "RENEWAL")]
    [InlineData("form.yaml", "answers.kind = \"RENEWAL\"", "answers.mobile != null", "later-question", "earlier")]
    [InlineData("form.yaml", "answers.kind = \"RENEWAL\"", "1 = 2", "unreachable", "visibleWhen")]
    [InlineData("form.yaml", "visibleWhen: answers.kind", "visibleWhen: answers..kind", "feel", "Correct")]
    [InlineData("form.yaml", "id: copies, type: integer", "id: birthDate, type: integer", "already-known", "facts.person.birthDate")]
    [InlineData("form.yaml", "value: facts.person.nameAr", "value: facts.person.name", "unknown-fact", "nameAr")]
    [InlineData("form.yaml", "value: facts.person.nameAr", "value: facts.persn.nameAr", "unknown-name", "person")]
    [InlineData("form.yaml", "id: mobile, type: phone, prefill: applicant.phone", "id: mobile, type: phone, prefill: applicant.telephone", "unknown-name", "phone")]
    [InlineData("form.yaml", "id: copies", "id: kind", "twice", "another id")]
    [InlineData("texts.en.yaml", "who: Every citizen.", "", "missing-translation", "texts.en.yaml")]
    [InlineData("texts.en.yaml", "who: Every citizen.", "who: \"\"", "blank-text", "Write the text")]
    [InlineData("texts.en.yaml", "who: Every citizen.", "who: Every citizen.\nwhom: Nobody.", "missing-translation", "texts.ar.yaml")]
    [InlineData("texts.ar.yaml", "who: كل مواطن.", "who: كل مواطن.\nunite: وحدة", "unused-text", "Remove")]
    [InlineData("texts.en.yaml", "steps: [Apply., Pay.]", "steps: [Apply.]", "list-length", "equally long")]
    [InlineData("texts.en.yaml", "Application {reference} lapsed.", "Application lapsed.", "placeholder-mismatch", "same values")]
    [InlineData("texts.en.yaml", "label: How many copies?", "label: How many copies? (optional)", "says-optional", "optional: true")]
    [InlineData("texts.en.yaml", "Application {reference} lapsed.", "Application {phone} lapsed.", "unknown-placeholder", "reference")]
    [InlineData("texts.en.yaml", "\"{copies} copies.\"", "\"{copiez} copies.\"", "unknown-placeholder", "copies")]
    [InlineData("document.yaml", "heading: document.permit.title", "heading: document.permit.head", "missing-text", "document.permit.head")]
    [InlineData("document.yaml", "values: { name: facts.person.nameAr,", "values: {", "unknown-placeholder", "name")]
    [InlineData("document.yaml", "choice:kind", "choice:kid", "unknown-question", "kind")]
    [InlineData("document.yaml", "case.documentNumber", "case.number", "unknown-name", "documentNumber")]
    [InlineData("document.yaml", "layout: certificate", "layout: diploma", "unknown-word", "certificate")]
    [InlineData("document.yaml", "layout: certificate", "layout: card", "no-card", "block card")]
    [InlineData("document.yaml", "layout: certificate", "layout: plan", "no-plot", "block plot")]
    [InlineData("document.yaml", "heading: document.permit.title", "hading: document.permit.title", "unknown-block", "Kinds")]
    [InlineData("document.yaml", "blocks:\n", "blocks:\n      - amount: { label: document.permit.title, value: case.reference }\n", "not-money", "format: money")]
    [InlineData("document.yaml", "blocks:\n", "blocks:\n      - card: { plate: case.reference, front: [ { label: document.permit.title, value: case.reference } ], back: [ { label: document.permit.title, value: case.reference } ] }\n", "card-elsewhere", "layout: card")]
    [InlineData("document.yaml", "seal: {", "seal: { id: applicant.nationalNumber,", "seal-personal", "masked")]
    [InlineData("document.yaml", "seal: {", "seal: { 1_x: case.reference,", "seal-name", "a-z")]
    [InlineData("document.yaml", "seal: {", "seal: { a1: today, a2: today, a3: today, a4: today, a5: today, a6: today, a7: today, a8: today, a9: today, b1: today, b2: today,", "seal-too-large", "Keep only")]
    [InlineData("rules.dmn", "\"fees\"", "\"charges\"", "missing-decision", "decision table")]
    [InlineData("rules.dmn", "<text>\"fee-bylaw\"</text>", "<text>\"fee-law\"</text>", "unknown-instrument", "fee-bylaw")]
    [InlineData("rules.dmn", "<text>\"fee-bylaw\"</text>", "<text>null</text>", "fee-instrument", "instrument")]
    [InlineData("rules.dmn", "<text>\"charge\"</text>", "<text>\"charg\"</text>", "unknown-word", "charge")]
    [InlineData("rules.dmn", "2 * answers.copies", "1.5 * answers.copies", "not-cheaper", "counter")]
    [InlineData("rules.dmn", "2 * answers.copies", "2 * answers.copies *", "dmn", "rules.dmn")]
    [InlineData("service.yaml", "rounding: halfAwayFromZero", "", "missing-rounding", "Add rounding: halfAwayFromZero")]
    [InlineData("service.yaml", "rounding: halfAwayFromZero", "rounding: halfToEven", "unknown-word", "halfAwayFromZero")]
    [InlineData("service.yaml", "year: 2017, from", "year: 2017, by: offence, from", "law-date", "Add to the line on:")]
    [InlineData("service.yaml", "year: 2017, from", "year: 2017, by: offense, from", "unknown-word", "offence")]
    [InlineData("service.yaml", "year: 2017, from", "year: 2017, date: 2016-12-31, from", "wrong-value", "2017")]
    [InlineData("service.yaml", "from: 2017-01-01, to: null", "from: 2017-01-01, to: 2018-02-10", "instrument-not-in-force", "2018-02-11")]
    [InlineData("rules.dmn", "<text>facts.person.alive</text>", "<text>facts.person.living</text>", "unknown-fact", "What may stand here")]
    [InlineData("rules.dmn", "<text>\"FIRST\"</text>", "<text>\"RENEWAL\"</text>", "overlapping-rules", "FIRST")]
    [InlineData("rules.dmn", "\"tooYoung\"", "\"minor\"", "missing-text", "refusal.minor.why")]
    [InlineData("process.bpmn", " diwan:role=\"moj:officer\"", "", "missing-attribute", "diwan:role")]
    [InlineData("process.bpmn", "moj:officer", "moj:oficer", "unknown-word", "moj:officer")]
    [InlineData("process.bpmn", " diwan:days=\"2\"", "", "task-deadline", "diwan:days")]
    [InlineData("process.bpmn", "diwan:do=\"bill\"", "diwan:do=\"bil\"", "unknown-word", "bill")]
    [InlineData("process.bpmn", "diwan:decision=\"route\"", "diwan:decision=\"rout\"", "unknown-word", "route")]
    [InlineData("process.bpmn", "diwan:operation=\"civil-status/grant\"", "diwan:operation=\"civil-status/person\"", "register-reads", "writes")]
    [InlineData("process.bpmn", "nationalNumber: applicant.nationalNumber, ", "", "register-input", "nationalNumber")]
    [InlineData("process.bpmn", "diwan:outcome=\"lapsed\"", "diwan:outcome=\"gone\"", "unknown-word", "lapsed")]
    [InlineData("process.bpmn", "diwan:message=\"lapsed\"", "", "missing-attribute", "diwan:message")]
    [InlineData("process.bpmn", "decisions.review", "decisions.reviw", "unknown-name", "review")]
    [InlineData("process.bpmn", "rules.route =", "rule.route =", "feel", "rules")]
    [InlineData("process.bpmn", "<exclusiveGateway id=\"join\">", "<parallelGateway id=\"join\">", "unsound-process", "")]
    [InlineData("before.bpmn", "diwan:minutes=\"60\"", "diwan:minutes=\"an hour\"", "wrong-value", "number")]
    [InlineData("examples/too-young.yaml", "refusals: [tooYoung]\n  eligible: false", "eligible: true", "no-refused-example", "refusals")]
    [InlineData("examples/first-approved.yaml", "registers:\n  person:", "registers:\n  persn:", "unknown-word", "person")]
    [InlineData("examples/first-approved.yaml", "gender: FEMALE", "gender: F", "unknown-fact", "FEMALE")]
    [InlineData("examples/first-approved.yaml", "task: review", "task: revue", "unknown-word", "review")]
    [InlineData("examples/first-approved.yaml", "copies: \"٣\"", "copis: 3", "unknown-word", "copies")]
    [InlineData("examples/first-approved.yaml", "- pay\n", "- pays\n", "unknown-word", "pay")]
    [InlineData("/institutions.yaml", "id: officer", "id: clerk", "unknown-word", "moj:clerk")]
    [InlineData("/institutions.yaml", "    roles:\n", "    app: { name: { ar: تطبيق, en: App }, colour: \"#ffcc00\" }\n    roles:\n", "wrong-value", "a contrast of at least 4.5")]
    [InlineData("/institutions.yaml", "    roles:\n", "    app: { name: { ar: تطبيق, en: App }, colour: \"#083d39\", start: counter }\n    roles:\n", "wrong-value", "one slash")]
    [InlineData("/registers.yaml", "birthDate: date", "birthDate: dat", "unknown-word", "date")]
    [InlineData("/calendar/hours.yaml", "closes: \"15:30\"", "at: mojj, closes: \"15:30\"", "unknown-word", "moj")]
    [InlineData("/calendar/hours.yaml", "closes: \"15:30\"", "at: moj, closes: \"15:30\"", "wrong-value", "without at")]
    [InlineData("/calendar/hours.yaml", "closes: \"15:30\"", "days: [sun], closes: \"15:30\"", "unknown-word", "sunday")]
    [InlineData("/calendar/holidays.yaml", "status: calculated", "workedBy: [mop], status: calculated", "unknown-word", "moj")]
    [InlineData("service.yaml", "owner: moj:head", "owner: moj:head\noffice: palace", "unknown-word", "palace")]
    [InlineData("/calendar/hours.yaml", "closes: \"15:30\"", "closes: \"08:00\"", "wrong-value", "after opens")]
    public void A_damaged_service_is_refused_with_place_and_remedy(string file, string good, string bad, string code, string remedy)
    {
        using var fixture = new Fixture();
        if (bad.StartsWith("<parallelGateway", StringComparison.Ordinal))
        {
            fixture.Edit(file, "<outgoing>s12</outgoing></exclusiveGateway>", "<outgoing>s12</outgoing></parallelGateway>");
        }

        var result = fixture.Edit(file, good, bad).Read();

        var faults = result.Faults.Where(f => f.Code == code).ToArray();
        Assert.True(faults.Length > 0, $"no {code} among:\n{string.Join('\n', result.Faults)}");
        Assert.Contains(faults, f => f.ToString(Language.English).Contains(remedy, StringComparison.Ordinal));
        Assert.All(result.Faults, f => Assert.True(f.Message.Ar.Length > 3 && f.Remedy.Ar.Length > 3));
        Assert.True(result.Catalogue is null || result.Catalogue.Services.Count == 0, "the service was taken all the same");
    }

    [Fact]
    public void A_way_to_an_end_without_a_word_is_refused_and_shown()
    {
        using var fixture = new Fixture();
        var faults = fixture
            .Edit("process.bpmn", "sourceRef=\"refund\" targetRef=\"refusedMessage\"", "sourceRef=\"refund\" targetRef=\"refusedEnd\"")
            .Edit("process.bpmn", "<sendTask id=\"refusedMessage\" diwan:message=\"refused\"><incoming>s10</incoming><outgoing>s11</outgoing></sendTask>", "")
            .Edit("process.bpmn", "<sequenceFlow id=\"s11\" sourceRef=\"refusedMessage\" targetRef=\"refusedEnd\" />", "")
            .Edit("process.bpmn", "<incoming>s11</incoming>", "<incoming>s10</incoming>")
            .Read().Faults;

        Assert.Contains(faults, f => f.Code == "silent-end" && f.Message.En.Contains("refund → refusedEnd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("texts.en.yaml", "{copies} copies.", "{copiez} copies.")]
    [InlineData("rules.dmn", "<outputEntry><text>answers.copies</text></outputEntry><annotationEntry><text>fee-bylaw</text></annotationEntry><annotationEntry><text>row one</text>", "<outputEntry><text>null</text></outputEntry><annotationEntry><text>fee-bylaw</text></annotationEntry><annotationEntry><text>row one</text>")]
    public void An_explanation_of_a_fee_that_lacks_a_value_does_not_hold(string file, string good, string bad)
    {
        using var fixture = new Fixture();
        var result = fixture.Edit(file, good, bad).Read();
        if (result.Catalogue?.Services is not [var permit])
        {
            Assert.Contains(result.Faults, f => f.Code == "unknown-placeholder");
            return;
        }

        var run = ExampleRunner.Run(permit, permit.Examples.First(e => e.Name == "first-approved"), Fixture.Calendar);
        Assert.Contains(run.Differences, d => d.En.Contains("the explanation of the line \"permit\" lacks a value", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_examples_are_a_fault()
    {
        using var fixture = new Fixture();
        File.Delete(fixture.PathOf("examples/copy-0.yaml"));
        File.Delete(fixture.PathOf("examples/copy-1.yaml"));

        Assert.Contains(fixture.Read().Faults, f => f.Code == "few-examples");
    }

    [Fact]
    public void No_accepted_example_is_a_fault()
    {
        using var fixture = new Fixture();
        foreach (var path in Directory.EnumerateFiles(fixture.PathOf("examples"), "*.yaml").Where(p => !p.EndsWith("too-young.yaml", StringComparison.Ordinal)))
        {
            File.Delete(path);
        }

        Assert.Contains(fixture.Read().Faults, f => f.Code == "no-accepted-example");
    }

    [Fact]
    public void Every_missing_file_is_named_at_once()
    {
        using var fixture = new Fixture();
        File.Delete(fixture.PathOf("form.yaml"));
        File.Delete(fixture.PathOf("rules.dmn"));
        File.Delete(fixture.PathOf("texts.en.yaml"));

        var missing = fixture.Read().Faults.Where(f => f.Code == "missing-file").Select(f => Path.GetFileName(f.File)).ToArray();

        Assert.Equal(["form.yaml", "rules.dmn", "texts.en.yaml"], missing.Order());
    }

    [Fact]
    public void Faults_of_several_files_come_together_sorted_by_place()
    {
        using var fixture = new Fixture();
        var faults = fixture
            .Edit("service.yaml", "owner: moj:head", "owner: moj:haed")
            .Edit("form.yaml", "type: phone", "type: fone")
            .Edit("texts.en.yaml", "who: Every citizen.", "")
            .Read().Faults;

        Assert.Contains(faults, f => f.File.EndsWith("service.yaml", StringComparison.Ordinal) && f.Line == 11 && f.Column == 8);
        Assert.Contains(faults, f => f.File.EndsWith("form.yaml", StringComparison.Ordinal) && f.Code == "unknown-word");
        Assert.Contains(faults, f => f.Code == "missing-translation");
        Assert.Equal(faults.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column), faults);
    }

    [Fact]
    public void A_fault_in_an_expression_has_the_column_of_the_name()
    {
        using var fixture = new Fixture();
        var fault = fixture.Edit("form.yaml", "answers.kind = \"RENEWAL\"", "nothing.kind = \"RENEWAL\"").Read().Faults.First(f => f.Code == "feel");
        var line = File.ReadAllLines(fixture.PathOf("form.yaml"))[fault.Line - 1];

        Assert.StartsWith("nothing", line[(fault.Column - 1)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_which_can_grow_without_end_are_refused()
    {
        using var fixture = new Fixture();
        var faults = fixture.Edit("service.yaml", "minutes: 5", "minutes: &five 5\nyourTurnDays: *five").Read().Faults;

        Assert.Contains(faults, f => f.Code == "yaml-syntax");
    }

    [Fact]
    public void A_placeholder_stays_visible_and_says_why()
    {
        using var fixture = new Fixture();
        Directory.CreateDirectory(Path.Combine(fixture.Root, "programme/slot-10"));
        File.WriteAllText(Path.Combine(fixture.Root, "programme/slot-10/service.yaml"),
            "placeholder: true\nslot: 10\nname: { ar: العاشرة, en: The tenth }\nwhy: { ar: لم تُسمَّ, en: Not named }\n");

        var result = fixture.Read();

        Assert.Empty(result.Faults);
        Assert.Equal("Not named", Assert.Single(result.Catalogue!.Placeholders).Why.En);
    }
}
