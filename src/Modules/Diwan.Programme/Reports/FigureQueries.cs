using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Programme.Reports;

/// <summary>How one figure of a report is counted.</summary>
/// <param name="Name">Its place in the report's data: <c>services.started</c>. It never gets another meaning.</param>
/// <param name="Title">What people call the figure.</param>
/// <param name="Words">What is counted, from which book, between which instants, and what is left out.</param>
/// <param name="Sql">The query that gives the figure on either database; null where no query of one table can, and the words say what judged it.</param>
public sealed record FigureQuery(string Name, LocalizedText Title, LocalizedText Words, string? Sql);

/// <summary>How the figures of one report were counted, frozen with it: a later change of a query does not change what an old report says.</summary>
/// <param name="Parameters">The values of what begins with @ in the queries. Those that stand for a row (@service, @partner) are named in the report's data.</param>
public sealed record QueryBook(IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<FigureQuery> Figures);

/// <summary>The one place where it is written how each figure of the monthly reports is counted.</summary>
/// <remarks>Instants are kept as ticks (100 ns since the year 1, UTC) and amounts as fils, on SQLite and PostgreSQL alike.</remarks>
public static class FigureQueries
{
    private const string Answered = "public_state IN ('Issued', 'Refused')";

    private const string Took =
        """
        SELECT (ended_at - submitted_at) / 36000000000.0 FROM (
          SELECT ended_at, submitted_at, row_number() OVER (ORDER BY ended_at - submitted_at) AS place, count(*) OVER () AS number FROM cases
          WHERE service = @service AND ended_at >= @from AND ended_at < @to AND public_state IN ('Issued', 'Refused')) AS ended
        WHERE place = (number * {0} + 99) / 100
        """;

    private const string Standing =
        """
        FROM decisions d WHERE d.decided_on <= @last
          AND NOT EXISTS (SELECT 1 FROM decisions r WHERE r.replaces = d.number AND r.decided_on <= @last)
        """;

    private const string Done =
        "coalesce((SELECT f.done FROM decision_follow_ups f WHERE f.decision = d.number AND f.at < @to ORDER BY f.at DESC LIMIT 1), false)";

    private const string Stood =
        """
        WITH ladder(state, place) AS (VALUES ('Listed', 0), ('AsIsRecorded', 1), ('Reengineered', 2), ('Automated', 3), ('AppliedOnTheGround', 4), ('ElectronicOnly', 5)),
        stood AS (SELECT p.code, p.institution, coalesce(max(l.place), 0) AS place FROM portfolio p
          LEFT JOIN portfolio_steps s ON s.code = p.code AND s."on" <= @last LEFT JOIN ladder l ON l.state = s.state GROUP BY p.code, p.institution)
        """;

    private const string AtPartner =
        "FROM cases c JOIN partner_sites s ON s.code = c.site WHERE s.partner = @partner AND c.submitted_at >= @from AND c.submitted_at < @to";

    private const string OpenSite = "FROM partner_sites s WHERE s.partner = @partner AND (s.closed_on IS NULL OR s.closed_on >= @last)";

    /// <summary>The last step of a trainee p by the end of the month is p itself, and the latest certificate holds then.</summary>
    private const string MayAct =
        """
        p."on" <= @last AND NOT EXISTS (
            SELECT 1 FROM trainee_steps n WHERE n.trainee = p.trainee AND n."on" <= @last AND (n."on" > p."on" OR (n."on" = p."on" AND n.at > p.at)))
          AND (SELECT u.until FROM trainee_steps u WHERE u.trainee = p.trainee AND u."on" <= @last AND u.until IS NOT NULL ORDER BY u."on" DESC, u.at DESC LIMIT 1) >= @last
        """;

    private static readonly LocalizedText Judged = new(
        "حكمت به فحوص المنصة وأدلة الناس لحظة القياس، معياراً معياراً من services/gate.yaml. لا استعلام واحد يعطيه. كل معيار ودليله في صفحة الخدمة عند البوابة، والتصحيح لا يغيّره.",
        "Judged by the platform's probes and people's evidence at the moment of measuring, criterion by criterion of services/gate.yaml. No single query gives it; each criterion and its evidence is on the service's page at the gate, and a correction does not change it.");

