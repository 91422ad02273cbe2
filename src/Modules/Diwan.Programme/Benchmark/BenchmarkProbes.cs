using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Reports;

namespace Diwan.Programme.Benchmark;

/// <summary>What a probe found, and where anybody can see it.</summary>
/// <param name="Path">A path of ours without language; null when there is no page that shows it.</param>
internal sealed record BenchmarkFinding(BenchmarkAnswer Answer, LocalizedText Evidence, string? Path);

/// <summary>Whether the site serves a page.</summary>
/// <param name="path">A path of ours without language.</param>
public delegate bool PageServed(string path);

/// <summary>
/// Answers from the definition and from what the site does for every service. An answer rests on a page that anybody can open; where the site does not
/// serve that page, the answer is no.
/// </summary>
public sealed class BenchmarkProbes(ReadPerformance performance, PageServed served)
{
    /// <summary>The services whose performance is published.</summary>
    internal async Task<IReadOnlySet<string>> PublishedAsync(CancellationToken ct) =>
        (await performance.RunAsync(ct)).Where(p => p.Months.Count > 0).Select(p => p.Service).ToHashSet(StringComparer.Ordinal);

    internal BenchmarkFinding Run(BenchmarkProbe probe, ServiceDefinition s, IReadOnlySet<string> published)
    {
        var found = Find(probe, s, published);
        return found.Path is { } path && !served(path)
            ? new(BenchmarkAnswer.No, new($"لا صفحة في {path}.", $"There is no page at {path}."), null)
            : found;
    }

