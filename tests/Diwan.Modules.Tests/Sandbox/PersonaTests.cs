using Diwan.Testing;
using System.Text.Json.Nodes;
using Diwan.Sandbox.Personas;

namespace Diwan.Modules.Tests.Sandbox;

/// <summary>Each ready-made person has the facts of their story.</summary>
public sealed class PersonaTests
{
    private static JsonObject Ask(SandboxWorld s, string operation, object input) => s.Ask(operation, input);

    [Fact]
    public void The_page_of_stories_and_the_people_are_the_same()
    {
        var page = File.ReadAllText(Repository.In("docs", "registries", "personas.md"));
        using var sandbox = new SandboxWorld(500);
        Assert.All(sandbox.World.Ready.Personas, p => Assert.Contains($"| {p.Number}", page, StringComparison.Ordinal));
        Assert.All(sandbox.World.Ready.Personas.Where(p => p.Kind == "officer"), p => Assert.Contains($"| {p.Number} | {p.Roles[0]} |", page, StringComparison.Ordinal));
        Assert.All(
            System.Text.RegularExpressions.Regex.Matches(page, @"^\| (2\d{9}) ", System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value),
            number => Assert.True(sandbox.World.Ready.People.ContainsKey(number), number));
        Assert.All(sandbox.World.Ready.Personas, p => Assert.Contains(Groups.All, g => g.Id == p.Group));
    }

    [Theory]
    [InlineData("2000000101", "NONE")]
    [InlineData("2000000102", "POSSIBLE")]
    [InlineData("2000000103", "CONFIRMED")]
    [InlineData("2000000104", "CONFIRMED")]
    public void Records(string number, string match)
    {
        using var s = new SandboxWorld(500);
        var answer = Ask(s, "criminal-record/inquiry", new { nationalNumber = number });
        Assert.Equal(match, ContractTests.T(answer, "match"));
        if (number == "2000000104")
        {
            Assert.Equal("REHABILITATED", ContractTests.T(answer["matches"]![0], "status"));
        }
    }

    [Fact]
    public void Land_owners_heirs_and_agents()
    {
        using var s = new SandboxWorld(500);
        JsonObject Title(string basin, string parcel, string who) => Ask(s, "lands/title", new { directorate = "1", village = "1", basin, parcel, nationalNumber = who });
        Assert.Equal("1", ContractTests.T(Title("1", "1", "2000000201"), "applicantShare"));
        Assert.Equal("1/2", ContractTests.T(Title("1", "2", "2000000202"), "applicantShare"));
        var quarter = Title("1", "2", "2000000203");
        Assert.Equal("1/4", ContractTests.T(quarter, "applicantShare"));
        Assert.Equal(["20******02", "2000000203", "20******94"], quarter["owners"]!.AsArray().Select(o => ContractTests.T(o, "nationalNumber")));
        var heir = Title("1", "3", "2000000204");
        Assert.Equal("HEIR", ContractTests.T(heir, "applicantCapacity"));
        // A widow's eighth, then two parts to the brother and one to the sister.
        Assert.Equal("7/24", ContractTests.T(heir, "applicantShare"));
        Assert.Equal("NONE", ContractTests.T(Title("1", "1", "2000000101"), "applicantCapacity"));
        Assert.Equal(["MORTGAGE", "ATTACHMENT"], Title("1", "4", "2000000206")["encumbrances"]!.AsArray().Select(e => ContractTests.T(e, "kind")));
        Assert.False(Ask(s, "lands/plan-sheet", new { directorate = "1", village = "1", basin = "2", parcel = "1" })["digitised"]!.GetValue<bool>());
        var old = Ask(s, "lands/plan-sheet", new { directorate = "1", village = "1", basin = "3", parcel = "1" });
        Assert.Equal("PALESTINE-1923", ContractTests.T(old, "crs"));
        Assert.Contains(old["adjoiningSheets"]!.AsArray(), a => ContractTests.T(a, "crs") == "JTM");
        Assert.Equal("ACTIVE", ContractTests.T(Ask(s, "justice/agency", new { agencyNo = "2026/1205" }), "status"));
        Assert.Equal("REVOKED", ContractTests.T(Ask(s, "justice/agency", new { agencyNo = "2025/0077" }), "status"));
        Assert.Contains(Ask(s, "lands/plots-of", new { nationalNumber = "2000000204" })["plots"]!.AsArray(), p => ContractTests.T(p, "capacity") == "HEIR");
    }

