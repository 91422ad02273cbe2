namespace Diwan.EndToEnd.Tests;

/// <summary>Every service from the first page to a verified document, in Arabic.</summary>
public sealed class ServicesTests(TheNation nation)
{
    private const string Issued = "أُنجزت";

    [Fact]
    public async Task A_clean_record_brings_the_certificate_as_soon_as_it_is_paid()
    {
        await using var layla = await nation.SignedInAsync("2000000101");
        await layla.ApplyAsync("moj/non-conviction-certificate", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "شركة الأمل للتوظيف", ["deliveryMode"] = "ELECTRONIC" });
        await layla.SubmitAsync();
        await layla.PayByCardAsync();

        await (await layla.DownloadAsync()).IsGenuineAsync(nation);
        await layla.WaitForStateAsync(Issued);
    }

    [Fact]
    public async Task A_plan_on_a_sheet_not_yet_digitised_is_drawn_by_the_surveyor()
    {
        await using var abeer = await nation.SignedInAsync("2000000207");
        await abeer.ApplyAsync("dls/land-plan", new() { ["whichPlot"] = "MINE", ["myPlot"] = "1/1/2/0/1", ["purpose"] = "SALE" });
        await abeer.SubmitAsync();
        await abeer.PayByCardAsync();
        await abeer.WaitForStateAsync("قيد التدقيق");

        await using var razan = await nation.SignedInAsync("2000000905");
        await razan.ApproveAsync(abeer.Reference);

        await (await abeer.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task A_co_owner_gets_the_registration_deed()
    {
        await using var majed = await nation.SignedInAsync("2000000202");
        await majed.ApplyAsync("dls/registration-deed", new() { ["capacity"] = "OWNER", ["myPlot"] = "1/1/1/0/2", ["shareOnly"] = "false", ["purpose"] = "BANK" });
        await majed.SubmitAsync();
        await majed.PayByCardAsync();

        await (await majed.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task An_heir_gets_the_deed_once_the_keeper_of_the_register_has_looked()
    {
        await using var reem = await nation.SignedInAsync("2000000204");
        await reem.BeginAsync("dls/registration-deed");
        await reem.AnswerSectionAsync(new() { ["capacity"] = "HEIR" });
        await reem.AnswerAsync(new() { ["myPlot"] = "1/1/1/0/3", ["shareOnly"] = "false", ["purpose"] = "SALE" });
        await reem.SubmitAsync();
        await reem.PayByCardAsync();

        await using var keeper = await nation.SignedInAsync("2000000921");
        await keeper.ApproveAsync(reem.Reference);

        await (await reem.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task A_vehicle_licence_is_renewed_for_a_year()
    {
        await using var zainab = await nation.SignedInAsync("2000000401");
        var before = await LicenceEndAsync();
        await zainab.ApplyAsync("dvld/vehicle-licence-renewal", new() { ["capacity"] = "OWNER", ["car"] = "4000401", ["deliveryMode"] = "ELECTRONIC" });
        await zainab.SubmitAsync();
        await zainab.PayByCardAsync();

        await (await zainab.DownloadAsync()).IsGenuineAsync(nation);
        Assert.Equal(before.AddYears(1), await LicenceEndAsync());

        async Task<DateOnly> LicenceEndAsync() =>
            DateOnly.Parse(
                (await nation.RegisterAsync("vehicles/vehicle", new { plateCode = "20", plateNumber = "10401", registrationNo = "4000401" })).GetProperty("licenceExpiresOn").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Property_tax_is_paid_and_the_receipt_and_the_clearance_come()
    {
        await using var nada = await nation.SignedInAsync("2000000501");
        await nada.ApplyAsync("gam/property-tax", new() { ["capacity"] = "OWNER", ["property"] = "5000501", ["amountMode"] = "FULL" });
        await nada.SubmitAsync();
        await nada.PayByCardAsync();
        await nada.WaitForCaseAsync("both documents", "ul li:nth-child(2) a[download]");

        await (await nada.DownloadAsync()).IsGenuineAsync(nation);
        await (await nada.DownloadAsync(1)).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task Who_owes_no_property_tax_is_cleared_without_a_charge()
    {
        await using var tawfiq = await nation.SignedInAsync("2000000507");
        await tawfiq.ApplyAsync("gam/property-tax", new() { ["capacity"] = "OWNER", ["property"] = "5000507" });
        await tawfiq.SubmitAsync();
        Assert.DoesNotContain("/pay", tawfiq.Page.Url, StringComparison.Ordinal);

        await (await tawfiq.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task A_traffic_fine_that_is_paid_here_is_paid_in_the_register_too()
    {
        Assert.Equal("OPEN", await StatusAsync());
        await using var murad = await nation.SignedInAsync("2000000406");
        await murad.ApplyAsync("gam/traffic-fines", new() { ["searchBy"] = "MINE", ["tickets"] = "T4060001" });
        await murad.SubmitAsync();
        await murad.PayByCardAsync();

        await (await murad.DownloadAsync()).IsGenuineAsync(nation);
        Assert.Equal("PAID", await StatusAsync());

        async Task<string?> StatusAsync() => (await nation.RegisterAsync("traffic/fine", new { ticketNo = "T4060001" })).GetProperty("status").GetString();
    }

    [Fact]
    public async Task A_restaurant_renews_its_licence_after_the_officer_has_studied_it()
    {
        await using var rana = await nation.SignedInAsync("2000000302");
        await rana.ApplyAsync("gam/vocational-licence-renewal", new() { ["capacity"] = "OWNER", ["chosenLicence"] = "300002", ["changes"] = "NONE" });
        await rana.SubmitAsync();

        await using var maysaa = await nation.SignedInAsync("2000000907");
        await maysaa.ApproveAsync(rana.Reference);

        await rana.PayByCardAsync();
        await (await rana.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task Contributions_are_paid_by_the_number_of_the_bill_at_a_post_office()
    {
        await using var ibtisam = await nation.SignedInAsync("2000000607");
        await ibtisam.ApplyAsync("ssc/contributions", new() { ["payer"] = "SUBSCRIBER", ["payMode"] = "FULL" });
        await ibtisam.SubmitAsync();
        await ibtisam.PayAtATellerAsync();

        await (await ibtisam.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task A_first_optional_subscription_begins_with_its_first_month_paid()
    {
        await using var salma = await nation.SignedInAsync("2000000601");
        await salma.ApplyAsync("ssc/voluntary-subscription", new() { ["declaredWage"] = "400" });
        await salma.SubmitAsync();
        await salma.PayByCardAsync();

        await (await salma.DownloadAsync()).IsGenuineAsync(nation);
    }
}