    private static BenchmarkFinding Find(BenchmarkProbe probe, ServiceDefinition s, IReadOnlySet<string> published)
    {
        var page = $"/services/{s.Id}";
        BenchmarkFinding Is(bool met, string ar, string en, string? path) => new(met ? BenchmarkAnswer.Yes : BenchmarkAnswer.No, new(ar, en), path);
        switch (probe)
        {
            case BenchmarkProbe.InformationOnline:
                return Is(true, "صفحة الخدمة بالعربية والإنجليزية.", "The page of the service, in Arabic and English.", page);
            case BenchmarkProbe.ServiceOnline:
                return Is(s.Channels.Any(c => c.IsOwn()), Channels(s, Language.Arabic), Channels(s, Language.English), page);
            case BenchmarkProbe.OnPortal:
                return Is(s.Channels.Contains(Channel.Portal), "في قائمة خدمات البوابة وبحثها.", "In the portal's list and search.", "/services");
            case BenchmarkProbe.Titled:
                return Is(s.Name.Ar.Length > 0 && s.Name.En.Length > 0, $"«{s.Name.Ar}».", $"\"{s.Name.En}\".", page);
            case BenchmarkProbe.LiveSupport:
                return Is(s.Channels.Contains(Channel.ContactCentre), "مركز الاتصال الوطني من قنوات الخدمة.", "The contact centre is a channel of the service.", "/help");
            case BenchmarkProbe.OwnerNamed:
                return Is(s.Texts.Contains("unit"), Unit(s).Ar, Unit(s).En, page);
            case BenchmarkProbe.OtherChannels:
                return Is(s.Channels.Any(c => !c.IsOwn()), Channels(s, Language.Arabic), Channels(s, Language.English), page);
            case BenchmarkProbe.FeedbackOpen:
                return Is(true, "لكل خدمة صفحة لإبداء الرأي.", "Every service has a page for feedback.", $"/feedback/{s.Id}");
            case BenchmarkProbe.ComplaintsOpen:
                return Is(true, "الشكوى برقم وموعد وجواب مكتوب.", "A complaint has a number, a date and a written answer.", "/complaints");
            case BenchmarkProbe.CompletionTold:
                return Is(s.Texts.Contains("message.received") || s.Texts.Contains("message.billIssued"), "رسالة عند التقديم، بلغتين.", "A message on submission, in both languages.", page);
            case BenchmarkProbe.ProgressTracked:
                return Is(true, "متابعة برقم المعاملة، وصفحة المعاملة بخطواتها.", "Tracking by reference, and the page of the case with its steps.", "/track");
            case BenchmarkProbe.DraftKept:
                return Is(true, "الطلب مسودة محفوظة منذ لحظته الأولى.", "An application is a kept draft from its first moment.", "/account");
            case BenchmarkProbe.DurationTold:
                return Is(s.Minutes > 0, $"دقائق التعبئة: {s.Minutes}.", $"Minutes to fill in: {s.Minutes}.", page);
            case BenchmarkProbe.DeliveryTold:
                return Is(s.Promise.WorkingDays > 0, $"أيام العمل الموعودة: {s.Promise.WorkingDays}.", $"Working days promised: {s.Promise.WorkingDays}.", page);
            case BenchmarkProbe.LatestTold:
                return s.Promise.LegalMaximumDays is { } most
                    ? Is(true, $"الحد القانوني بأيام العمل: {most}.", $"The law allows working days: {most}.", page)
                    : new(BenchmarkAnswer.Partly, new("وعد من المؤسسة له أثر عند الإخلال به؛ لم يُعثر على حد في القانون.", "A promise of the institution with a consequence when it is broken; no limit in law was found."), page);
            case BenchmarkProbe.PerformancePublic:
                return Is(published.Contains(s.Id.ToString()), "الأداء شهراً بشهر من التقارير المجمّدة.", "Performance month by month, from the frozen reports.", $"/performance/{s.Id}");
            case BenchmarkProbe.ErrorsTold:
                return Is(s.Sections.Count > 0, "كل خطأ بجانب حقله وفي أعلى الصفحة.", "Every error beside its field and at the top of the page.", page);
            case BenchmarkProbe.HelpBeside:
                var (all, helped) = (s.Questions.Count(), s.Questions.Count(q => s.Texts.Contains($"question.{q.Id}.hint")));
                return new(
                    all == 0 || helped == all ? BenchmarkAnswer.Yes : helped > 0 ? BenchmarkAnswer.Partly : BenchmarkAnswer.No,
                    new($"أسئلة بتلميح: {helped} من {all}.", $"Questions with a hint: {helped} of {all}."), page);
            case BenchmarkProbe.DataShown:
                return Is(true, "بيانات السجلات تُعرض لصاحبها في الطلب، ومعاملاته ووثائقه في حسابه.", "What registers hold is shown to the person in the application; cases and documents are in the account.", "/account");
            case BenchmarkProbe.WhoLooked:
                return Is(true, "سجل الاطلاع: من اطّلع ومتى ولماذا.", "The access ledger: who looked, when and why.", "/account/access");
            case BenchmarkProbe.ProcessShown:
                return Is(true, "الإجراء قبل وبعد، مرسوماً ومعدوداً.", "The process before and after, drawn and counted.", $"{page}/process");
            case BenchmarkProbe.OnlineIdentity:
                return Is(true, "الدخول بالهوية الرقمية الوطنية (OpenID Connect).", "Signing in by the national digital identity (OpenID Connect).", "/sign-in");
            case BenchmarkProbe.SingleSignOn:
                return Is(true, "دخول واحد لخدمات كل المؤسسات.", "One sign-in for the services of all institutions.", "/sign-in");
            case BenchmarkProbe.DocumentsSubmitted:
                var files = s.Questions.Any(q => q.Type == AnswerType.File);
                return files || s.Texts.List("documentsNeeded").Count == 0
                    ? Is(true, files ? "تُرفع في الطلب." : "لا تُطلب وثائق.", files ? "They are uploaded in the application." : "No documents are asked.", page)
                    : Is(false, "تُطلب وثائق ولا سؤال يرفعها.", "Documents are asked and no question takes them.", page);
            case BenchmarkProbe.DocumentsReceived:
                return s.Documents.Count > 0
                    ? Is(true, "وثيقة مختومة إلكترونياً يُتحقق منها بلا اتصال.", "An electronically sealed document that verifies offline.", "/verify")
                    : new(BenchmarkAnswer.NotApplicable, new("لا تصدر وثيقة.", "No document is issued."), null);
            case BenchmarkProbe.Prefilled:
                var read = s.Registers.Count(r => r.ReadAt == ReadMoment.Application);
                return Is(read > 0, $"سجلات تُقرأ أثناء التقديم: {read}.", $"Registers read while applying: {read}.", page);
            case BenchmarkProbe.MobileReady:
                return Is(s.Channels.Contains(Channel.Mobile), "لا صفحة أعرض من 360 بكسل، والهاتف من قنوات الخدمة.", "No page is wider than 360 pixels, and the telephone is a channel of the service.", page);
            default:
                throw new ArgumentOutOfRangeException(nameof(probe), probe, null);
        }
    }

    private static string Channels(ServiceDefinition s, Language language) => language == Language.Arabic
        ? $"القنوات: {string.Join("؛ ", s.Channels.Select(c => c.Name().Ar))}."
        : $"Channels: {string.Join("; ", s.Channels.Select(c => c.Name().En))}.";

    private static LocalizedText Unit(ServiceDefinition s) => s.Texts.TryGet("unit", out var unit) ? new(unit.Ar + ".", unit.En + ".") : new("لا وحدة مذكورة.", "No unit is named.");
}