    [Fact]
    public void A_guardian_has_a_minor_who_owns_land_and_a_company_has_a_vehicle()
    {
        using var s = new SandboxWorld(500);
        var child = Assert.Single(Ask(s, "civil-status/family", new { nationalNumber = "2000000210" })["children"]!.AsArray());
        Assert.Equal("2000000211", ContractTests.T(child, "nationalNumber"));
        Assert.True(DateOnly.Parse(ContractTests.T(child, "birthDate")) > SandboxWorld.Founded.AddYears(-18));
        Assert.Equal("OWNER", ContractTests.T(Ask(s, "lands/title", new { directorate = "1", village = "1", basin = "1", parcel = "9", nationalNumber = "2000000211" }), "applicantCapacity"));
        Assert.Equal("4000414", ContractTests.T(Assert.Single(Ask(s, "vehicles/vehicles-of", new { establishmentNo = "200000307" })["vehicles"]!.AsArray()), "registrationNo"));
        var vehicle = Ask(s, "vehicles/vehicle", new { plateCode = "20", plateNumber = "10414", registrationNo = "4000414" });
        Assert.Equal(("ESTABLISHMENT", "200000307"), (ContractTests.T(vehicle, "ownerKind"), ContractTests.T(vehicle, "ownerEstablishmentNo")));
    }

