using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Diwan.Cases.Mining;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>Event logs for process-mining tools: whole, without anybody in them; and the variants of anybody's log.</summary>
public sealed class MiningTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_log_holds_what_happened_and_nobody(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (first, references) = (world.Now, new List<string>());

        // The last of them has a record: that case goes to a confidential desk, which no log may tell.
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        foreach (var who in new[] { layla, layla, CaseWorld.Citizen("2000000103", "سليم جمال أحمد الخطيب") })
        {
            var id = await world.StartAsync(Service, who);
            await world.AnswerCertificateAsync(id, who);
            references.Add(await world.SubmitAsync(id, who));
            await world.PayAsync(references[^1], who);
            await world.WorkAsync();
            world.Pass(TimeSpan.FromMinutes(5));
        }

        var export = world.Get<ExportEventLog>();
        Assert.Null(export.Run("moj/unknown", first, world.Now, Ct));
        var cases = await AllAsync(export.Run(Service, first, world.Now, Ct)!);
        Assert.Equal(3, cases.Count);
        Assert.Equal(3, cases.Select(c => c.Id).Distinct().Count());
        Assert.Empty(await AllAsync(export.Run(Service, first.AddDays(-9), first, Ct)!));

        using var xes = new MemoryStream();
        await Xes.WriteAsync(xes, export.Run(Service, first, world.Now, Ct)!, Ct);
        var text = Encoding.UTF8.GetString(xes.ToArray());
        XNamespace ns = "http://www.xes-standard.org/";
        var log = XDocument.Parse(text).Root!;
        Assert.Equal(cases.Select(c => c.Events.Count), log.Elements(ns + "trace").Select(t => t.Elements(ns + "event").Count()));
        Assert.All(log.Descendants(ns + "event"), e => Assert.Equal(["concept:name", "lifecycle:transition", "org:group", "time:timestamp"], e.Elements().Select(x => x.Attribute("key")!.Value)));

        using var ocel = new MemoryStream();
        await Ocel.WriteAsync(ocel, export.Run(Service, first, world.Now, Ct)!, Ct);
        var objects = JsonDocument.Parse(ocel.ToArray()).RootElement;
        var ids = objects.GetProperty("objects").EnumerateArray().Select(o => o.GetProperty("id").GetString()).ToHashSet();
        Assert.Equal(3, objects.GetProperty("objects").EnumerateArray().Count(o => o.GetProperty("type").GetString() == "case"));
        Assert.Equal(cases.Sum(c => c.Events.Count), objects.GetProperty("events").GetArrayLength());
        Assert.All(objects.GetProperty("events").EnumerateArray(), e => Assert.All(e.GetProperty("relationships").EnumerateArray(), r => Assert.Contains(r.GetProperty("objectId").GetString(), ids)));
        var types = objects.GetProperty("eventTypes").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ToHashSet();
        Assert.All(objects.GetProperty("events").EnumerateArray(), e => Assert.Contains(e.GetProperty("type").GetString(), types));

        foreach (var told in new[] { text, Encoding.UTF8.GetString(ocel.ToArray()) })
        {
            Assert.All(references, r => Assert.DoesNotContain(r, told, StringComparison.Ordinal));
            Assert.DoesNotContain("20000001", told, StringComparison.Ordinal);
            Assert.DoesNotContain("criminal", told, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("judge", told, StringComparison.OrdinalIgnoreCase);
        }

        // Our own log, read as anybody's.
        xes.Position = 0;
        var variants = Xes.Variants(xes);
        Assert.Equal((3, (long)cases.Sum(c => c.Events.Count)), (variants.Cases, variants.Events));
        Assert.Equal(cases[0].Events.Select(e => e.Activity), variants.Variants[0].Activities);
        Assert.Equal(2, variants.Variants[0].Cases);
    }

    [Fact]
    public void Variants_are_counted_by_what_was_completed()
    {
        static string Event(string name, string? transition = null) =>
            $"<event><string key='concept:name' value='{name}'/>{(transition is null ? "" : $"<string key='lifecycle:transition' value='{transition}'/>")}</event>";
        var log = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <log xmlns="http://www.xes-standard.org/">
              <global scope="event"><string key="concept:name" value="none"/></global>
              <trace><string key="concept:name" value="1"/>{Event("a", "start")}{Event("a", "complete")}{Event("b")}</trace>
              <trace>{Event("a")}{Event("b", "COMPLETE")}</trace>
              <trace>{Event("b")}</trace>
              <trace/>
            </log>
            """;
        var count = Xes.Variants(new MemoryStream(Encoding.UTF8.GetBytes(log)));
        Assert.Equal((4, 6L), (count.Cases, count.Events));
        Assert.Equal([("a b", 2), ("", 1), ("b", 1)], count.Variants.Select(v => (string.Join(' ', v.Activities), v.Cases)));
    }

    [Fact]
    public void What_is_no_log_is_refused_and_says_where()
    {
        Assert.Contains("line 1", Assert.ThrowsAny<XmlException>(() => Xes.Variants(new MemoryStream("<log><trace></log>"u8.ToArray()))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<svg>", Assert.Throws<InvalidDataException>(() => Xes.Variants(new MemoryStream("<svg/>"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<XmlException>(() => Xes.Variants(new MemoryStream("<!DOCTYPE log [<!ENTITY a 'b'>]><log/>"u8.ToArray())));
    }

    private static async Task<List<LoggedCase>> AllAsync(IAsyncEnumerable<LoggedCase> cases)
    {
        var all = new List<LoggedCase>();
        await foreach (var one in cases)
        {
            all.Add(one);
        }

        return all;
    }
}
