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

        if (report is null || report.At > now || report.Seconds <= 0 || report.Applications < report.Failed || report.Failed < 0 || report.Requests < report.Applications)
        {
            return ReadReport.No("الملف ليس تقرير ./diwan load.", "The file is no report of ./diwan load.");
        }

        if (report.Service != service.Id.ToString() || report.Version != service.Version)
        {
            return ReadReport.No(
                $"التقرير للخدمة {report.Service} بنسختها {report.Version}، والمطلوب {service.Id} بنسختها {service.Version}.",
                $"The report is of {report.Service}, version {report.Version}; asked is {service.Id}, version {service.Version}.");
        }

        var (rate, failed) = (report.Applications / (decimal)report.Seconds, report.Applications == 0 ? 1 : report.Failed / (decimal)report.Applications);
        var figures = string.Create(
            CultureInfo.InvariantCulture, $"{rate:0.##}/s ≥ {peak:0.##}/s; {report.Seconds:0} s ≥ {rule.Seconds} s; p95 {report.Milliseconds95:0} ms ≤ {rule.Slowest} ms; {report.Failed} / {report.Applications}");
        var why = rate < peak ? new LocalizedText("المعدل أقل من الذروة", "The rate is below the peak")
            : report.Seconds < rule.Seconds ? new("المدة أقصر من المطلوب", "It did not run long enough")
            : (decimal)report.Milliseconds95 > rule.Slowest ? new("الأجوبة أبطأ من المطلوب", "The answers were too slow")
            : failed > rule.Failed ? new("طلبات لم تكتمل أكثر من المسموح", "Too many applications failed")
            : null;
        return why is null
            ? new(report.At, true, new($"حملت الذروة: {figures}.", $"It bore the peak: {figures}."))
            : new(report.At, false, new($"{why.Ar}: {Without(figures)}.", $"{why.En}: {Without(figures)}."));
    }

    /// <summary>What was not reached is not written as if it were.</summary>
    private static string Without(string figures) => figures.Replace('≥', '/').Replace('≤', '/');
}
