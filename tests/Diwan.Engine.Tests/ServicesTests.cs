using System.Xml.Linq;
using Diwan.Engine.Definitions;
using Diwan.Engine.Examples;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

public sealed class ServicesTests
{
    [Fact]
    public void All_services_are_without_fault()
    {
        var result = CatalogueReader.Read(Services.Folder);

        Assert.True(result.Faults.Count == 0, string.Join('\n', result.Faults));
        Assert.NotNull(result.Catalogue);
        Assert.NotEmpty(result.Catalogue.Services);
    }

    [Fact]
    public void Every_label_of_a_process_has_its_English_words()
    {
        foreach (var process in CatalogueReader.Read(Services.Folder).Catalogue!.Services.SelectMany(s => new[] { s.Process, s.Before }))
        {
            Assert.All(process.AllNodes.Where(n => n.Name is not null), n => Assert.False(string.IsNullOrEmpty(n.Documentation), n.ToString()));
            Assert.All(process.AllFlows.Where(f => f.Name is not null), f => Assert.False(string.IsNullOrEmpty(f.Documentation), f.ToString()));
        }
    }

    [Fact]
    public void All_examples_hold()
    {
        var catalogue = CatalogueReader.Read(Services.Folder).Catalogue!;
        var failed = new List<string>();
        foreach (var service in catalogue.Services)
        {
            foreach (var example in service.Examples)
            {
                var run = ExampleRunner.Run(service, example, catalogue.Calendar);
                failed.AddRange(run.Differences.Select(d => $"{service.Id} {example.Name}: {d.En}"));
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    /// <summary>A message nobody is ever sent, and a notice the plan names that no service has.</summary>
    [Fact]
    public void Every_message_is_sent_in_some_example_and_every_service_has_the_common_notices()
    {
        var catalogue = CatalogueReader.Read(Services.Folder).Catalogue!;
        var silent = new List<string>();
        var kinds = new HashSet<string>();
        foreach (var service in catalogue.Services)
        {
            var messages = service.Texts.Keys.Where(k => k.StartsWith("message.", StringComparison.Ordinal)).Select(k => k[8..]).ToHashSet();
            kinds.UnionWith(messages);
            var sent = service.Examples.SelectMany(e => ExampleRunner.Run(service, e, catalogue.Calendar).Messages).ToHashSet();
            // Those that need an officer's sending back, or a month before an end, are tried with the engine and the duties.
            silent.AddRange(messages.Where(m => !sent.Contains(m) && m is not ("yourTurn" or "lapsed" or "withdrawn" or "expiring")).Select(m => $"{service.Id} {m}"));
            Assert.Superset(new HashSet<string> { "billIssued", "paid", "yourTurn", "withdrawn", "lapsed", "unpaid" }, messages);
            Assert.True(messages.Contains("expiring") == service.Documents.Any(d => d.ValidUntil is not null), $"{service.Id}: what ends is told in time");
            Assert.True(messages.Overlaps(["decided", "refused", "refund"]), $"{service.Id}: a refusal is told");
            Assert.Contains("{reference}", service.Texts["message.billIssued"].En, StringComparison.Ordinal);
        }

        Assert.Superset(new HashSet<string> { "received", "underReview", "issued", "expiring" }, kinds);
        Assert.Empty(silent);
    }

    [Fact]
    public void Telephone_numbers_in_Arabic_are_read_from_left_to_right()
    {
        foreach (var service in CatalogueReader.Read(Services.Folder).Catalogue!.Services)
        {
            var help = service.Texts["help"].Ar;
            Assert.Contains("\u206606-\u20605008080\u2069", help, StringComparison.Ordinal);
            Assert.Equal(help, ArabicText.SetNumbersApart(help));
        }

        Assert.Equal("السطر \u20662018-10-31\u2069.", ArabicText.SetNumbersApart("السطر 2018-10-31."));
        Assert.Equal("Month 2018-10, day 2018-10-31", ArabicText.KeepTelephonesWhole("Month 2018-10, day 2018-10-31"));
        Assert.Equal("06-\u20605008080", ArabicText.KeepTelephonesWhole(ArabicText.KeepTelephonesWhole("06-5008080")));
        Assert.Equal("من 3 - 5 إلى A-12", ArabicText.SetNumbersApart("من 3 - 5 إلى A-12"));
    }

    [Fact]
    public void Paper_that_is_handed_over_has_its_code_in_the_message()
    {
        foreach (var service in CatalogueReader.Read(Services.Folder).Catalogue!.Services)
        {
            foreach (var key in service.Texts.Keys.Where(k => k is "message.posted" or "message.readyToCollect" or "message.readyAtCourt"))
            {
                Assert.True(service.HandsOverAgainstCode);
                Assert.Contains("{deliveryCode}", service.Texts[key].Ar, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>What the services are known by, with the sums of their sources: not one of them may be lost from the examples.</summary>
    [Theory]
    [InlineData("ssc/contributions", "wage-at-the-cap", "employer 477.233, employee 251.175, total 728.408")]
    [InlineData("ssc/contributions", "just-below-the-cap", "employer 477.232, employee 251.175")]
    [InlineData("ssc/contributions", "above-the-cap", "employer 477.233, employee 251.175")]
    [InlineData("ssc/contributions", "below-the-cap", "employer 285.000, employee 150.000")]
    [InlineData("ssc/contributions", "joined-before-october-2009", "employer 712.500, employee 375.000")]
    [InlineData("ssc/contributions", "last-day-without-increase", "total 217.500")]
    [InlineData("ssc/contributions", "one-day-late", "interest 2.175, total 219.675")]
    [InlineData("ssc/contributions", "last-day-on-a-friday", "total 217.500")]
    [InlineData("ssc/contributions", "the-monday-after", "interest 2.175")]
    [InlineData("ssc/contributions", "rate-of-2016", "employer 137.500, employee 72.500")]
    [InlineData("ssc/contributions", "reduced-rate-of-spring-2020", "employer 42.500, employee 10.000")]
    [InlineData("ssc/contributions", "uploaded-list-with-a-bad-row", "fault wageList")]
    [InlineData("ssc/voluntary-subscription", "lowest-wage", "contribution 50.750")]
    [InlineData("ssc/voluntary-subscription", "highest-wage", "contribution 334.950")]
    [InlineData("ssc/voluntary-subscription", "expatriate-with-a-foreign-phone", "contribution 175.000, foreign phone, issued")]
    [InlineData("ssc/voluntary-subscription", "woman-of-exactly-55", "refused tooOld")]
    [InlineData("ssc/voluntary-subscription", "woman-one-day-short-of-55", "issued")]
    [InlineData("ssc/voluntary-subscription", "man-one-day-short-of-60", "issued")]
    [InlineData("ssc/voluntary-subscription", "lapses-unpaid", "lapsed")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-1599-cc", "licence 45.000")]
    [InlineData("dvld/vehicle-licence-renewal", "gasoline-1600-cc", "licence 64.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-1999-cc", "licence 64.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-2000-cc", "licence 173.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-2499-cc", "licence 173.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-2500-cc", "licence 225.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-2999-cc", "licence 225.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-3000-cc", "licence 440.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-3999-cc", "licence 440.000")]
    [InlineData("dvld/vehicle-licence-renewal", "engine-4000-cc", "licence 650.000")]
    [InlineData("dvld/vehicle-licence-renewal", "last-day-without-the-cap", "licence 650.000")]
    [InlineData("dvld/vehicle-licence-renewal", "first-day-of-the-cap", "licence 450.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-10000", "licence 50.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-10000-001", "licence 125.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-25000", "licence 125.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-25000-001", "licence 300.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-50000", "licence 300.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-50000-001", "licence 500.000")]
    [InlineData("dvld/vehicle-licence-renewal", "value-100000", "licence 500.000")]
    [InlineData("dvld/vehicle-licence-renewal", "above-100000-goes-to-an-officer", "licenceUnpriced 0.000")]
    [InlineData("dvld/vehicle-licence-renewal", "electric-up-to-10000", "licence 50.000, total 51.000")]
    [InlineData("dvld/vehicle-licence-renewal", "day-before-the-clean-year-discount", "licence 64.000, total 65.000")]
    [InlineData("dvld/vehicle-licence-renewal", "clean-year-discount", "cleanYear -16.000")]
    [InlineData("dvld/vehicle-licence-renewal", "not-exempt-from-inspection", "refused inspectionNeeded")]
    [InlineData("dvld/vehicle-licence-renewal", "fine-to-pay-first", "refused finesDue")]
    [InlineData("dvld/vehicle-licence-renewal", "co-owner", "issued")]
    [InlineData("gam/traffic-fines", "must-go-to-court", "refused courtBound")]
    [InlineData("gam/traffic-fines", "court-bound-cannot-be-chosen", "")]
    [InlineData("gam/traffic-fines", "early-payment-day-60", "earlyDiscount")]
    [InlineData("gam/traffic-fines", "early-payment-day-61", "no earlyDiscount")]
    [InlineData("gam/traffic-fines", "day-before-the-amnesty", "no amnestyDiscount")]
    [InlineData("gam/traffic-fines", "amnesty-first-day", "amnestyDiscount")]
    [InlineData("gam/traffic-fines", "amnesty-last-day", "amnestyDiscount")]
    [InlineData("gam/traffic-fines", "amnesty-day-after", "no amnestyDiscount")]
    [InlineData("gam/traffic-fines", "serious-offence-has-no-discount", "total 178.000")]
    [InlineData("gam/property-tax", "incentive-8-per-cent-last-day", "incentive -21.600")]
    [InlineData("gam/property-tax", "incentive-day-after", "no incentive")]
    [InlineData("gam/property-tax", "incentive-10-per-cent-last-day", "incentive -27.000")]
    [InlineData("gam/property-tax", "incentive-2026-day-after", "no incentive")]
    [InlineData("gam/property-tax", "no-penalty-on-31-december", "no penalty")]
    [InlineData("gam/property-tax", "penalty-on-1-january", "penalty 27.000")]
    [InlineData("gam/property-tax", "day-before-the-amnesty-of-2025", "no amnestyDiscount")]
    [InlineData("gam/property-tax", "amnesty-of-2025-first-day", "amnestyDiscount")]
    [InlineData("gam/property-tax", "amnesty-of-2026-last-day", "amnestyDiscount")]
    [InlineData("gam/property-tax", "amnesty-of-2026-day-after", "no amnestyDiscount")]
    [InlineData("gam/property-tax", "credit-for-who-paid-early-in-2025", "credit -72.000, incentive -27.000")]
    [InlineData("gam/property-tax", "co-owner-pays-own-share", "total 200.000")]
    [InlineData("gam/property-tax", "expatriate-pays-from-abroad", "foreign phone, issued")]
    [InlineData("gam/vocational-licence-renewal", "last-day-of-the-window", "no lateFine")]
    [InlineData("gam/vocational-licence-renewal", "first-day-after-the-window", "lateFine 5.800, lateFineAdvertising 4.000")]
    [InlineData("gam/vocational-licence-renewal", "thirtieth-of-june", "lateFine 5.800, lateFineAdvertising 4.000")]
    [InlineData("gam/vocational-licence-renewal", "first-of-july", "lateFine 14.500, lateFineAdvertising 4.000")]
    [InlineData("gam/vocational-licence-renewal", "change-declared", "refused changeNeedsAmendment")]
    [InlineData("dls/registration-deed", "co-owner-own-share-only", "issued")]
    [InlineData("dls/registration-deed", "mortgage-and-attachment-are-shown", "issued")]
    [InlineData("dls/land-plan", "old-coordinates-beside-new-ones", "issued")]
    [InlineData("dls/land-plan", "paper-sheet-drawn-by-a-surveyor", "issued")]
    [InlineData("moj/non-conviction-certificate", "clean-record-inside-jordan", "total 5.000, issued")]
    [InlineData("moj/non-conviction-certificate", "at-the-counter", "total 6.000")]
    [InlineData("moj/non-conviction-certificate", "same-name-cleared-by-the-judge", "issued")]
    [InlineData("moj/non-conviction-certificate", "withheld-by-the-judge", "refused by a person")]
    [InlineData("moj/non-conviction-certificate", "expatriate-for-an-embassy-in-english", "foreign phone, issued")]
    public void What_a_service_is_known_by_is_among_its_examples(string service, string name, string says)
    {
        var example = Assert.Single(Read.Value.Find(ServiceId.Parse(service))!.Examples, e => e.Name == name);
        foreach (var claim in says.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var words = claim.Split(' ');
            var held = words switch
            {
                ["total", var sum] => example.Expect.Total == Amount(sum),
                ["fault", var question] => example.Expect.Faults?.Contains(question) == true,
                ["refused", "by", ..] => example.Expect.Outcome == "refused" && example.Then.OfType<ExampleStep.Decide>().Any(d => d.As == "refuse"),
                ["refused", var reason] => example.Expect.Refusals?.Contains(reason) == true,
                ["no", var line] => example.Expect.Fees is { } fees && !fees.ContainsKey(line),
                ["foreign", "phone"] => example.Answers["mobile"]!.GetValue<string>() is ['+', ..] phone && !phone.StartsWith("+962", StringComparison.Ordinal),
                ["issued" or "lapsed" or "refunded"] => example.Expect.Outcome == words[0],
                [var line] => example.Expect.Fees?.ContainsKey(line) == true,
                [var line, var sum] => example.Expect.Fees?.GetValueOrDefault(line)?.Contains(Amount(sum)) == true,
                _ => false,
            };
            Assert.True(held, $"{service} {name} does not say: {claim}");
        }

        static Money Amount(string text) => Money.FromDinars(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_reason_to_refuse_has_an_example_and_every_service_ten_of_them()
    {
        foreach (var service in Read.Value.Services)
        {
            Assert.True(service.Examples.Count >= 10, $"{service.Id} has {service.Examples.Count} examples.");
            var rules = XDocument.Load(Path.Combine(Services.Folder, service.Id.ToString(), "rules.dmn"));
            var byRule = rules.Descendants().Single(e => e.Name.LocalName == "decision" && (string?)e.Attribute("id") == "eligibility")
                .Descendants().Where(e => e.Name.LocalName == "outputEntry")
                .Select(e => e.Value.Trim()).Where(v => v.StartsWith('"')).Select(v => v.Trim('"')).ToHashSet(StringComparer.Ordinal);
            Assert.NotEmpty(byRule);
            byRule.ExceptWith(service.Examples.SelectMany(e => e.Expect.Refusals ?? []));
            Assert.True(byRule.Count == 0, $"{service.Id}: no example is refused for {string.Join(", ", byRule)}.");
            var byPeople = service.Refusals.ToHashSet(StringComparer.Ordinal);
            byPeople.ExceptWith(service.Examples.SelectMany(e => e.Then).OfType<ExampleStep.Decide>().Select(d => d.Reason!));
            Assert.True(byPeople.Count == 0, $"{service.Id}: in no example does anybody refuse for {string.Join(", ", byPeople)}.");
        }
    }

    private static readonly Lazy<Catalogue> Read = new(() => CatalogueReader.Read(Services.Folder).Catalogue!);
}

internal static class Services
{
    /// <summary>The services folder of the repository.</summary>
    internal static string Folder { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var services = Path.Combine(at.FullName, "services");
            if (File.Exists(Path.Combine(services, "institutions.yaml")))
            {
                return services;
            }
        }

        throw new DirectoryNotFoundException("The services folder was not found above the tests.");
    }
}
