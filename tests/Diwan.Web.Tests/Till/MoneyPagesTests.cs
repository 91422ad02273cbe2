using System.Globalization;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Diwan.Web.Tests.Till;

/// <summary>The pages of money, and what they say to what is wrong: nothing is taken, given or lost by it.</summary>
public sealed class MoneyPagesTests(TillSite site) : IClassFixture<TillSite>
{
    private static readonly SignedIn Layla = TillSite.Citizen();
    private static readonly SignedIn Other = TillSite.Citizen("2000000102");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SignedIn Cashier(int n) => TillSite.Officer(n.ToString(CultureInfo.InvariantCulture), "gam:cashier");

    // ---- paying

    [Fact]
    public async Task Whoever_has_the_number_sees_what_is_owed_and_nothing_of_whose_it_is()
    {
        var bill = await site.BillAsync(12_500);
        var visitor = site.As(null);
        Assert.Equal(200, await visitor.OpenAsync($"/en/pay/{bill}"));
        Assert.Contains("Traffic fines", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("12.500", visitor.Text, StringComparison.Ordinal);
        foreach (var secret in (string[])["ليلى", "Layla", "7K4M", "Ticket 88-1", "Speed", "2000000101"])
        {
            Assert.DoesNotContain(secret, visitor.Page.Source.Text, StringComparison.Ordinal);
        }

        var owner = site.As(Layla);
        await owner.OpenAsync($"/en/pay/{bill}");
        Assert.Contains("Ticket 88-1", owner.Text, StringComparison.Ordinal);
        Assert.Equal(404, await visitor.OpenAsync("/en/pay/2000000000019"));
        Assert.Equal(404, await visitor.OpenAsync("/en/pay/abc"));
    }

    [Theory]
    [InlineData("123", "That is not a bill number")]
    [InlineData("2000000000018", "That is not a bill number")]
    [InlineData("2000000000019", "There is no bill with this number")]
    [InlineData("<script>", "That is not a bill number")]
    public async Task A_wrong_number_is_told_with_its_remedy_and_kept(string typed, string says)
    {
        var visitor = site.As(null);
        await visitor.OpenAsync("/en/pay");
        Assert.InRange(await visitor.SendAsync("button[value=add]", ("number", typed)), 400, 404);
        Assert.Contains(says, visitor.Errors, StringComparison.Ordinal);
        Assert.Equal(typed, visitor.Page.QuerySelector("#q-number")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Several_bills_need_somebody_to_own_the_basket_and_at_most_nine_are_taken()
    {
        var bills = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            bills.Add(await site.BillAsync(1000 + i, i % 2 == 0 ? "gam" : "moj", "JO:2000000150"));
        }

        var query = string.Join('&', bills.Select(b => $"also={b}&pick={b}"));
        var payer = site.As(Other);
        await payer.OpenAsync("/en/pay?" + query);
        Assert.Equal(400, await payer.SendAsync("button[value=continue]"));
        Assert.Contains("At most", payer.Errors, StringComparison.Ordinal);
        Assert.Equal(10, payer.Page.QuerySelectorAll("input[name=pick][checked]").Length);

        await payer.OpenAsync("/en/pay?" + query);
        Assert.Equal(400, await payer.SendAsync("button[value=continue]", ("pick", null)));
        Assert.Contains("Choose at least one", payer.Errors, StringComparison.Ordinal);

        var visitor = site.As(null);
        var two = $"also={bills[0]}&also={bills[1]}&pick={bills[0]}&pick={bills[1]}";
        await visitor.OpenAsync("/en/pay?" + two);
        await visitor.SendAsync("button[value=continue]");
        Assert.StartsWith("/en/sign-in?return=", visitor.Sent, StringComparison.Ordinal);
        Assert.Contains(bills[1], Uri.UnescapeDataString(visitor.Sent!), StringComparison.Ordinal);

        await payer.OpenAsync("/en/pay?" + two);
        Assert.Equal(200, await payer.SendAsync("button[value=continue]"));
        Assert.StartsWith("/en/pay/", payer.Sent, StringComparison.Ordinal);
        Assert.Contains("Basket of 2 bills", payer.Text, StringComparison.Ordinal);
        Assert.Contains("2.001", payer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", "Enter the amount in dinars")]
    [InlineData("1.2345", "Enter the amount in dinars")]
    [InlineData("0.999", "At least")]
    [InlineData("5.001", "At least")]
    [InlineData("-1", "At least")]
    public async Task A_part_that_cannot_be_paid_is_refused_before_the_card_page(string typed, string says)
    {
        var bill = await site.BillAsync(5000, leastPart: 1000);
        var owner = site.As(Layla);
        await owner.OpenAsync($"/en/pay/{bill}");
        Assert.Equal(400, await owner.SendAsync("button[data-pay=card]", ("part", typed)));
        Assert.Contains(says, owner.Errors, StringComparison.Ordinal);
        Assert.Equal(typed, owner.Page.QuerySelector("#q-part")!.GetAttribute("value"));
        Assert.Equal(BillState.Open, (await site.Get<FindBill>().ByNumberAsync(bill, Ct))!.State);
    }

    [Fact]
    public async Task A_proposed_tariff_is_tried_by_the_programme_and_the_treasury_and_a_bad_one_is_told()
    {
        const string At = "/programme/tariff?service=moj/non-conviction-certificate";
        foreach (var role in new[] { "moj:finance", "moj:head", "platform:operator" })
        {
            Assert.Equal(403, await site.As(TillSite.Officer("2000000940", role)).OpenAsync("/en" + At));
        }

        foreach (var role in new[] { "platform:treasury", "programme:office", "programme:committee" })
        {
            Assert.Equal(200, await site.As(TillSite.Officer("2000000941", role)).OpenAsync("/en" + At));
        }

        var treasury = site.As(TillSite.Officer("2000000941", "platform:treasury"));
        Assert.Equal(404, await treasury.OpenAsync("/en/programme/tariff?service=moj/no-such"));
        Assert.Equal(400, await treasury.OpenAsync("/en" + At + "&from=2026-02-30"));
        Assert.Equal(400, await treasury.OpenAsync("/en" + At + "&from=2026-03-02&to=2026-03-01"));
        foreach (var (typed, status, ar, en) in new[]
        {
            ("five", 400, "ليس رقم", "is no number"),
            ("5.000", 400, "غيّر واحد", "Change at least one"),
            ("6.5", 422, "عند الشباك", "at the counter"),
            ("٤٫٥", 200, "لم تُدفع أي معاملة", "No case of this service was paid"),
        })
        {
            foreach (var (language, words) in new[] { ("ar", ar), ("en", en) })
            {
                await treasury.OpenAsync($"/{language}{At}");
                var field = treasury.Page.QuerySelectorAll("#figures input").Single(i => i.GetAttribute("value") == "5.000").GetAttribute("name")!;
                Assert.Equal(status, await treasury.SendAsync("#figures + button", (field, typed)));
                Assert.Contains(words, treasury.Text, StringComparison.Ordinal);
                Assert.Equal(typed, treasury.Page.QuerySelector($"[name='{field}']")!.GetAttribute("value"));
            }
        }
    }

    [Fact]
    public async Task While_the_card_page_does_not_answer_the_bill_can_still_be_paid_by_its_number()
    {
        var bill = await site.BillAsync();
        var owner = site.As(Layla);
        await owner.OpenAsync($"/en/pay/{bill}");
        Assert.Equal(503, await owner.SendAsync("button[data-pay=card]"));
        Assert.Contains("not answering now", owner.Errors, StringComparison.Ordinal);
        Assert.Contains(bill, owner.Text, StringComparison.Ordinal);
    }

    // ---- the counter

    [Fact]
    public async Task A_cashier_opens_takes_hands_over_and_closes_and_the_supervisor_looks()
    {
        var (first, second) = (Cashier(501), Cashier(502));
        await SignInAsync(first, second);
        var bill = await site.BillAsync(7500);
        var parts = await site.BillAsync(6000, leastPart: 2000);
        var cashier = site.As(first);
        Assert.Equal(200, await cashier.OpenAsync("/en/desk/cash"));
        foreach (var bad in (string[])["", "-5", "many"])
        {
            Assert.Equal(400, await cashier.SendAsync("form[action='?handler=open'] button", ("start", bad)));
            Assert.Contains("Enter the sum", cashier.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(200, await cashier.SendAsync("form[action='?handler=open'] button", ("start", "50")));
        Assert.Equal(404, await cashier.SendAsync("form[action='?handler=find'] button", ("bill", "2000000000019")));
        await cashier.SendAsync("form[action='?handler=find'] button", ("bill", bill));
        Assert.DoesNotContain("ليلى", cashier.Page.Source.Text, StringComparison.Ordinal);

        // Neither way chosen, and a terminal without its slip.
        Assert.Equal(400, await cashier.SendAsync("main form button"));
        Assert.Equal(400, await cashier.SendAsync("main form button", ("by", "Terminal"), ("slip", "1")));
        Assert.Contains("number of the slip", cashier.Errors, StringComparison.Ordinal);
        Assert.Equal(400, await cashier.SendAsync("main form button", ("by", "Card")));
        var form = cashier.Page.QuerySelector("input[name=takeId]")!.GetAttribute("value");
        Assert.Equal(200, await cashier.SendAsync("main form button", ("by", "Cash")));
        Assert.StartsWith("/en/desk/cash/taken/", cashier.Sent, StringComparison.Ordinal);
        Assert.Contains("R" + bill, cashier.Text, StringComparison.Ordinal);
        Assert.Matches(@"gam/\d{4}/0{0,5}\d", cashier.Text);
        var taken = cashier.Sent!;

        // The same form again takes nothing again; a paid bill takes nothing at all.
        await cashier.OpenAsync($"/en/desk/cash/take/{bill}");
        Assert.Contains("Take nothing", cashier.Text, StringComparison.Ordinal);
        Assert.Null(cashier.Page.QuerySelector("main form"));

        await cashier.OpenAsync($"/en/desk/cash/take/{parts}");
        Assert.Equal(400, await cashier.SendAsync("main form button", ("by", "Cash"), ("amount", "1.999")));
        Assert.Equal(200, await cashier.SendAsync("main form button", ("by", "Terminal"), ("slip", "SL-99"), ("amount", "2.500")));
        Assert.Contains("3.500", cashier.Text, StringComparison.Ordinal);
        Assert.NotEqual(form, cashier.Page.QuerySelector("input[name=takeId]")?.GetAttribute("value"));

        // Another cashier sees nothing of it.
        var other = site.As(second);
        Assert.Equal(404, await other.OpenAsync(taken));
        await other.OpenAsync($"/en/desk/cash/take/{parts}");
        Assert.Equal("/en/desk/cash", other.Sent ?? "/en/desk/cash");

        // 57.500 must be there.
        await cashier.OpenAsync("/en/desk/cash/hand-over");
        Assert.DoesNotContain("57.500", cashier.Text, StringComparison.Ordinal);
        Assert.Equal(400, await cashier.SendAsync("main form button", ("counted", "57.500"), ("to", "OFF:999")));
        Assert.Equal(400, await cashier.SendAsync("main form button", ("counted", "57"), ("to", "OFF:502")));
        Assert.Contains("0.500", cashier.Errors, StringComparison.Ordinal);
        Assert.Equal(200, await cashier.SendAsync("main form button", ("counted", "57.500"), ("to", "OFF:502")));
        Assert.Contains("offered it to a colleague", cashier.Text, StringComparison.Ordinal);
        await other.OpenAsync("/en/desk/cash");
        Assert.Equal(409, await other.SendAsync("form[action='?handler=accept'] button", ("counted", "57")));
        Assert.Equal(200, await other.SendAsync("form[action='?handler=accept'] button", ("counted", "57.5")));

        // The first has no shift any more: nothing is taken, nothing is closed.
        await cashier.OpenAsync("/en/desk/cash/close");
        Assert.Equal("/en/desk/cash", cashier.Page.QuerySelector("h1") is null ? "/en/desk/cash" : "shown");
        await other.OpenAsync("/en/desk/cash/close");
        Assert.Equal(400, await other.SendAsync("main form button", ("counted", "57.000")));
        Assert.Contains("0.500 short", other.Errors, StringComparison.Ordinal);
        Assert.Equal(200, await other.SendAsync("main form button", ("counted", "57.000"), ("reason", "A coin fell behind the desk")));
        Assert.StartsWith("/en/desk/cash/closed/", other.Sent, StringComparison.Ordinal);
        var shift = other.Sent!.Split('/')[^1];
        Assert.Equal(404, await cashier.OpenAsync(other.Sent));

        // Not by its cashier, not by another institution, not without a note.
        var supervisor = site.As(TillSite.Officer("601", "gam:finance"));
        Assert.Equal(200, await supervisor.OpenAsync($"/en/desk/money/shifts/{shift}"));
        Assert.Contains("A coin fell", supervisor.Text, StringComparison.Ordinal);
        Assert.Equal(404, await site.As(TillSite.Officer("602", "moj:finance")).OpenAsync($"/en/desk/money/shifts/{shift}"));
        var own = site.As(TillSite.Officer("502", "gam:cashier", "gam:finance"));
        await own.OpenAsync($"/en/desk/money/shifts/{shift}");
        Assert.Null(own.Page.QuerySelector("#q-note"));
        await supervisor.OpenAsync("/en/desk/money/open");
        Assert.Contains("Difference of a drawer", supervisor.Text, StringComparison.Ordinal);
        await supervisor.OpenAsync($"/en/desk/money/shifts/{shift}");
        Assert.Equal(400, await supervisor.SendAsync("main form button", ("note", " ")));
        Assert.Equal(200, await supervisor.SendAsync("main form button", ("note", "Gone through with the cashier")));
        Assert.Contains("Gone through", supervisor.Text, StringComparison.Ordinal);
        Assert.Empty((await site.Get<VerifyLedger>().RunAsync(Ct)).Faults);
    }

    [Theory]
    [InlineData("/en/desk/cash", "gam:finance")]
    [InlineData("/en/desk/cash/refunds", "moj:judge")]
    [InlineData("/en/desk/money", "gam:cashier")]
    [InlineData("/en/desk/money/refunds", "gam:officer")]
    [InlineData("/en/desk/money/alarms", "gam:finance")]
    [InlineData("/en/desk/money/statement", "platform:operator")]
    public async Task A_role_opens_only_its_own_desk(string path, string role)
    {
        Assert.Equal(403, await site.As(TillSite.Officer("701", role)).OpenAsync(path));
        Assert.Equal(403, await site.As(Layla).OpenAsync(path));
        Assert.Equal(302, await site.As(null).OpenAsync(path));
    }

    // ---- refunds

    [Fact]
    public async Task Above_the_limit_a_second_person_decides_who_is_never_the_first_nor_of_another_institution()
    {
        var bill = await PaidAsync(40_000);
        var (first, second) = (TillSite.Officer("801", "gam:finance"), TillSite.Officer("802", "gam:tax-head"));
        var asker = site.As(first);
        Assert.Equal(404, await site.As(TillSite.Officer("803", "moj:finance")).OpenAsync($"/en/desk/money/refunds/ask?bill={bill}"));
        Assert.Equal(200, await asker.OpenAsync($"/en/desk/money/refunds/ask?bill={bill}"));
        foreach (var (amount, way, iban, reason, says) in new[]
        {
            ("40.001", "Credit", "", "Charged twice", "at most"), ("0", "Credit", "", "Charged twice", "above zero"), ("x", "Credit", "", "Charged twice", "Enter the amount"),
            ("30", "Transfer", "JO00", "Charged twice", "IBAN"), ("30", "Credit", "", "", "reason"), ("30", "Nowhere", "", "Charged twice", "Choose how"),
        })
        {
            Assert.Equal(400, await asker.SendAsync("form[method=post] button.govuk-button", ("amount", amount), ("way", way), ("iban", iban), ("reason", reason)));
            Assert.Contains(says, asker.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(200, await asker.SendAsync("form[method=post] button.govuk-button", ("amount", "30"), ("way", "Credit"), ("reason", "Charged twice")));
        Assert.Contains("waits for a second person", asker.Text, StringComparison.Ordinal);
        var refund = (await site.Get<FindRefund>().OfBillAsync(bill, Ct)).Single();
        Assert.Equal(RefundState.Proposed, refund.State);

        // The first is offered no form; who sends it all the same is told why not.
        var card = $"#r-{refund.Id:N}";
        Assert.Null(asker.Page.QuerySelector(card + " form"));
        var decider = site.As(second);
        await decider.OpenAsync("/en/desk/money/refunds");
        Assert.NotNull(decider.Page.QuerySelector(card + " form"));
        Assert.IsType<RequestRefund.Result.SamePerson>(await site.Get<RequestRefund>().DecideAsync(first.ToActor(), ["gam"], refund.Id, true, null, Ct));
        Assert.IsType<RequestRefund.Result.NotFound>(await site.Get<RequestRefund>().DecideAsync(second.ToActor(), ["moj"], refund.Id, true, null, Ct));
        Assert.Equal(400, await decider.SendAsync($"{card} button.govuk-button--warning"));
        Assert.Contains("Give the reason", decider.Errors, StringComparison.Ordinal);
        Assert.Equal(200, await decider.SendAsync($"{card} button:not(.govuk-button--warning)"));
        Assert.Contains("decision is recorded", decider.Text, StringComparison.Ordinal);
        Assert.NotEqual(RefundState.Proposed, (await site.Get<FindRefund>().OfBillAsync(bill, Ct)).Single().State);
    }

    [Fact]
    public async Task A_payer_asks_for_money_back_follows_it_and_is_answered_with_a_reason()
    {
        var bill = await PaidAsync(9000);
        var payer = site.As(Layla);
        Assert.Equal(404, await site.As(Other).OpenAsync($"/en/account/refunds/ask?bill={bill}"));
        Assert.Equal(200, await payer.OpenAsync($"/en/account/refunds/ask?bill={bill}"));
        Assert.Equal(400, await payer.SendAsync("main form button", ("amount", "9.001"), ("words", "The fine was cancelled")));
        Assert.Equal(400, await payer.SendAsync("main form button", ("amount", "4"), ("words", "short")));
        Assert.Equal(400, await payer.SendAsync("main form button", ("amount", "4"), ("words", "The fine was cancelled"), ("way", "Transfer"), ("iban", "JO12")));
        Assert.Equal("The fine was cancelled", payer.Page.QuerySelector("#q-words")!.TextContent.Trim());
        Assert.Equal(200, await payer.SendAsync("main form button", ("amount", "4"), ("words", "The fine was cancelled"), ("way", "Credit"), ("iban", "")));
        Assert.Contains("Awaiting an answer", payer.Text, StringComparison.Ordinal);
        await payer.OpenAsync($"/en/account/refunds/ask?bill={bill}");
        Assert.Equal(400, await payer.SendAsync("main form button", ("amount", "4"), ("words", "The fine was cancelled"), ("way", "Credit")));
        Assert.Contains("already asked", payer.Errors, StringComparison.Ordinal);

        var officer = site.As(TillSite.Officer("811", "gam:finance"));
        await officer.OpenAsync("/en/desk/money/refunds");
        var wish = (await site.Get<WishRefund>().OpenOfAsync(["gam"], null, Ct)).Rows.Single(w => w.BillNumber == bill);
        var card = $"#r-{wish.Id:N}";
        Assert.Equal(400, await officer.SendAsync($"{card} button.govuk-button", ($"amount-{wish.Id:N}", "5"), ($"answer-{wish.Id:N}", "It was cancelled indeed")));
        Assert.Equal(400, await officer.SendAsync($"{card} button.govuk-button", ($"amount-{wish.Id:N}", "4"), ($"answer-{wish.Id:N}", "")));
        Assert.Equal(200, await officer.SendAsync($"{card} button.govuk-button", ($"amount-{wish.Id:N}", "3"), ($"answer-{wish.Id:N}", "It was cancelled indeed")));
        await payer.OpenAsync("/en/account/refunds");
        Assert.Contains("It was cancelled indeed", payer.Text, StringComparison.Ordinal);
        Assert.Equal(new Money(3000), (await site.Get<FindRefund>().OfBillAsync(bill, Ct)).Single().Amount);
        Assert.Empty((await site.Get<VerifyLedger>().RunAsync(Ct)).Faults);
    }

    // ---- receipts and statements

    [Fact]
    public async Task A_receipt_explains_every_line_to_its_owner_and_nothing_to_another_who_paid()
    {
        var bill = await PaidAsync(6500);
        var owner = site.As(Layla);
        Assert.Equal(200, await owner.OpenAsync($"/en/receipts/R{bill}"));
        foreach (var part in (string[])["Ticket 88-1", "Speed", "Traffic law", "6.500"])
        {
            Assert.Contains(part, owner.Text, StringComparison.Ordinal);
        }

        Assert.Equal(404, await site.As(Other).OpenAsync($"/en/receipts/R{bill}"));
        Assert.Equal(404, await site.As(Other).OpenAsync($"/en/receipts/R{bill}/paper"));
        var (status, type, paper) = await owner.DownloadAsync($"/en/receipts/R{bill}/paper");
        Assert.Equal((200, "application/pdf"), (status, type));
        Assert.Equal("%PDF"u8, paper.AsSpan(0, 4));
        Assert.Equal(paper, (await owner.DownloadAsync($"/en/receipts/R{bill}/paper")).Bytes);
        await owner.OpenAsync("/en/account/payments");
        Assert.Contains("R" + bill, owner.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_months_statement_adds_up_on_the_page_the_paper_and_in_the_workbook()
    {
        var bill = await PaidAsync(3000, "ssc");
        await PaidAsync(4000, "ssc");
        await site.Get<RequestRefund>().AskAsync(
            TillSite.Officer("821", "ssc:finance").ToActor(), ["ssc"], new RequestRefund.Order(NewId(), bill, new Money(1000), RefundWay.Counter, null, "Too much"), Ct);
        var officer = site.As(TillSite.Officer("821", "ssc:finance"));
        Assert.Equal(200, await officer.OpenAsync("/en/desk/money/statement"));
        Assert.Contains("7.000", officer.Text, StringComparison.Ordinal);
        Assert.Contains("6.000", officer.Text, StringComparison.Ordinal);
        Assert.Equal(404, await officer.OpenAsync("/en/desk/money/statement?institution=gam"));
        Assert.Equal(400, await officer.OpenAsync("/en/desk/money/statement?month=2018-13"));
        Assert.Contains("2018-11", officer.Errors, StringComparison.Ordinal);

        var (status, type, pdf) = await officer.DownloadAsync("/en/desk/money/statement/pdf");
        Assert.Equal((200, "application/pdf"), (status, type));
        Assert.Equal("%PDF"u8, pdf.AsSpan(0, 4));
        var xlsx = (await officer.DownloadAsync("/en/desk/money/statement/xlsx")).Bytes;
        using var book = SpreadsheetDocument.Open(new MemoryStream(xlsx), false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(book, Ct).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var postings = book.WorkbookPart!.WorksheetParts.Last().Worksheet!.Descendants<Row>().ToList();
        Assert.Equal(4, postings.Count);
        decimal Column(int n) => postings.Skip(1).Sum(r => decimal.Parse(r.Elements<Cell>().ElementAt(n).CellValue!.Text, CultureInfo.InvariantCulture));
        Assert.Equal((7m, 1m), (Column(8), Column(9)));
    }

    [Theory]
    [InlineData("?from=2018-99-01")]
    [InlineData("?from=2027-01-01&to=2026-01-01")]
    [InlineData("?from=2020-01-01&to=2026-01-01")]
    [InlineData("?institution=moj")]
    [InlineData("?institution=%3Cscript%3E&from=x&to=y")]
    public async Task Odd_days_and_institutions_of_a_chart_are_told_and_never_shown(string query)
    {
        var officer = site.As(TillSite.Officer("831", "gam:finance"));
        Assert.InRange(await officer.OpenAsync("/en/desk/money" + query), 200, 400);
        Assert.DoesNotContain("<script>", officer.Page.Source.Text, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(officer.Page.QuerySelector("h1"));
    }

    // ---- reconciliation

    [Fact]
    public async Task A_discrepancy_is_taken_booked_or_closed_only_by_its_desk_and_with_a_reason()
    {
        var bill = await site.BillAsync(8000, "dls");
        var (missing, different) = (await OpenAsync("TX-1", DiscrepancyKind.MissingHere, bill, "unknown"), await OpenAsync("TX-2", DiscrepancyKind.Different, bill, "amount"));
        var other = site.As(TillSite.Officer("842", "moj:finance"));
        Assert.Equal(200, await other.OpenAsync("/en/desk/money/reconciliation"));
        Assert.DoesNotContain("TX-1", other.Text, StringComparison.Ordinal);

        var officer = site.As(TillSite.Officer("841", "dls:finance"));
        Assert.Equal(400, await officer.OpenAsync("/en/desk/money/reconciliation?day=tomorrow"));
        Assert.Equal(200, await officer.OpenAsync("/en/desk/money/reconciliation"));
        var (card, reason) = ($"#d-{missing:N}", $"reason-{missing:N}");
        Assert.Equal(400, await officer.SendAsync($"{card} button.govuk-button:not(.govuk-button--secondary)", (reason, "x")));
        Assert.Contains("Give the reason", officer.Errors, StringComparison.Ordinal);

        // The rail's money is in no book of ours: it cannot be explained away.
        Assert.Equal(409, await officer.SendAsync($"{card} button.govuk-button--secondary", (reason, "It will turn up")));
        Assert.Contains("in no book of ours", officer.Errors, StringComparison.Ordinal);
        Assert.Equal(200, await officer.SendAsync($"{card} button.dw-button--link"));
        Assert.Contains("now with you", officer.Text, StringComparison.Ordinal);
        Assert.Equal(200, await officer.SendAsync($"{card} button.govuk-button:not(.govuk-button--secondary)", (reason, "Stands in the rail's file of the day")));
        Assert.Contains("booked for its bill", officer.Text, StringComparison.Ordinal);
        Assert.Equal(BillState.Settled, (await site.Get<FindBill>().ByNumberAsync(bill, Ct))!.State);
        Assert.Equal(200, await officer.SendAsync($"#d-{different:N} button.govuk-button", ($"reason-{different:N}", "The rail has corrected its file")));
        await officer.OpenAsync("/en/desk/money/reconciliation?closed=true");
        Assert.Contains("The rail has corrected its file", officer.Text, StringComparison.Ordinal);
        Assert.Empty((await site.Get<VerifyLedger>().RunAsync(Ct)).Faults);
    }

    private async Task<Guid> OpenAsync(string transaction, DiscrepancyKind kind, string bill, string what)
    {
        var now = site.Get<TimeProvider>().GetUtcNow();
        var change = new Change(Actor.System("testing"), Channel.System, "testing", now);
        var row = Discrepancies.Open(
            change, MoneyMove.Payment, transaction, kind, NationalCalendar.DateAt(now), Rail.Bill, transaction, bill, "dls", null, new Money(8000), what, now);
        (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return row.Id;
    }

    private Guid NewId() => Guid.CreateVersion7(site.Get<TimeProvider>().GetUtcNow());

    private async Task<string> PaidAsync(long fils, string institution = "gam")
    {
        var bill = await site.BillAsync(fils, institution);
        var cashier = new Actor(ActorKind.Officer, $"OFF:till-{bill}", "صندوق", institution);
        Assert.IsType<WorkShift.Result.Done>(await site.Get<WorkShift>().OpenAsync(cashier, institution, Money.Zero, Ct));
        Assert.IsType<TakeAtCounter.Result.Taken>(await site.Get<TakeAtCounter>().RunAsync(cashier, new(bill, Rail.Cash, null, NewId(), null), Ct));
        return bill;
    }

    /// <summary>A colleague can be chosen once they have signed in.</summary>
    private async Task SignInAsync(params SignedIn[] who)
    {
        foreach (var one in who)
        {
            await site.SignInAsync(one);
        }
    }
}