    private static readonly FigureQuery[] OfServices =
    [
        new("services.phase", new("المرحلة", "Phase"),
            new("مرحلة الخدمة عند البوابة لحظة القياس، من سجل البوابة. لا سطر: لم تبدأ. التصحيح لا يغيّرها.", "The service's phase at the gate at the moment of measuring, from the book of the gate. No row: not begun. A correction does not change it."),
            "SELECT phase FROM gates WHERE service = @service"),
        new("services.readiness", new("الجاهزية", "Readiness"), Judged, null),
        new("services.holding", new("معايير مانعة مفتوحة", "Blocking criteria open"), Judged, null),
        new("services.overrides", new("تجاوزات نافذة", "Overrides in force"),
            new("قرارات التجاوز الصادرة حتى آخر الشهر، النافذة في آخر يوم منه، ولم يحلّ محلها قرار صدر حتى ذلك اليوم: الرقم وآخر يوم.",
                "Override decisions taken by the end of the month, in force on its last day, not replaced by a decision taken by that day: number and last day."),
            $"SELECT d.number, d.ends {Standing} AND d.kind = 'Override' AND d.service = @service AND d.ends >= @last"),
        Service("started", "بدأ", "Started", "الطلبات التي بُدئت في الشهر، بما فيها ما لم يُقدَّم بعدها.", "Applications begun in the month, those never submitted included.", "count(*)", "applications", "started_at"),
        Service("submitted", "قُدّم", "Submitted", "المعاملات المقدّمة في الشهر بكل قناة.", "Cases submitted in the month, by every channel.", "count(*)", "cases", "submitted_at"),
        new("services.byChannel", new("قُدّم، بكل قناة", "Submitted, by channel"), new("المعاملات المقدّمة في الشهر: القناة وعددها.", "Cases submitted in the month: the channel and how many."),
            "SELECT channel, count(*) FROM cases WHERE service = @service AND submitted_at >= @from AND submitted_at < @to GROUP BY channel"),
        Service("issued", "أُصدر", "Issued", "المعاملات التي انتهت في الشهر بالإصدار.", "Cases that ended in the month by issue.", "count(*)", "cases", "ended_at", "public_state = 'Issued'"),
        Service("refused", "رُفض", "Refused", "المعاملات التي انتهت في الشهر بالرفض.", "Cases that ended in the month by refusal.", "count(*)", "cases", "ended_at", "public_state = 'Refused'"),
        Service("ended", "انتهى", "Ended", "المعاملات التي انتهت في الشهر بأي نهاية، ومنها ما سحبه صاحبه أو انقضى.", "Cases that ended in the month in whatever way, withdrawn and lapsed ones included.", "count(*)", "cases", "ended_at"),
        new("services.running", new("جارٍ", "Running"), new("ما قُدّم قبل نهاية الشهر ولم ينته قبلها.", "Submitted before the end of the month and not ended by then."),
            "SELECT count(*) FROM cases WHERE service = @service AND submitted_at < @to AND (ended_at IS NULL OR ended_at >= @to)"),
        new("services.runningLate", new("جارٍ تجاوز وعده", "Running past the promise"),
            new("من الجاري، ما مضى وعده عند نهاية الشهر. يُترك ما ينتظر صاحبه لحظة القياس، وما لا وعد له.", "Of the running ones, those whose promise had passed at the end of the month. Cases that wait for their applicant at the moment of measuring, and those without a promise, are left out."),
            "SELECT count(*) FROM cases WHERE service = @service AND submitted_at < @to AND (ended_at IS NULL OR ended_at >= @to) AND promised_at < @to AND public_state <> 'YourTurn'"),
        Service("onlineShare", "قدّمه الناس بأنفسهم", "Submitted by people themselves", "ما قُدّم في الشهر بالبوابة أو الهاتف أو الرسائل أو الواجهة، مقسوماً على كل ما قُدّم فيه. أربع منازل.", "Submitted in the month by portal, mobile, SMS or API, divided by all submitted in it. Four places.",
            "count(CASE WHEN channel IN ('Portal', 'Mobile', 'Sms', 'Api') THEN 1 END) * 1.0 / NULLIF(count(*), 0)", "cases", "submitted_at"),
        Service("inPromiseShare", "أُجيب ضمن الوعد", "Answered within the promise", "ما أُصدر أو رُفض في الشهر حتى لحظة وعده أو بلا وعد، مقسوماً على كل ما أُصدر أو رُفض فيه. أربع منازل.", "Issued or refused in the month by the moment of its promise, or without one, divided by all issued or refused in it. Four places.",
            "count(CASE WHEN promised_at IS NULL OR ended_at <= promised_at THEN 1 END) * 1.0 / NULLIF(count(*), 0)", "cases", "ended_at", Answered),
        new("services.medianHours", new("وسيط الساعات", "Median hours"), new("ساعات من التقديم إلى الجواب لما أُصدر أو رُفض في الشهر: نصفها لم يزد. ساعات متصلة لا ساعات عمل. منزلة واحدة.", "Hours from submission to answer of what was issued or refused in the month: half took no longer. Hours of the clock, not of work. One place."),
            Took.Replace("{0}", "50", StringComparison.Ordinal)),
        new("services.ninetiethHours", new("ساعات تسعة من عشرة", "Hours of nine in ten"), new("كسابقه: تسعة من عشرة لم تزد.", "As above: nine in ten took no longer."), Took.Replace("{0}", "90", StringComparison.Ordinal)),
        Service("satisfaction", "الرضا", "Satisfaction", "متوسط ما أُعطي في الشهر من 1 إلى 5. منزلتان.", "Mean of what was given in the month, from 1 to 5. Two places.", "avg(satisfaction * 1.0)", "feedback", "given_at"),
        Service("ratings", "عدد التقييمات", "Ratings", "كم مرة قيّم الناس الخدمة في الشهر.", "How often people rated the service in the month.", "count(*)", "feedback", "given_at"),
        Service("complaints", "شكاوى", "Complaints", "الشكاوى المقدّمة في الشهر، السرية منها معدودة.", "Complaints made in the month; confidential ones are counted.", "count(*)", "complaints", "given_at"),
        Service("complaintsLate", "شكاوى متأخرة", "Complaints answered late", "من شكاوى الشهر، ما أُجيب بعد موعده أو لم يُجب وقد مضى موعده عند نهاية الشهر.", "Of the month's complaints, those answered after their date, or unanswered with the date past at the end of the month.",
            "count(*)", "complaints", "given_at", "due_at < coalesce(answered_at, @to)"),
        new("services.exemptions", new("بالشباك باستثناء", "By the counter by an exemption"), new("ما قُدّم في الشهر بالشباك باستثناء بعد إغلاقه: الاستثناء والمحافظة والعدد.", "Submitted in the month at a closed counter by an exemption: the exemption, the governorate, how many."),
            "SELECT exemption, governorate, count(*) FROM cases WHERE service = @service AND submitted_at >= @from AND submitted_at < @to AND exemption IS NOT NULL GROUP BY exemption, governorate"),
        new("services.spentThisYear", new("صُرف منذ مطلع السنة", "Spent since January"), new("ما صُرف من موازنة البرنامج على الخدمة في سنتها وكُتب قبل نهاية الشهر، بالفلس. القيود المصحّحة تُطرح.", "Spent of the programme's budget for the service in the year, written before the end of the month, in fils. Corrected entries are taken off."),
            "SELECT coalesce(sum(amount), 0) FROM budget WHERE service = @service AND year = @year AND stage = 'Spent' AND at < @to"),
        new("services.answeredThisYear", new("أُجيب منذ مطلع السنة", "Answered since January"), new("ما أُصدر أو رُفض من أول السنة إلى نهاية الشهر.", "Issued or refused from January to the end of the month."),
            $"SELECT count(*) FROM cases WHERE service = @service AND ended_at >= @january AND ended_at < @to AND {Answered}"),
        new("services.costPerCase", new("كلفة المعاملة", "Cost of a case"), new("ما صُرف منذ مطلع السنة مقسوماً على ما أُجيب فيها، بالفلس. لا تدخل رواتب المؤسسة. لا رقم حين يكون أحدهما صفراً.", "Spent since January divided by answered since January, in fils. Salaries of the institution are not in it. No figure where either is nothing."),
            $"""
             SELECT (SELECT NULLIF(sum(amount), 0) FROM budget WHERE service = @service AND year = @year AND stage = 'Spent' AND at < @to) * 1.0
               / NULLIF((SELECT count(*) FROM cases WHERE service = @service AND ended_at >= @january AND ended_at < @to AND {Answered}), 0)
             """),
        Spared("visitsSpared", "زيارات موفّرة", "Visits spared"),
        Spared("papersSpared", "أوراق موفّرة", "Papers spared"),
        new("partners.submitted", new("قُدّم في نقاط الشريك", "Submitted at the partner's counters"), new("المعاملات المقدّمة في الشهر في نقاط الشريك.", "Cases submitted in the month at the partner's counters."), $"SELECT count(*) {AtPartner}"),
        new("partners.complaints", new("شكاوى من نقاط الشريك", "Complaints from the partner's counters"), new("الشكاوى من معاملات الشهر نفسها متى قُدّمت حتى لحظة القياس.", "Complaints about those cases, whenever made until the moment of measuring."),
            $"SELECT count(*) FROM complaints k WHERE k.reference IN (SELECT c.reference {AtPartner})"),
        new("partners.openSites", new("نقاط مفتوحة", "Open counters"), new("نقاط الشريك المفتوحة في آخر يوم من الشهر.", "The partner's counters open on the last day of the month."), $"SELECT count(*) {OpenSite}"),
        new("partners.certifiedSites", new("نقاط فيها معتمد", "Counters with somebody certified"), new("من المفتوحة، ما فيه متدرب موضوع وشهادته سارية في آخر يوم.", "Of the open ones, those where a trainee is placed whose certificate holds on the last day."),
            $"SELECT count(*) {OpenSite} AND EXISTS (SELECT 1 FROM trainee_steps p WHERE p.site = s.code AND p.state = 'Placed' AND {MayAct})"),
        new("partners.levels", new("مستويات الخدمة", "Service levels"),
            new("ما يقيسه كل مستوى في العقد: ما لم يُعَد للإكمال من سجل أحداث المعاملات، والشكاوى لكل ألف، والنقاط التي فيها معتمد. لا يُحكم على أقل من 20 معاملة. يُحسب من الأرقام أعلاه ومن الأحداث، لا باستعلام واحد.",
                "What each level of the contract measures: not sent back for completion, by the events of the cases; complaints a thousand; counters with somebody certified. Fewer than 20 cases are not judged. Reckoned from the figures above and the events, not by one query."), null),
        new("partners.gross", new("العمولة", "Commission"), new("ما قُدّم مضروباً في عمولة العقد النافذ في آخر يوم من الشهر، بالفلس.", "Submitted times the commission of the contract in force on the last day of the month, in fils."),
            $"SELECT coalesce((SELECT k.commission FROM partner_contracts k WHERE k.partner = @partner AND k.begins <= @last AND k.ends >= @last ORDER BY k.at DESC LIMIT 1), 0) * (SELECT count(*) {AtPartner})"),
        new("partners.deducted", new("الحسم", "Deducted"), new("نسبة الحسم في العقد عن كل مستوى لم يُبلغ، من العمولة، لا تزيد عليها.", "The contract's deduction for each level missed, of the commission and no more than it."), null),
        new("trainees.planned", new("خريجو الخطة", "Graduates of the plan"), new("ما تقوله خطة 22 تموز 2017: 330. لا يُعدّ.", "What the plan of 22 July 2017 says: 330. It is not counted."), "SELECT 330"),
        new("trainees.enrolled", new("مسجّلون", "Enrolled"), new("المتدربون الذين لهم خطوة حتى آخر الشهر.", "Trainees with a step by the end of the month."), "SELECT count(DISTINCT trainee) FROM trainee_steps WHERE \"on\" <= @last"),
        new("trainees.reached", new("بلغوا كل حالة", "Reached each state"), new("الحالة، وكم متدرباً بلغها حتى آخر الشهر.", "The state, and how many trainees reached it by the end of the month."), "SELECT state, count(DISTINCT trainee) FROM trainee_steps WHERE \"on\" <= @last GROUP BY state"),
        new("trainees.mayAct", new("يحق لهم العمل", "May act"), new("من آخر حالته معتمد أو موضوع وشهادته سارية في آخر يوم من الشهر.", "Those last certified or placed, whose certificate holds on the last day of the month."),
            $"SELECT count(DISTINCT p.trainee) FROM trainee_steps p WHERE p.state IN ('Certified', 'Placed') AND {MayAct}"),
        new("trainees.byGovernorate", new("موضوعون، حسب المحافظة", "Placed, by governorate"), new("من آخر حالته موضوع، حسب محافظة نقطته.", "Those last placed, by the governorate of their counter."),
            """
            SELECT s.governorate, count(*) FROM trainee_steps p JOIN partner_sites s ON s.code = p.site WHERE p.state = 'Placed' AND p."on" <= @last AND NOT EXISTS (
              SELECT 1 FROM trainee_steps n WHERE n.trainee = p.trainee AND n."on" <= @last AND (n."on" > p."on" OR (n."on" = p."on" AND n.at > p.at))) GROUP BY s.governorate
            """),
    ];

