using System.Text.Json;
using CsCheck;
using Diwan.Engine.Definitions;
using Diwan.Engine.Examples;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>The tariff: cheaper online at every point, dated by the law, priced again to the day, tried on the past.</summary>
public sealed class TariffTests
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web);

    private static readonly Lazy<Catalogue> Real = new(() => CatalogueReader.Read(Services.Folder).Catalogue!);

    private static readonly (string Service, string Example)[] Priced =
    [
        .. Real.Value.Services.SelectMany(s => s.Examples.Where(e => e.Expect.Total is not null).Select(e => (s.Id.ToString(), e.Name))),
    ];

    private static ServiceDefinition Service(string id) => Real.Value.Find(ServiceId.Parse(id))!;

    private static string Rules(string id) => File.ReadAllText(Path.Combine(Services.Folder, id, "rules.dmn"));

    private static IReadOnlyList<DefinitionFault> Check(string service, string rules) =>
        CatalogueReader.ReadService(Path.Combine(Services.Folder, service), rules).Faults;

    // ---- cheaper online, at every point

    [Fact]
    public void Online_as_dear_as_the_counter_is_refused_at_the_row_with_the_example_and_the_remedy_in_both_languages()
    {
        var rules = Rules("gam/traffic-fines").Replace("<outputEntry><text>1.000</text></outputEntry>", "<outputEntry><text>0.000</text></outputEntry>", StringComparison.Ordinal);
        var fault = Check("gam/traffic-fines", rules).First(f => f.Code == "not-cheaper");

        Assert.EndsWith("gam/traffic-fines/rules.dmn", fault.File, StringComparison.Ordinal);
        Assert.Contains("counterCharge_1", File.ReadAllLines(Path.Combine(Services.Folder, "gam/traffic-fines/rules.dmn"))[fault.Line - 1], StringComparison.Ordinal);
        Assert.Contains(".yaml:1", fault.Message.En, StringComparison.Ordinal);
        Assert.Contains(".yaml:1", fault.Message.Ar, StringComparison.Ordinal);
        Assert.Contains("lower the electronic charge", fault.Remedy.En, StringComparison.Ordinal);
        Assert.Contains("خفّض", fault.Remedy.Ar, StringComparison.Ordinal);
    }

    [Fact]
    public void One_electronic_channel_that_costs_more_is_found_though_the_others_cost_less()
    {
        var row = """<rule id="charges_x"><inputEntry><text>&gt;= date("2018-01-01")</text></inputEntry><inputEntry><text>"assisted"</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"delivery"</text></outputEntry><outputEntry><text>"charge"</text></outputEntry><outputEntry><text>1.000</text></outputEntry><outputEntry><text>"service-charge"</text></outputEntry><annotationEntry><text>service-charge</text></annotationEntry><annotationEntry><text>x</text></annotationEntry></rule>""";
        var rules = Rules("dvld/vehicle-licence-renewal");
        var at = rules.IndexOf("<rule id=\"charges_1\">", StringComparison.Ordinal);
        var faults = Check("dvld/vehicle-licence-renewal", rules.Insert(at, row)).Where(f => f.Code == "not-cheaper").ToArray();

        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.Contains("\"assisted\"", f.Message.En, StringComparison.Ordinal));
    }

    [Fact]
    public void A_charge_that_rises_on_a_later_day_than_any_example_is_found_on_that_day()
    {
        // Every example of the certificate is of 2018; the electronic charge rises above the counter's in 2030.
        var rules = Rules("moj/non-conviction-certificate");
        var row = """<rule id="later_x"><inputEntry><text>&gt;= date("2030-01-01")</text></inputEntry>""";
        var first = rules.IndexOf("<rule id=\"fees_1\">", StringComparison.Ordinal);
        Assert.True(first > 0, "the table of charges has other ids than this test expects");
        var end = rules.IndexOf("</rule>", first, StringComparison.Ordinal) + "</rule>".Length;
        var copy = rules[first..end];
        var inputEnd = copy.IndexOf("</inputEntry>", StringComparison.Ordinal) + "</inputEntry>".Length;
        var faults = Check("moj/non-conviction-certificate", rules.Insert(end, row + copy[inputEnd..]));

        Assert.Contains(faults, f => f.Code == "not-cheaper" && f.Message.En.Contains("2030-01-0", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Code == "not-cheaper" && f.Message.En.Contains("2029", StringComparison.Ordinal));
    }

    [Fact]
    public void A_day_without_any_charge_is_a_gap()
    {
        var rules = Rules("gam/traffic-fines").Replace("&gt;= date(\"2018-01-01\")", "[date(\"2018-01-01\")..date(\"2029-12-31\")]", StringComparison.Ordinal);

        Assert.Contains(Check("gam/traffic-fines", rules), f => f.Code == "charge-gap" && f.Message.En.Contains("2030-01-01", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bill_that_outlives_what_follows_the_day_of_payment_is_refused()
    {
        // Without the half year and the end of the window the bill of 30 March would still be payable, without its fine, in April.
        var rules = Rules("gam/vocational-licence-renewal").Replace(
            "if today &lt;= windows.lastDay then [windows.lastDay] else if today &lt;= windows.halfYear then [windows.halfYear] else []", "[]", StringComparison.Ordinal);

        Assert.Contains(Check("gam/vocational-licence-renewal", rules), f => f.Code == "bill-outlives-price");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-25")]
    [InlineData("0.0004")]
    [InlineData("\"a quarter\"")]
    [InlineData("string(round up(sum(fees.amount) / 4, 3))")]
    [InlineData("date(\"2026-01-31\")")]
    [InlineData("[25, 50]")]
    public void A_part_that_is_no_amount_above_zero_is_refused_at_the_example(string least)
    {
        var rules = Rules("gam/property-tax").Replace("round up(sum(fees.amount) / 4, 3)", least, StringComparison.Ordinal);
        Assert.NotEqual(Rules("gam/property-tax"), rules);
        var faults = Check("gam/property-tax", rules).Where(f => f.Code == "least-part").ToArray();

        Assert.NotEmpty(faults);
        Assert.All(faults, f =>
        {
            Assert.Contains("/examples/", f.File.Replace('\\', '/'), StringComparison.Ordinal);
            Assert.Contains("leastPart", f.Message.En, StringComparison.Ordinal);
            Assert.Contains("amount in dinars above zero", f.Remedy.En, StringComparison.Ordinal);
            Assert.Contains("أكبر من صفر", f.Remedy.Ar, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("gam/property-tax", "kind: \"discount\", amount: -round half up(l.tax * incentive.rate, 3)", "kind: \"discount\", amount: round half up(l.tax * incentive.rate, 3)", "fee-sign", "A discount is negative")]
    [InlineData("gam/traffic-fines", "<outputEntry><text>1.000</text></outputEntry>", "<outputEntry><text>0 - 1.000</text></outputEntry>", "fee-sign", "A discount is negative")]
    [InlineData("gam/traffic-fines", "<outputEntry><text>1.000</text></outputEntry>", "<outputEntry><text>null</text></outputEntry>", "fee-line", "Correct the decision fees")]
    [InlineData("gam/property-tax", "instrument: incentive.instrument", "instrument: \"incentive-\" + string(l.year)", "unknown-word", "")]
    public void A_line_that_is_no_charge_is_refused(string service, string good, string bad, string code, string remedy)
    {
        var rules = Rules(service).Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Rules(service), rules);

        Assert.Contains(Check(service, rules), f => f.Code == code && f.Remedy.En.Contains(remedy, StringComparison.Ordinal) && f.Message.Ar.Length > 0);
    }

    // ---- commissions

    private const string Commissions = """
        cap: { rate: 0.01, from: 2018-01-01, name: { ar: سقف, en: Cap } }
        rails:
          bill: { ar: فاتورة, en: Bill }
          card: { ar: بطاقة, en: Card }
          cash: { ar: نقد, en: Cash }
        commissions:
          - { id: one, rail: bill, bearer: payer, rate: 0.005, fixed: 0.100, from: 2018-01-01, assumed: true }
        """;

    [Theory]
    [InlineData("rate: 0.005", "rate: 0.0101", "commission-cap", "0.01")]
    [InlineData("rate: 0.005", "rate: half", "wrong-value", "0.01")]
    [InlineData("rate: 0.005", "rate: -0.001", "wrong-value", "part of one")]
    [InlineData("rail: bill,", "rail: wire,", "unknown-word", "bill")]
    [InlineData("bearer: payer", "bearer: nobody", "unknown-word", "payer")]
    [InlineData("fixed: 0.100", "fixed: 0.1005", "wrong-value", "three decimals")]
    [InlineData("from: 2018-01-01, assumed", "from: 2018-01-01, to: 2017-12-31, assumed", "wrong-value", "not before from")]
    [InlineData("cap: { rate: 0.01, from: 2018-01-01, name: { ar: سقف, en: Cap } }", "", "missing-key", "cap")]
    public void A_commission_that_cannot_be_is_refused_where_it_stands(string good, string bad, string code, string remedy)
    {
        using var fixture = new Fixture();
        File.WriteAllText(Path.Combine(fixture.Root, "commissions.yaml"), Commissions);
        Assert.Empty(fixture.Read().Faults);

        var faults = fixture.Edit("/commissions.yaml", good, bad).Read().Faults;

        Assert.Contains(faults, f => f.Code == code && f.File.EndsWith("commissions.yaml", StringComparison.Ordinal) && f.Line > 0
            && f.ToString(Language.English).Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void A_commission_the_payer_bears_counts_when_channels_are_compared()
    {
        using var fixture = new Fixture();
        File.WriteAllText(Path.Combine(fixture.Root, "commissions.yaml"), Commissions.Replace("cap: { rate: 0.01", "cap: { rate: 0.9", StringComparison.Ordinal).Replace("fixed: 0.100", "fixed: 1.500", StringComparison.Ordinal));
        var faults = fixture.Read().Faults;

        Assert.Contains(faults, f => f.Code == "not-cheaper" && f.Message.En.Contains("is the commission of payment", StringComparison.Ordinal));
    }

    [Fact]
    public void A_commission_never_passes_the_cap_by_even_half_a_fils()
    {
        var cap = new CommissionCap(0.01m, new DateOnly(2018, 1, 1), LocalizedText.Same("cap"));
        Gen.Select(Gen.Long[1, 500_000_000], Gen.Int[0, 200], Gen.Long[0, 2_000]).Sample((fils, permyriad, more) =>
        {
            var one = new Commission("c", "bill", LocalizedText.Same("bill"), [], [], CommissionBearer.Payer, permyriad / 10_000m, new Money(more), new DateOnly(2018, 1, 1), null, true, new SourcePosition("f", 1, 1));
            var line = Assert.Single(new CommissionTariff(cap, [one]).Of(ServiceId.Parse("moj/permit"), Channel.Portal, new DateOnly(2020, 1, 1), new Money(fils)));
            Assert.True(line.Amount.Fils * 100 <= fils);
            Assert.True(line.Amount >= Money.Zero);
            Assert.Equal(line.Capped, Money.FromDinars(fils / 1000m * one.Rate).Fils + more > fils / 100);
        });
    }

    [Fact]
    public void The_first_entry_of_a_rail_that_concerns_service_channel_and_day_holds()
    {
        var tariff = Real.Value.Commissions;
        var day = new DateOnly(2026, 5, 1);
        var amount = new Money(5_000);
        var bearer = tariff.Of(ServiceId.Parse("moj/non-conviction-certificate"), Channel.Portal, day, amount).Single(c => c.Rail == "bill");
        Assert.Equal((CommissionBearer.Payer, new Money(50)), (bearer.Bearer, bearer.Amount));
        Assert.Equal(CommissionBearer.Institution, tariff.Of(ServiceId.Parse("gam/property-tax"), Channel.Portal, day, amount).Single(c => c.Rail == "bill").Bearer);
        Assert.Empty(tariff.Of(ServiceId.Parse("gam/property-tax"), Channel.Counter, day, amount));
        Assert.Empty(tariff.Of(ServiceId.Parse("gam/property-tax"), Channel.Portal, new DateOnly(2017, 12, 31), amount));
        Assert.Empty(tariff.Of(ServiceId.Parse("gam/property-tax"), Channel.Portal, day, Money.Zero));
        Assert.All(tariff.All, c => Assert.True(c.Assumed, "an amount nobody found is shown without its mark"));
    }

    // ---- rounding

    [Theory]
    [InlineData("477.2325", 477_233)]
    [InlineData("-477.2325", -477_233)]
    [InlineData("0.0005", 1)]
    [InlineData("-0.0005", -1)]
    [InlineData("251.175", 251_175)]
    public void A_half_fils_is_rounded_away_from_zero(string dinars, long fils) =>
        Assert.Equal(fils, Money.FromDinars(decimal.Parse(dinars, System.Globalization.CultureInfo.InvariantCulture)).Fils);

    [Fact]
    public void A_discount_is_rounded_as_the_debt_it_is_taken_from() =>
        Gen.Long[-10_000_000_000, 10_000_000_000].Sample(t => Assert.Equal(-Money.FromDinars(t / 10_000m), Money.FromDinars(-t / 10_000m)));

    // ---- dates

    [Fact]
    public void Every_line_rests_on_an_instrument_in_force_on_the_date_it_names_on_any_day()
    {
        Gen.Select(Gen.Int[0, Priced.Length - 1], Gen.Int[0, 3600]).Sample(
            (at, days) =>
            {
                var (service, name) = Priced[at];
                var definition = Service(service);
                var run = Run(definition, name, new DateOnly(2018, 1, 1).AddDays(days));
                foreach (var line in run?.Fees.Lines ?? [])
                {
                    Assert.NotNull(line.By);
                    Assert.NotNull(line.On);
                    Assert.True(definition.FindInstrument(line.Instrument)!.InForceOn(line.On.Value), $"{service} {name} {line.Code} {line.Instrument} {line.On}");
                }
            },
            iter: 60);
    }

    [Theory]
    [InlineData("gam/vocational-licence-renewal", "stationer-in-the-window")]
    [InlineData("ssc/contributions", "three-employees")]
    public void Within_a_year_a_later_payment_never_costs_less(string service, string name)
    {
        var definition = Service(service);
        var example = definition.Examples.Single(e => e.Name == name);
        var year = example.On.Year;
        Gen.Select(Gen.Int[0, 364], Gen.Int[0, 364]).Sample(
            (a, b) =>
            {
                var (early, late) = (new DateOnly(year, 1, 1).AddDays(Math.Min(a, b)), new DateOnly(year, 1, 1).AddDays(Math.Max(a, b)));
                Assert.True(Moved(definition, name, early).Total <= Moved(definition, name, late).Total, $"{early} {late}");
            },
            iter: 40);
    }

    [Fact]
    public void The_rate_of_a_contribution_is_that_of_its_month_not_of_its_payment()
    {
        var run = Example("ssc/contributions", "subscriber-month-of-2016");
        var line = Assert.Single(run.Fees.Lines, l => l.Code == "contribution");
        Assert.Equal((LawDate.ContributionMonth, new DateOnly(2016, 12, 1)), (line.By, line.On));
        Assert.Contains("December 2016", LawWords.Of(run.Definition, line).En, StringComparison.Ordinal);
        Assert.Contains("كانون الأول 2016", LawWords.Of(run.Definition, line).Ar, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engine-3000-cc", "licensing-fees-2015")]
    [InlineData("first-day-of-the-cap", "licensing-cap-2025")]
    [InlineData("value-10000", "licensing-fees-2025")]
    [InlineData("below-the-cap", "licensing-fees-2015")]
    public void A_vehicle_is_charged_by_the_law_of_its_first_licensing(string example, string instrument)
    {
        var line = Assert.Single(Example("dvld/vehicle-licence-renewal", example).Fees.Lines, l => l.Code == "licence");
        Assert.Equal(instrument, line.Instrument);
    }

    // ---- every past price to the day

    [Fact]
    public void Every_example_prices_again_to_what_it_was_charged_after_all_that_happened_to_it()
    {
        var changed = 0;
        foreach (var service in Real.Value.Services)
        {
            foreach (var example in service.Examples)
            {
                if (ExampleRunner.Run(service, example, Real.Value.Calendar).State is { } state)
                {
                    changed += state.Pricing!.Facts.Count > 0 || state.Pricing.Answers is not null ? 1 : 0;
                    Equal(service, state, example.Name);
                }
            }
        }

        Assert.True(changed > 20, $"only {changed} cases changed after their pricing: the test shows too little");
    }

    [Fact]
    public void Any_case_on_any_day_and_channel_prices_again_to_the_same() =>
        Gen.Select(Gen.Int[0, Priced.Length - 1], Gen.Int[0, 3600], Gen.Int[0, 4]).Sample(
            (at, days, channel) =>
            {
                var (service, name) = Priced[at];
                var definition = Service(service);
                if (Run(definition, name, new DateOnly(2018, 1, 1).AddDays(days), definition.Channels[channel % definition.Channels.Count])?.State is { } state)
                {
                    Equal(definition, state, $"{service} {name} +{days} {state.Channel}");
                }
            },
            iter: 80);

    [Fact]
    public void What_was_completed_and_read_later_does_not_change_the_price()
    {
        var run = Example("moj/non-conviction-certificate", "identity-not-confirmed");
        var state = run.State!;
        Assert.NotEmpty(state.Pricing!.Facts);
        Assert.NotEqual(state.Facts.Ids.Order(), PricingBasis.FactsOf(state).Ids.Order());
    }

    [Fact]
    public void A_price_that_was_tampered_with_is_told_line_by_line_and_its_fingerprint_differs()
    {
        var run = Example("gam/property-tax", "arrears-and-penalties");
        var state = run.State!;
        var lines = state.Fees.Lines.ToList();
        lines[0] = lines[0] with { Amount = lines[0].Amount + new Money(1) };
        lines.RemoveAt(lines.Count - 1);
        var changed = state with { Fees = new FeeStatement(lines) };

        var repricing = Repricing.Of(run.Definition, changed);

        Assert.False(repricing.IsEqual);
        Assert.Equal(2, repricing.Lines.Count(l => !l.IsEqual));
        Assert.Contains(repricing.Lines, l => l.Charged is null);
        Assert.Equal(new Money(-1), repricing.Lines.Single(l => l.Charged is not null && !l.IsEqual).Difference);
        Assert.NotEqual(PricingBasis.Digest(state), PricingBasis.Digest(changed));
        Assert.NotEqual(PricingBasis.Digest(state), PricingBasis.Digest(state with { Channel = Channel.Sms }));
    }

    // ---- simulation

    private static readonly Gen<SimulatedCase> AnyCase = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 2], Gen.Long[0, 40_000], Gen.Long[-6_000, 6_000]).Select(
        (channel, month, payer, fils, change) => new SimulatedCase(
            (Channel)channel, new DateOnly(2026, 1 + month, 1), (ApplicantKind)payer,
            [new FeeAmount("fee", FeeKind.Charge, new Money(fils)), new FeeAmount("old", FeeKind.Debt, new Money(500))],
            [new FeeAmount("fee", FeeKind.Charge, new Money(fils + change)), new FeeAmount("new", FeeKind.Debt, new Money(700))]));

    [Fact]
    public void Of_a_simulation_every_table_adds_up_and_nothing_small_is_told() =>
        AnyCase.List[TariffSimulation.Fewest, 120].Sample(
            cases =>
            {
                var whole = new TariffSimulation();
                var (a, b) = (new TariffSimulation(), new TariffSimulation());
                for (var i = 0; i < cases.Count; i++)
                {
                    whole.Add(cases[i]);
                    (i % 2 == 0 ? a : b).Add(cases[i]);
                }

                a.Add(b);
                var report = whole.Report();
                Assert.Equal(JsonSerializer.Serialize(report), JsonSerializer.Serialize(a.Report()));
                Assert.Equal(cases.Sum(c => c.Before.Sum(l => l.Amount)), report.Before);
                Assert.Equal(cases.Sum(c => c.After.Sum(l => l.Amount)), report.After);
                foreach (var (sums, everyCase) in new[]
                {
                    (report.ByLine.Select(r => (r.Cases, r.Before, r.After)).ToArray(), false),
                    (report.ByChannel.Select(r => (r.Cases, r.Before, r.After)).ToArray(), true),
                    (report.ByMonth.Select(r => (r.Cases, r.Before, r.After)).ToArray(), true),
                    (report.ByPayer.Select(r => (r.Cases, r.Before, r.After)).ToArray(), true),
                    (report.Cells.Select(r => (r.Cases, r.Before, r.After)).ToArray(), false),
                })
                {
                    Assert.Equal(report.Before, sums.Sum(s => s.Before));
                    Assert.Equal(report.After, sums.Sum(s => s.After));
                    Assert.All(sums, s => Assert.True(s.Cases >= TariffSimulation.Fewest));
                    Assert.True(!everyCase || sums.Sum(s => s.Cases) == cases.Count);
                }

                Assert.All(report.Bands, x => Assert.True(x.Cases is null or 0 or >= TariffSimulation.Fewest));
                Assert.NotEqual(1, report.Bands.Count(x => x.Cases is null) * (report.Bands.Any(x => x.Cases > 0) ? 1 : 0));
                Assert.All(report.Largest, x => Assert.True(x.Cases >= TariffSimulation.Fewest));
            },
            iter: 100);

    private static void Equal(ServiceDefinition definition, CaseState state, string what)
    {
        var stored = JsonSerializer.Deserialize<CaseState>(JsonSerializer.Serialize(state, Stored), Stored)!;
        var repricing = Repricing.Of(definition, stored);
        Assert.True(repricing.IsEqual, $"{what}: {state.Fees.Total} became {repricing.Reckoned.Total}");
        Assert.Equal(PricingBasis.Digest(state), PricingBasis.Digest(stored));
        Assert.All(repricing.Reckoned.Lines, l => Assert.NotEmpty(LawWords.Of(definition, l).Ar));
    }

    [Fact]
    public void A_campaign_for_vocational_licences_is_a_row_and_no_bill_outlives_or_forestalls_it()
    {
        const string service = "gam/vocational-licence-renewal";
        var folder = Path.Combine(Services.Folder, service);
        var rules = File.ReadAllText(Path.Combine(folder, "rules.dmn"));
        var table = rules.IndexOf("<decision id=\"campaigns\"", StringComparison.Ordinal);
        var end = rules.IndexOf("    </decisionTable>", table, StringComparison.Ordinal);
        Assert.DoesNotContain("<rule", rules[table..end], StringComparison.Ordinal);
        const string row = """
                  <rule id="campaigns_1">
                    <inputEntry><text>2024</text></inputEntry>
                    <outputEntry><text>date("2024-06-01")</text></outputEntry>
                    <outputEntry><text>date("2024-06-20")</text></outputEntry>
                    <outputEntry><text>0.10</text></outputEntry>
                    <outputEntry><text>1</text></outputEntry>
                    <outputEntry><text>"vocations-law-2022"</text></outputEntry>
                    <annotationEntry><text>vocations-law-2022</text></annotationEntry>
                    <annotationEntry><text>of the test</text></annotationEntry>
                  </rule>

            """;
        var read = CatalogueReader.ReadService(folder, rules[..end] + row + rules[end..]);
        Assert.True(read.Definition is not null, string.Join('\n', read.Faults));
        var campaign = read.Definition!;

        // 25 + 4 + 8 and a fine of 20 % on 29 and 50 % on 8: a tenth off the fees, and the fines whole.
        var statement = Moved(campaign, "stationer-in-the-window", new DateOnly(2024, 6, 10));
        Assert.Equal([-3.700m, -9.800m], statement.Lines.Where(l => l.Code is "campaign" or "campaignFines").Select(l => l.Amount.Dinars));
        Assert.Equal(37m - 3.7m + 1m, statement.Total.Dinars);
        Assert.All(statement.Lines.Where(l => l.Code.StartsWith("campaign", StringComparison.Ordinal)), l => Assert.Contains("20 June 2024", l.Why.En, StringComparison.Ordinal));
        Assert.DoesNotContain(Moved(campaign, "stationer-in-the-window", new DateOnly(2024, 6, 21)).Lines, l => l.Kind == FeeKind.Discount);
        Assert.DoesNotContain(Moved(Service(service), "stationer-in-the-window", new DateOnly(2024, 6, 10)).Lines, l => l.Kind == FeeKind.Discount);

        Assert.Equal(new DateOnly(2024, 5, 31), LastDay(campaign, new DateOnly(2024, 5, 28)));
        Assert.Equal(new DateOnly(2024, 6, 20), LastDay(campaign, new DateOnly(2024, 6, 18)));
        Assert.Equal(new DateOnly(2024, 6, 28), LastDay(campaign, new DateOnly(2024, 6, 21)));

        static DateOnly LastDay(ServiceDefinition definition, DateOnly day) =>
            NationalCalendar.DateAt(Run(definition, "stationer-in-the-window", day)!.State!.Bill!.ExpiresAt.AddTicks(-1));
    }

    private static ExampleRun Example(string service, string name) =>
        ExampleRunner.Run(Service(service), Service(service).Examples.Single(e => e.Name == name), Real.Value.Calendar);

    private static ExampleRun? Run(ServiceDefinition definition, string name, DateOnly day, Channel? channel = null)
    {
        var example = definition.Examples.Single(e => e.Name == name);
        var moved = example with { On = NationalCalendar.At(day, new TimeOnly(11, 0)), Channel = channel ?? example.Channel };
        var run = ExampleRunner.Run(definition, moved, Real.Value.Calendar);
        return run.State is null ? null : run;
    }

    /// <summary>The same application on another day, whether it could still be filed or not.</summary>
    private static FeeStatement Moved(ServiceDefinition definition, string name, DateOnly day)
    {
        var context = ExampleRunner.Run(definition, definition.Examples.Single(e => e.Name == name), Real.Value.Calendar).Context;
        return RuleBook.Fees(definition, EvaluationContext.Create(definition, context.Applicant, context.Channel, context.Answers, context.Facts, NationalCalendar.At(day, new TimeOnly(11, 0))));
    }
}