    [Theory]
    [InlineData("300001", "[2026]", false, "NONE", false)]
    [InlineData("300003", "[2026]", true, "NONE", false)]
    [InlineData("300004", "[2024,2025,2026]", false, "NONE", false)]
    [InlineData("300005", "[2026]", false, "AREA", false)]
    [InlineData("300006", "[2026]", false, "NONE", true)]
    [InlineData("300008", "[]", false, "NONE", false)]
    public void Licences(string no, string years, bool risk, string change, bool closed)
    {
        using var s = new SandboxWorld(500);
        var licence = Ask(s, "vocations/licence", new { licenceNo = no });
        Assert.Equal(years, licence["yearsDue"]!.ToJsonString());
        Assert.Equal(risk, licence["hasRiskProfession"]!.GetValue<bool>());
        Assert.Equal(change, ContractTests.T(licence, "recordedChange"));
        Assert.Equal(closed, licence["closed"]!.GetValue<bool>());
        if (risk)
        {
            Assert.Equal("EXPIRED", ContractTests.T(Ask(s, "civil-defence/approval", new { licenceNo = no }), "status"));
            Assert.Equal("VALID", ContractTests.T(Ask(s, "health/approval", new { licenceNo = no }), "status"));
        }

        if (closed || change != "NONE" || years == "[]")
        {
            Assert.Equal("Provider.Refused", s.Refusal("vocations/renew", new { licenceNo = no, year = 2026, caseReference = "X", key = "k" }).Type);
        }
        else
        {
            Ask(s, "vocations/renew", new { licenceNo = no, year = 2026, caseReference = "X", key = "k" });
            Assert.Equal("[]", Ask(s, "vocations/licence", new { licenceNo = no })["yearsDue"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("401", true, true, false, false)]
    [InlineData("402", false, true, false, false)]
    [InlineData("404", true, false, false, false)]
    [InlineData("405", true, true, true, false)]
    [InlineData("409", true, true, false, true)]
    public void Vehicles(string n, bool exempt, bool insured, bool attached, bool circular)
    {
        using var s = new SandboxWorld(500);
        var vehicle = Ask(s, "vehicles/vehicle", new { plateCode = "20", plateNumber = $"10{n}", registrationNo = $"4000{n}" });
        Assert.Equal((exempt, attached, circular), (vehicle["inspectionExempt"]!.GetValue<bool>(), vehicle["attached"]!.GetValue<bool>(), vehicle["circular"]!.GetValue<bool>()));
        Assert.Equal(insured, Ask(s, "vehicles/insurance", new { registrationNo = $"4000{n}" })["insured"]!.GetValue<bool>());
        Assert.Equal($"2000000{n}", ContractTests.T(vehicle, "ownerNationalNumber"));
    }

    [Fact]
    public void A_paid_fine_is_paid_and_the_vehicle_then_renews_once()
    {
        using var s = new SandboxWorld(500);
        var renewal = new { registrationNo = "4000403", caseReference = "C", key = "renew-1" };
        var refused = s.Refusal("vehicles/renew", renewal);
        Assert.Equal("Provider.Refused", refused.Type);
        Assert.Contains("مخالفات", refused.Ar, StringComparison.Ordinal);

        Ask(s, "traffic/settle", new { ticketNos = new[] { "T4030001" }, receiptNo = "R9", key = "settle-1" });
        var first = s.AskText("vehicles/renew", renewal);
        Assert.Equal(first, s.AskText("vehicles/renew", renewal));
        Assert.Equal(409, s.Refusal("vehicles/renew", new { registrationNo = "4000401", caseReference = "C", key = "renew-1" }).Status);
        Assert.Equal(409, s.Refusal("vehicles/renew", new { registrationNo = "4000403", caseReference = "C", key = "renew-2" }).Status);
        var vehicle = Ask(s, "vehicles/vehicle", new { plateCode = "20", plateNumber = "10403", registrationNo = "4000403" });
        Assert.Equal(ContractTests.T(JsonNode.Parse(first), "validUntil"), ContractTests.T(vehicle, "licenceExpiresOn"));
    }

    [Fact]
    public void Fines_for_the_counter_and_for_the_court()
    {
        using var s = new SandboxWorld(500);
        var fines = Ask(s, "traffic/fines", new { plateCode = "20", plateNumber = "10406", registrationNo = "4000406" });
        Assert.Equal((4, 3, 1), (fines["openCount"]!.GetValue<int>(), fines["payableCount"]!.GetValue<int>(), fines["courtCount"]!.GetValue<int>()));
        Assert.Equal(170m, fines["payableTotal"]!.GetValue<decimal>());
        Assert.Equal(1, fines["fines"]!.AsArray().Count(f => f!["serious"]!.GetValue<bool>() && f["payable"]!.GetValue<bool>()));
        Assert.Equal(409, s.Refusal("traffic/settle", new { ticketNos = new[] { "T4060001", "T4060004" }, receiptNo = "R", key = "k" }).Status);
        Assert.Equal("OPEN", ContractTests.T(Ask(s, "traffic/fine", new { ticketNo = "T4060001" }), "status"));
        Assert.Equal(404, s.Refusal("traffic/fines", new { plateCode = "20", plateNumber = "10406", registrationNo = "4000407" }).Status);
        var again = Ask(s, "traffic/settle", new { ticketNos = new[] { "T4120005" }, receiptNo = "OTHER", key = "k2" });
        Assert.Equal("T4120005", again["alreadySettled"]![0]!.GetValue<string>());
    }

    [Fact]
    public void Property_tax_by_year_with_penalties_until_clear()
    {
        using var s = new SandboxWorld(500);
        var bill = Ask(s, "property-tax/assessment", new { propertyNo = "5000502" });
        Assert.Equal("[2024,2025]", bill["arrearsYears"]!.ToJsonString());
        // 2,400 × (15 % + 2 % + 3 %) twice, and a tenth of the tax as penalty on each.
        Assert.Equal(960m, bill["arrearsTotal"]!.GetValue<decimal>());
        Assert.Equal(72m, bill["penaltyTotal"]!.GetValue<decimal>());
        Assert.False(Ask(s, "property-tax/settle", new { propertyNo = "5000502", years = new[] { 2024, 2025 }, receiptNo = "R", key = "a" })["clear"]!.GetValue<bool>());
        Assert.True(Ask(s, "property-tax/settle", new { propertyNo = "5000502", years = new[] { 2026 }, receiptNo = "R", key = "b" })["clear"]!.GetValue<bool>());
        Assert.Equal(0m, Ask(s, "property-tax/assessment", new { propertyNo = "5000502" })["totalDue"]!.GetValue<decimal>());
        Assert.Equal("1/2", ContractTests.T(Ask(s, "property-tax/properties-of", new { nationalNumber = "2000000504" })["properties"]![0], "share"));
        Assert.Single(Ask(s, "property-tax/properties-of", new { establishmentNo = "200000506" })["properties"]!.AsArray());
    }

    [Fact]
    public void Properties_are_found_by_the_plot_they_stand_on()
    {
        using var s = new SandboxWorld(500);
        var shared = Ask(s, "property-tax/at-plot", new { directorate = "1", village = "1", basin = "1", parcel = "51" });
        Assert.Equal("1/1/1/0/51", ContractTests.T(shared, "plotKey"));
        Assert.Null(shared["formerPlotKey"]);
        Assert.Equal(["5000501", "5000508"], shared["properties"]!.AsArray().Select(p => ContractTests.T(p, "propertyNo")).Where(n => n.StartsWith("5000", StringComparison.Ordinal)));
        Assert.DoesNotContain("2000000501", shared.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(404, s.Refusal("property-tax/at-plot", new { directorate = "1", village = "1", basin = "1", parcel = "999" }).Status);

        // Every generated property is found by its plot, and there are plots with two.
        var most = 0;
        for (var i = 0; i < s.World.Made.Properties; i++)
        {
            var property = s.World.Made.PropertyAt(i);
            var k = property.Plot;
            var at = Ask(s, "property-tax/at-plot", new { directorate = k.Directorate, village = k.Village, basin = k.Basin, quarter = k.Quarter, parcel = k.Parcel });
            var found = at["properties"]!.AsArray().Select(p => ContractTests.T(p, "propertyNo")).ToList();
            Assert.Contains(property.No, found);
            most = Math.Max(most, found.Count(n => !n.StartsWith("5000", StringComparison.Ordinal)));
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public void A_plot_of_a_directorate_that_was_split_is_found_by_its_old_number_and_named_by_its_new_one()
    {
        using var s = new SandboxWorld(500);
        var directorates = Ask(s, "lands/directorates", new { })["directorates"]!.AsArray();
        Assert.Equal("AM", ContractTests.T(Assert.Single(directorates, d => ContractTests.T(d, "directorate") == "13"), "governorate"));
        Assert.Equal(["1", "2", "3", "4"], Ask(s, "lands/villages", new { directorate = "1" })["villages"]!.AsArray().Select(v => ContractTests.T(v, "village")));
        Assert.Single(Ask(s, "lands/villages", new { directorate = "13" })["villages"]!.AsArray());
        Assert.Equal(
            Ask(s, "lands/basins", new { directorate = "13", village = "1" }).ToJsonString(), Ask(s, "lands/basins", new { directorate = "1", village = "5" }).ToJsonString());
        Assert.Equal(404, s.Refusal("lands/villages", new { directorate = "14" }).Status);
        Assert.Equal(404, s.Refusal("lands/basins", new { directorate = "13", village = "2" }).Status);

        var basin = Ask(s, "lands/basins", new { directorate = "13", village = "1" })["basins"]![0]!;
        var quarter = basin["quarters"]!.AsArray().Count == 0 ? "0" : "1";
        var old = Ask(s, "lands/plot", new { directorate = "1", village = "5", basin = "1", quarter, parcel = "7" });
        var now = Ask(s, "lands/plot", new { directorate = "13", village = "1", basin = "1", quarter, parcel = "7" });
        Assert.Equal(now.ToJsonString(), old.ToJsonString());
        Assert.Equal(($"13/1/1/{quarter}/7", $"1/5/1/{quarter}/7"), (ContractTests.T(now, "plotKey"), ContractTests.T(now, "formerPlotKey")));
        Assert.Equal(("13", "1", "AM"), (ContractTests.T(now, "directorate"), ContractTests.T(now, "village"), ContractTests.T(now, "governorate")));
        Assert.Equal("2025-11-23", ContractTests.T(now, "transferredOn"));
        Assert.NotEqual(ContractTests.T(now, "directorateNameEn"), ContractTests.T(now, "formerDirectorateNameEn"));
        Assert.Equal($"13/1/1/{quarter}/7", ContractTests.T(Ask(s, "lands/plan-sheet", new { directorate = "1", village = "5", basin = "1", quarter, parcel = "7" }), "plotKey"));
        Assert.Null(Ask(s, "lands/plot", new { directorate = "1", village = "1", basin = "1", parcel = "1" })["formerPlotKey"]);
    }

    [Theory]
    [InlineData("601", false, "NONE", false, 30)]
    [InlineData("602", false, "NONE", false, 62)]
    [InlineData("603", true, "NONE", false, 39)]
    [InlineData("604", true, "OLD_AGE", false, 64)]
    [InlineData("605", true, "NONE", true, 34)]
    [InlineData("609", true, "NONE", false, 63)]
    [InlineData("610", false, "NONE", false, 55)]
    [InlineData("611", false, "NONE", false, 54)]
    public void Insurance_histories(string n, bool ever, string pension, bool employed, int age)
    {
        using var s = new SandboxWorld(500);
        var insured = Ask(s, "social-security/insured", new { nationalNumber = $"2000000{n}" });
        Assert.Equal(ever, insured["everInsured"]!.GetValue<bool>());
        Assert.Equal(pension, ContractTests.T(insured, "pensionStatus"));
        Assert.Equal(employed, insured["currentlyEmployed"]!.GetValue<bool>());
        Assert.Equal(age, s.World.Ready.People[$"2000000{n}"].AgeOn(SandboxWorld.Founded));
        if (employed || pension != "NONE")
        {
            Assert.Equal(409, s.Refusal("social-security/subscribe", new { nationalNumber = $"2000000{n}", wage = 400, startMonth = "2026-11", caseReference = "C", key = "k" }).Status);
        }
    }

    [Fact]
    public void A_subscription_is_pending_until_paid_and_an_establishment_of_twelve_has_wages_above_both_caps()
    {
        using var s = new SandboxWorld(500);
        var subscribed = Ask(s, "social-security/subscribe", new { nationalNumber = "2000000601", wage = 400.5, startMonth = "2026-11", caseReference = "C", key = "k" });
        var no = ContractTests.T(subscribed, "insuranceNo");
        Assert.Equal("2026-12-15", ContractTests.T(subscribed, "firstPaymentDueOn"));
        Assert.Equal("[\"2026-11\"]", Ask(s, "social-security/due", new { insuranceNo = no })["periodsDue"]!.ToJsonString());
        Ask(s, "social-security/post-contributions", new { insuranceNo = no, periods = new[] { "2026-11" }, amount = 70.088, receiptNo = "R", key = "p" });
        Assert.Equal("[]", Ask(s, "social-security/due", new { insuranceNo = no })["periodsDue"]!.ToJsonString());
        Assert.Equal("[\"2026-09\",\"2026-10\"]", Ask(s, "social-security/due", new { insuranceNo = "6000607" })["periodsDue"]!.ToJsonString());

        var roster = Ask(s, "social-security/roster", new { establishmentNo = "200000608", period = "2026-10" });
        Assert.Equal(12, roster["insuredCount"]!.GetValue<int>());
        Assert.Contains(roster["lines"]!.AsArray(), l => ContractTests.T(l, "cohort") == "BEFORE_2009_10_15" && l!["wage"]!.GetValue<decimal>() > 5000);
        Assert.Contains(roster["lines"]!.AsArray(), l => ContractTests.T(l, "cohort") == "AFTER_2009_10_15" && l!["wage"]!.GetValue<decimal>() == 3349);
    }

    [Fact]
    public void An_employed_person_has_no_optional_subscription_to_pay_and_a_moment_counts_as_its_day_in_Amman()
    {
        using var s = new SandboxWorld(500);
        Assert.Equal("Provider.NotFound", s.Refusal("social-security/due", new { insuranceNo = "6000605" }).Type);
        Ask(s, "property-tax/settle", new { propertyNo = "5000501", years = new[] { 2026.0m }, receiptNo = "R", paidOn = "2026-11-30T22:30:00Z", key = "k" });
        var year = Ask(s, "property-tax/assessment", new { propertyNo = "5000501" })["years"]!.AsArray()[^1];
        Assert.Equal(("PAID", "2026-12-01"), (ContractTests.T(year, "status"), ContractTests.T(year, "paidOn")));
    }

    [Fact]
    public void People_without_a_telephone_abroad_and_with_an_expired_permit()
    {
        using var s = new SandboxWorld(500);
        Assert.Null(Ask(s, "civil-status/person", new { nationalNumber = "2000000106" })["phone"]);
        var abroad = Ask(s, "civil-status/person", new { nationalNumber = "2000000107" });
        Assert.Equal(("GB", "+447700900123"), (ContractTests.T(abroad, "residenceCountry"), ContractTests.T(abroad, "phone")));
        Assert.Equal("VALID", ContractTests.T(Ask(s, "residence/person", new { documentNumber = "a20000105", nationality = "EG" }), "status"));
        Assert.Equal("EXPIRED", ContractTests.T(Ask(s, "residence/person", new { documentNumber = "P7700106", nationality = "IN" }), "status"));
    }
}