    private static readonly FigureQuery[] OfPortfolio =
    [
        new("portfolio.planned", new("في الخطة", "In the plan"), new("ما تقوله خطة 22 تموز 2017: 591. لا يُعدّ.", "What the plan of 22 July 2017 says: 591. It is not counted."), "SELECT 591"),
        new("portfolio.listed", new("مسمّاة", "Named"), new("خدمات المحفظة لحظة القياس.", "Services of the portfolio at the moment of measuring."), "SELECT count(*) FROM portfolio"),
        new("portfolio.reached", new("بلغت كل حالة", "Reached each state"), new("الحالة، وكم خدمة بلغتها أو ما بعدها بخطوة مؤرخة حتى آخر الشهر. الحالة يكتبها مكتب البرنامج بدليلها.", "The state, and how many services reached it or one beyond it by a step dated by the end of the month. The office writes states with their evidence."),
            Stood + "\nSELECT l.state, count(*) FROM ladder l JOIN stood ON stood.place >= l.place GROUP BY l.state"),
        new("portfolio.thisMonth", new("بلغت في الشهر", "Reached in the month"), new("الحالة، وكم خدمة لها خطوة إليها مؤرخة في الشهر.", "The state, and how many services have a step to it dated in the month."),
            "SELECT state, count(DISTINCT code) FROM portfolio_steps WHERE \"on\" >= @first AND \"on\" <= @last AND code IN (SELECT code FROM portfolio) GROUP BY state"),
        new("portfolio.institutions", new("حسب المؤسسة", "By institution"), new("المؤسسة، ثم المسمّى من خدماتها، وما أُعيدت هندسته، وما أُتمت، وما طُبق، حتى آخر الشهر.", "The institution, then its services named, re-engineered, automated and applied, by the end of the month."),
            Stood + "\nSELECT institution, count(*), count(CASE WHEN place >= 2 THEN 1 END), count(CASE WHEN place >= 3 THEN 1 END), count(CASE WHEN place >= 4 THEN 1 END) FROM stood GROUP BY institution"),
    ];

