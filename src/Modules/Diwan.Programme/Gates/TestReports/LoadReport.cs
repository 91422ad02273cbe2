using System.Globalization;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Programme.Gates.TestReports;

/// <summary>What <c>./diwan load</c> wrote down: so many applications a second for so long, how many failed, and how long the answers took.</summary>
/// <param name="Service">The service that was applied for.</param>
/// <param name="Version">Its version.</param>
/// <param name="At">When the test began.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Applications">How many were begun in that time.</param>
/// <param name="Failed">How many of them did not come to their end.</param>
/// <param name="Requests">How many answers the site gave.</param>
/// <param name="Milliseconds95">What 95 % of its answers did not exceed.</param>
public sealed record LoadReport(string Service, string Version, DateTimeOffset At, double Seconds, int Applications, int Failed, int Requests, double Milliseconds95)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, WriteIndented = true };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <param name="peak">Applications a second that must have been tried.</param>
    internal static ReadReport Read(ServiceDefinition service, ReadOnlyMemory<byte> file, TestRule rule, decimal peak, DateTimeOffset now)
    {
        LoadReport? report;
        try
        {
            report = JsonSerializer.Deserialize<LoadReport>(file.Span, Json);
        }
        catch (JsonException)
        {
            report = null;
        }

        if (report is null || report.At > now || !(report.Seconds > 0) || report.Applications < report.Failed || report.Failed < 0 || report.Requests < report.Applications)
        {
            return ReadReport.No("الملف ليس تقرير ./diwan load.", "The file is no report of ./diwan load.");
        }

        if (report.Service != service.Id.ToString() || report.Version != service.Version)
        {
            return ReadReport.No(
                $"التقرير للخدمة {report.Service} بنسختها {report.Version}، والمطلوب {service.Id} بنسختها {service.Version}.",
                $"The report is of {report.Service}, version {report.Version}; asked is {service.Id}, version {service.Version}.");
        }

        var rate = report.Applications / report.Seconds;
        var figures = new LocalizedText(
            string.Create(CultureInfo.InvariantCulture, $"{rate:0.##} طلب في الثانية والمطلوب {peak:0.##}، طوال {report.Seconds:0} ثانية والمطلوب {rule.Seconds}، و95% من الأجوبة خلال {report.Milliseconds95:0} مللي ثانية والحد {rule.Slowest}، ولم يكتمل {report.Failed} من {report.Applications}"),
            string.Create(CultureInfo.InvariantCulture, $"{rate:0.##} applications a second where {peak:0.##} are asked, for {report.Seconds:0} seconds of {rule.Seconds}; 95% of the answers within {report.Milliseconds95:0} ms of {rule.Slowest}; {report.Failed} of {report.Applications} failed"));
        var why = rate < (double)peak ? new LocalizedText("المعدل أقل من الذروة", "The rate is below the peak")
            : report.Seconds < rule.Seconds ? new("المدة أقصر من المطلوب", "It did not run long enough")
            : !(report.Milliseconds95 <= rule.Slowest) ? new("الأجوبة أبطأ من المطلوب", "The answers were too slow")
            : report.Applications == 0 || report.Failed > rule.Failed * report.Applications ? new("طلبات لم تكتمل أكثر من المسموح", "Too many applications failed")
            : null;
        return why is null
            ? new(report.At, true, new($"حملت الذروة: {figures.Ar}.", $"It bore the peak: {figures.En}."))
            : new(report.At, false, new($"{why.Ar}: {figures.Ar}.", $"{why.En}: {figures.En}."));
    }
}
