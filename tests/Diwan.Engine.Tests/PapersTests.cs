using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Engine.Papers;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>The papers of no one service: each rule of their checker is shown by the good folder damaged in one place; and what the filler makes of them.</summary>
public sealed class PapersTests
{
    [Fact]
    public void The_papers_of_the_product_are_taken_and_their_examples_hold()
    {
        var read = CatalogueReader.Read(Services.Folder);

        Assert.DoesNotContain(read.Faults, f => f.Message.En.Contains("paper", StringComparison.Ordinal));
        Assert.Equal(["refusal-letter", "account-statement"], read.Catalogue!.Papers.Templates.Select(t => t.Id));
        Assert.True(read.Catalogue.Papers.Examples.Count >= 3);
    }

    [Theory]
    [InlineData("document.yaml", "layout: letter", "layout: leter", "unknown-word", "letter")]
    [InlineData("document.yaml", "heading: document.refusal-letter.title", "heding: document.refusal-letter.title", "unknown-block", "heading")]
    [InlineData("document.yaml", "value: paper.reference }", "value: papr.reference }", "feel", "paper")]
    [InlineData("document.yaml", "label: document.refusal-letter.reference", "label: document.refusal-letter.refrence", "missing-text", "refrence")]
    [InlineData("document.yaml", "values: { reference: paper.reference }", "values: {}", "unknown-placeholder", "reference")]
    [InlineData("document.yaml", "totals: document.account-statement.total", "totals: document.account-statement.sum", "missing-text", "sum")]
    [InlineData("document.yaml", "id: account-statement", "id: acount-statement", "unknown-paper", "account-statement")]
    [InlineData("document.yaml", "id: account-statement", "id: other-paper", "missing-paper", "Add it")]
    [InlineData("document.yaml", "reference: paper.reference\n      decision", "holder: paper.nationalNumber\n      decision", "seal-personal", "masked")]
    [InlineData("document.yaml", "opening: { value: paper.opening, format: money }\n      closing", "op_ening: { value: paper.opening, format: money }\n      closing", "seal-name", "letters")]
    [InlineData("document.yaml", "when: paper.sums.card != null", "when: paper.sums.card !=", "feel", "Correct")]
    [InlineData("texts.en.yaml", "    net: Net\n", "", "missing-translation", "texts.en.yaml")]
    [InlineData("texts.ar.yaml", "    net: الصافي\n", "    net: الصافي\n    gross: الإجمالي\n", "unused-text", "Remove")]
    [InlineData("texts.en.yaml", "case {reference}, or at", "case, or at", "placeholder-mismatch", "same values")]
    [InlineData("examples/refused-in-english.yaml", "unpaid fines, Pay the fines", "Pay the fines, unpaid fines", "example-fails", "Correct the template")]
    [InlineData("examples/refused-in-english.yaml", "paper: refusal-letter", "paper: refusal-leter", "unknown-word", "refusal-letter")]
    [InlineData("examples/refused-in-english.yaml", "institution: moj", "institution: mojj", "unknown-word", "moj")]
    [InlineData("examples/refused-in-english.yaml", "on: 2026-11-23", "on: yesterday", "wrong-value", "2018-01-01")]
    [InlineData("examples/a-month-of-three-rails.yaml", "October 2026", "November 2026", "example-fails", "Correct the template")]
    public void A_damaged_folder_is_refused_with_the_place_and_the_remedy(string file, string good, string bad, string code, string remedy)
    {
        using var fixture = WithPapers();
        var faults = fixture.Edit($"/papers/{file}", good, bad).Read().Faults;

        var found = faults.Where(f => f.Code == code).ToArray();
        Assert.True(found.Length > 0, $"no {code} among:\n{string.Join('\n', faults)}");
        Assert.Contains(found, f => f.ToString(Language.English).Contains(remedy, StringComparison.Ordinal));
        Assert.All(faults, f => Assert.True(f.Message.Ar.Length > 3 && f.Remedy.Ar.Length > 3));
        Assert.Contains(faults, f => f.ToString(Language.English).Contains("papers/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_paper_without_an_example_is_refused()
    {
        using var fixture = WithPapers();
        File.Delete(Path.Combine(fixture.Root, "papers/examples/a-month-of-three-rails.yaml"));

        Assert.Contains(fixture.Read().Faults, f => f.Code == "no-example");
    }

    [Fact]
    public void A_way_of_paying_that_took_nothing_has_no_column_and_what_is_not_said_is_left_out()
    {
        var papers = CatalogueReader.Read(Services.Folder).Catalogue!.Papers;
        var values = (JsonObject)papers.Examples.Single(e => e.Paper == PaperKinds.AccountStatement).Values.DeepClone();
        values["sums"]!.AsObject().Remove("cash");
        var statement = PaperFiller.Fill(papers, papers.Find(PaperKinds.AccountStatement)!, values, "1", Fixture.Now).ToText(Language.English);
        Assert.DoesNotContain("Cash", statement, StringComparison.Ordinal);
        Assert.Contains("Total | 7 | 30.000 | 46.500 | 6.000 | 90.500", statement, StringComparison.Ordinal);

        var letter = (JsonObject)papers.Examples.First(e => e.Paper == PaperKinds.RefusalLetter).Values.DeepClone();
        letter["remedy"] = null;
        letter["refund"] = null;
        var text = PaperFiller.Fill(papers, papers.Find(PaperKinds.RefusalLetter)!, letter, "1", Fixture.Now).ToText(Language.Arabic);
        Assert.DoesNotContain("راجع أي قسم", text, StringComparison.Ordinal);
        Assert.DoesNotContain("يُعاد إليك", text, StringComparison.Ordinal);
        Assert.Contains("تعذر على القسم", text, StringComparison.Ordinal);
    }

    /// <summary>The product's papers beside the small good service.</summary>
    private static Fixture WithPapers()
    {
        var fixture = new Fixture();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Services.Folder, "papers"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(fixture.Root, "papers", Path.GetRelativePath(Path.Combine(Services.Folder, "papers"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), "(?m)^institution: \\w+", "institution: moj"));
        }

        return fixture;
    }
}