    private static readonly FigureQuery[] OfProgramme =
    [
        Money("approved", "موازنة معتمدة", "Budget approved", "Approved"),
        Money("committed", "موازنة مرتبط بها", "Budget committed", "Committed"),
        Money("spent", "موازنة مصروفة", "Budget spent", "Spent"),
        new("programme.openVulnerabilities", new("ثغرات أمنية مفتوحة", "Open vulnerabilities"), new("ما وُجد قبل نهاية الشهر ولم يُغلق قبلها.", "Found before the end of the month and not closed by then."),
            "SELECT count(*) FROM vulnerabilities WHERE found_at < @to AND (closed_at IS NULL OR closed_at >= @to)"),
        new("programme.blockingVulnerabilities", new("ثغرات تمنع إطلاقاً", "Vulnerabilities that hold a launch"), new("ما كان مفتوحاً لحظة القياس وهو عالٍ أو حرج، أو مضى موعده. التصحيح لا يغيّره.", "Open at the moment of measuring and high or critical, or past its date. A correction does not change it."),
            "SELECT count(*) FROM vulnerabilities WHERE closed_at IS NULL AND (severity IN ('High', 'Critical') OR due_at < @measured)"),
        new("programme.lateGaps", new("ثغرات جاهزية متأخرة", "Readiness gaps past their date"), Judged, null),
        new("programme.openDecisions", new("قرارات مفتوحة", "Open decisions"), new("قرارات اللجنة حتى آخر الشهر، لم يحلّ محلها قرار، ولم تقل آخر متابعة حتى نهاية الشهر إنها أُنجزت.", "The committee's decisions by the end of the month, not replaced, and not said to be done by the last word written by then."),
            $"SELECT count(*) {Standing} AND NOT {Done}"),
        new("programme.lateDecisions", new("قرارات متأخرة", "Decisions not followed up in time"), new("من المفتوحة، ما كان موعده قبل آخر يوم من الشهر.", "Of the open ones, those due before the last day of the month."),
            $"SELECT count(*) {Standing} AND d.due_on < @last AND NOT {Done}"),
        new("promises", new("ما وُعد به للشهر", "Promised for the month"), new("القرارات النافذة التي موعدها في الشهر: الرقم، وهل كُتب إنجازه حتى موعده (1) أم لا (0).", "Standing decisions due in the month: the number, and whether it was written down as done by its day (1) or not (0)."),
            $"SELECT d.number, CASE WHEN coalesce((SELECT f.done FROM decision_follow_ups f WHERE f.decision = d.number AND f.day <= d.due_on ORDER BY f.at DESC LIMIT 1), false) THEN 1 ELSE 0 END {Standing} AND d.due_on >= @first AND d.due_on <= @last"),
        new("requested", new("قرارات مطلوبة من المجلس", "Decisions asked of the Council"), new("توصيات اللجنة النافذة التي لم يُكتب إنجازها حتى نهاية الشهر: الرقم.", "Standing recommendations of the committee not written down as done by the end of the month: the number."),
            $"SELECT d.number {Standing} AND d.kind = 'Recommendation' AND NOT {Done}"),
        new("escalated", new("رُفع إلى المجلس في الشهر", "Brought before the Council in the month"), new("ما رفعته قاعدة التصعيد إلى المجلس في الشهر: الأمر وموعده.", "What the rule of escalation brought before the Council in the month: the matter and its deadline."),
            "SELECT matter, due_on FROM escalations WHERE level = 'Cabinet' AND at >= @from AND at < @to"),
        new("late", new("معاملات وشكاوى متأخرة", "Late cases and complaints"), new("مهام المعاملات والشكاوى المفتوحة لحظة القياس وقد مضى موعدها، لكل خدمة أو مؤسسة. السرية متروكة: وجودها وحده يقول شيئاً. التصحيح لا يغيّره.", "Tasks of cases, and complaints, open at the moment of measuring and past their date, by service or institution. Confidential ones are left out: that there is one would tell. A correction does not change it."),
            """
            SELECT 'cases:' || service, count(*) FROM tasks WHERE state = 'Open' AND due_at < @measured AND NOT confidential GROUP BY service
            UNION ALL SELECT 'complaints:' || institution, count(*) FROM complaints WHERE answered_at IS NULL AND due_at < @measured AND NOT confidential GROUP BY institution
            """),
    ];

