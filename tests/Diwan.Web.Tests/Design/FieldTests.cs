using Diwan.Web.Fields;
using Microsoft.Extensions.Primitives;

namespace Diwan.Web.Tests.Design;

public sealed class FieldTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("/ar/design")]
    [InlineData("/en/design")]
    public async Task Every_input_has_a_name_a_label_and_what_describes_it(string path)
    {
        var page = await site.ReadAsync(path);
        var inputs = page.QuerySelectorAll("main input:not([type=hidden]), main select, main textarea");

        Assert.True(inputs.Length > 40);
        foreach (var input in inputs)
        {
            Assert.False(string.IsNullOrEmpty(input.GetAttribute("name")) && input.GetAttribute("type") != "search", input.OuterHtml);
            Assert.True(page.QuerySelector($"label[for='{input.Id}']") is not null, $"no label: {input.OuterHtml}");
            foreach (var id in (input.GetAttribute("aria-describedby") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.True(page.GetElementById(id) is not null, $"{input.Id} is described by {id}, which is not there");
            }
        }
    }

    [Theory]
    [InlineData("/ar/design")]
    [InlineData("/en/design")]
    public async Task Every_line_of_the_error_summary_leads_to_a_control(string path)
    {
        var page = await site.ReadAsync(path);
        var links = page.QuerySelectorAll(".govuk-error-summary__list a");

        Assert.Equal(4, links.Length);
        foreach (var link in links)
        {
            var control = page.GetElementById(link.GetAttribute("href")![1..]);
            Assert.Contains(control!.TagName, (string[])["INPUT", "SELECT", "TEXTAREA"]);
        }
    }

    [Fact]
    public async Task Numbers_run_left_to_right_and_bring_up_a_keypad()
    {
        var page = await site.ReadAsync("/ar/design");

        foreach (var name in (string[])["nationalNumber", "wage", "phone", "birthDate.day", "plate.plateNumber"])
        {
            var input = page.QuerySelector($"[name='{name}']")!;
            Assert.Equal("ltr", input.GetAttribute("dir"));
            Assert.Contains(input.GetAttribute("inputmode"), (string[])["numeric", "decimal", "tel"]);
        }
    }

    [Fact]
    public async Task Enter_continues_and_does_not_remove()
    {
        var page = await site.ReadAsync("/en/design");
        var first = page.QuerySelector("main form[method=post] button[type=submit]")!;

        Assert.Equal("do", first.GetAttribute("name"));
        Assert.Equal("continue", first.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("button[value='remove:heirs.1']"));
        Assert.NotNull(page.QuerySelector("button[value='add:heirs']"));
    }

    [Theory]
    [InlineData("SA", "0501234567", "+966501234567")]
    [InlineData("SA", "٠٥٠١٢٣٤٥٦٧", "+966501234567")]
    [InlineData("SA", "+44 20 7946 0000", "+44 20 7946 0000")]
    [InlineData("JO", "0790123456", "0790123456")]
    [InlineData("other", "+81312345678", "+81312345678")]
    [InlineData("IT", "06 1234567", "+3906 1234567")]
    public void A_telephone_and_its_country_become_one_number(string country, string typed, string expected)
    {
        var form = new FormCollection(new Dictionary<string, StringValues> { ["mobile"] = typed, ["mobile.country"] = country, ["name"] = "x" });

        var fields = FormFields.Read(form).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

        Assert.Equal(["mobile", "name"], fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(expected, Assert.Single(fields["mobile"]));
    }

    [Fact]
    public void A_name_in_a_group_is_the_engines_and_its_id_is_fit_for_a_page()
    {
        var name = FieldNames.InGroup("heirs", 2, "share");

        Assert.Equal("heirs[2].share", name);
        Assert.Equal("q-heirs-2-share", FieldNames.HtmlId(name));
    }
}
