using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>The visits of services/visits.yaml: read whole, every fault at its place, and times by the calendar of the office.</summary>
public sealed class VisitsTests
{
    private static readonly Catalogue Catalogue = CatalogueReader.Read(Services.Folder).Catalogue!;

    [Fact]
    public void Every_service_can_be_helped_with_in_person_and_what_is_assumed_is_said()
    {
        Assert.All(Catalogue.Services, s => Assert.NotEmpty(Catalogue.Visits.ForAnybody(s.Id)));
        Assert.NotNull(Catalogue.Visits.Assumed);
        Assert.All(Catalogue.Visits.Kinds.SelectMany(k => k.Offices), o => Assert.NotNull(Catalogue.Visits.CapacityOf(o)));
        Assert.Equal(["help"], Catalogue.Visits.At("counter/ANY").Select(k => k.Id));
        Assert.Null(Catalogue.Visits.CapacityOf("moj/ministry"));
        Assert.Equal(["dvld/department"], VisitBook.OfficesFor(Catalogue.Visits.Find("help")!, ServiceId.Parse("dvld/vehicle-licence-renewal")));
    }

    [Fact]
    public void Times_begin_at_the_opening_and_the_last_is_over_when_it_closes()
    {
        var help = Catalogue.Visits.Find("help")!;
        var calendar = Catalogue.Calendar.Of("moj/palace");

        // 08:30 to 15:30 by 20 minutes; Friday and the New Year are off; the palace works on Saturdays since 2020 and until nine.
        var times = help.TimesOn(new DateOnly(2018, 1, 3), calendar).ToList();
        Assert.Equal(21, times.Count);
        Assert.Equal((new TimeSpan(8, 30, 0), new TimeSpan(15, 10, 0)), (NationalCalendar.ToAmman(times[0]).TimeOfDay, NationalCalendar.ToAmman(times[^1]).TimeOfDay));
        Assert.Empty(help.TimesOn(new DateOnly(2018, 1, 1), calendar));
        Assert.Empty(help.TimesOn(new DateOnly(2018, 1, 5), calendar));
        Assert.Equal(37, help.TimesOn(new DateOnly(2024, 2, 3), calendar).Count());
        Assert.Empty(help.TimesOn(new DateOnly(2024, 2, 3), Catalogue.Calendar.Of("dls/department")));

        // What was booked under other hours fits or not, wherever it stands on the grid.
        Assert.True(help.FitsAt(times[0].AddMinutes(5), calendar));
        Assert.True(help.FitsAt(times[^1], calendar));
        Assert.False(help.FitsAt(times[^1].AddMinutes(5), calendar));
        Assert.False(help.FitsAt(times[0].AddMinutes(-5), calendar));
        Assert.False(help.FitsAt(times[0].AddDays(2), calendar));
    }

    [Fact]
    public void Each_fault_is_said_with_its_place_and_all_at_once()
    {
        (string Good, string Bad, string Code)[] damages =
        [
            ("minutes: 15\n    offices: [dvld/department]", "minutes: 7\n    offices: [dvld/department]", "wrong-value"),
            ("offices: [moj/palace, gam/city-hall]", "offices: [moj/palace, gam/city-hal]", "unknown-word"),
            ("states: [yourTurn]", "states: [yourTrun]", "unknown-word"),
            ("answers: { deliveryMode: COURT, courtId: AMMAN }", "answers: { deliverMode: COURT, courtId: AMMAN }", "unknown-question"),
            ("answers: { deliveryMode: COLLECT, collectGovernorate: AM }", "answers: { deliveryMode: COLECT, collectGovernorate: AM }", "unknown-word"),
            ("services: [dvld/vehicle-licence-renewal]\n\n  # Help", "services: [dls/land-plan]\n\n  # Help", "no-office"),
            ("{ at: dls/department, windows: 3, bookable: 2", "{ at: dls/department, windows: 3, bookable: 4", "wrong-value"),
            ("roles: [ssc:officer]", "roles: [gam:officer]", "unknown-word"),
            ("counters: { windows: 1, bookable: 1 }", "", "no-capacity"),
            ("  - id: cash\n", "  - id: paper\n", "twice"),
        ];
        var root = Directory.CreateTempSubdirectory("diwan-visits-").FullName;
        try
        {
            Fixture.Copy(Services.Folder, root);
            var path = Path.Combine(root, "visits.yaml");
            var text = File.ReadAllText(path);
            foreach (var (good, bad, code) in damages)
            {
                Assert.Contains(good, text, StringComparison.Ordinal);
                File.WriteAllText(path, text.Replace(good, bad, StringComparison.Ordinal));
                var faults = CatalogueReader.Read(root).Faults.Where(f => f.Severity == FaultSeverity.Error).ToList();
                Assert.Contains(faults, f => f.Code == code && f.At.Line > 0 && f.At.File.EndsWith("visits.yaml", StringComparison.Ordinal));
                Assert.All(faults, f => Assert.True(f.Remedy.Ar.Length > 0 && f.Remedy.En.Length > 0));
            }

            // All of them together are said together.
            File.WriteAllText(path, damages.Aggregate(text, (t, d) => t.Replace(d.Good, d.Bad, StringComparison.Ordinal)));
            var all = CatalogueReader.Read(root).Faults.Where(f => f.Severity == FaultSeverity.Error).ToList();
            Assert.All(damages.Select(d => d.Code).Distinct(), code => Assert.Contains(all, f => f.Code == code));
            Assert.True(all.Count >= damages.Length - 1);

            // Nothing is offered without the file; an office nobody comes to is noticed.
            File.Delete(path);
            Assert.Empty(CatalogueReader.Read(root).Catalogue!.Visits.Kinds);
            File.WriteAllText(path, text
                .Replace("offices: [moj/palace, gam/city-hall]", "offices: [moj/palace]", StringComparison.Ordinal).Replace("services: [moj/non-conviction-certificate, gam/property-tax, gam/traffic-fines], states", "services: [moj/non-conviction-certificate], states", StringComparison.Ordinal));
            Assert.Contains(CatalogueReader.Read(root).Faults, f => f.Code == "unused-office" && f.Severity == FaultSeverity.Warning);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