    /// <summary>Every figure of a report of this kind, in its order.</summary>
    public static IReadOnlyList<FigureQuery> Of(ReportKind kind) => [.. kind == ReportKind.Services ? OfServices : OfPortfolio, .. OfProgramme];

    /// <summary>What is frozen with the report of a month.</summary>
    /// <param name="month">Its first day.</param>
    internal static QueryBook Book(ReportKind kind, DateOnly month, DateTimeOffset measured)
    {
        string Ticks(DateOnly day) => NationalCalendar.At(day, TimeOnly.MinValue).UtcTicks.ToString(CultureInfo.InvariantCulture);
        string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["@from"] = Ticks(month),
                ["@to"] = Ticks(month.AddMonths(1)),
                ["@january"] = Ticks(new DateOnly(month.Year, 1, 1)),
                ["@measured"] = measured.UtcTicks.ToString(CultureInfo.InvariantCulture),
                ["@first"] = Day(month),
                ["@last"] = Day(month.AddMonths(1).AddDays(-1)),
                ["@year"] = month.Year.ToString(CultureInfo.InvariantCulture),
            },
            Of(kind));
    }

    private static FigureQuery Service(string name, string ar, string en, string wordsAr, string wordsEn, string select, string table, string instant, string? also = null) => new(
        $"services.{name}", new(ar, en), new(wordsAr, wordsEn),
        $"SELECT {select} FROM {table} WHERE service = @service AND {instant} >= @from AND {instant} < @to{(also is null ? "" : $" AND {also}")}");

    private static FigureQuery Spared(string name, string ar, string en) => new(
        $"services.{name}", new(ar, en),
        new("ما قُدّم في الشهر بكل قناة، وهو ما يعدّه الاستعلام، مضروباً في ما يوفّره الإجراء الجديد لمعاملة بتلك القناة. أرقام الإجراءين في services/workbench ومعظمها مفترض.",
            "Submitted in the month by each channel, which the query counts, times what the new procedure spares in a case of that channel. The figures of the procedures are in services/workbench; most are assumed."),
        "SELECT channel, count(*) FROM cases WHERE service = @service AND submitted_at >= @from AND submitted_at < @to GROUP BY channel");

    private static FigureQuery Money(string name, string ar, string en, string stage) => new(
        $"programme.{name}", new(ar, en),
        new("مجموع قيود الموازنة في هذه المرحلة المكتوبة قبل نهاية الشهر لكل السنوات، بالفلس. القيود المصحّحة تُطرح.", "Sum of the budget's entries of this stage written before the end of the month, of all years, in fils. Corrected entries are taken off."),
        $"SELECT coalesce(sum(amount), 0) FROM budget WHERE stage = '{stage}' AND at < @to");
}
