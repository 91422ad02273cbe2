using Diwan.Kernel;
using Diwan.Web.Fields;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages;

/// <summary>Every part of the design system on one page, for those who build pages and for the checks of their accessibility. Sandbox only.</summary>
public sealed class DesignModel(IOptions<WebOptions> options) : PageModel
{
    public IReadOnlyList<FieldModel> Fields { get; private set; } = [];

    public IReadOnlyList<FieldError> Errors =>
        [.. Fields.SelectMany(f => f.Errors())];

    public IReadOnlyList<TimelineEntry> Timeline { get; private set; } = [];

    public IReadOnlyList<SummaryRow> Summary { get; private set; } = [];

    public PaySummary Payment { get; private set; } = new([]);

    public IReadOnlyList<ChartModel> Charts { get; } =
    [
        new(
            ChartKind.Columns, Say("المدفوعات بحسب القناة", "Payments by rail"), Say("الشهر", "Month"),
            [Say("كانون الثاني", "January"), Say("شباط", "February"), Say("آذار", "March"), Say("نيسان", "April")],
            [new(Say("بطاقة", "Card"), [1200, 1850, 2400, 2100]), new(Say("رقم الدفع", "Bill number"), [2200, 2650, 1900, 3100]), new(Say("نقدًا", "Cash"), [900, 700, 450, null])],
            Count, Say("رقم الدفع أكثر ما يُستعمل.", "The bill number is used the most.")),
        new(
            ChartKind.Stack, Say("الإيراد بالدينار", "Revenue in dinars"), Say("السنة", "Year"), ["2024", "2025", "2026"],
            [new(Say("رسوم", "Fees"), [120000, 135500, 98000]), new(Say("ديون", "Debts"), [450000, 420250, 510000])], Count),
        new(
            ChartKind.Lines, Say("المعاملات في الساعة", "Cases an hour"), Say("الساعة", "Hour"), [.. Enumerable.Range(8, 8).Select(h => $"{h}:00")],
            [new(Say("أمس", "Yesterday"), [12, 30, 44, 41, 35, 28, 20, 9]), new(Say("اليوم", "Today"), [15, 38, 60, 52, null, 33, 21, 12])], Count),
        new(
            ChartKind.Bars, Say("بحسب المؤسسة", "By institution"), Say("المؤسسة", "Institution"),
            [Say("أمانة عمّان الكبرى", "Greater Amman Municipality"), Say("وزارة العدل", "Ministry of Justice"), Say("المؤسسة العامة للضمان الاجتماعي", "Social Security Corporation")],
            [new(Say("معاملات", "Cases"), [5230, 1875, 930])], Count),
    ];

    public DateOnly Today { get; } = new(2018, 11, 12);

    private static string Count(decimal value) => value.ToString("#,##0.##", System.Globalization.CultureInfo.InvariantCulture);

    public IActionResult OnGet()
    {
        if (!options.Value.Sandbox)
        {
            return NotFound();
        }

        Fields = MakeFields();
        var at = NationalCalendar.At(new DateOnly(2018, 11, 8), new TimeOnly(9, 30));
        Timeline =
        [
            new(Say("قُدّم الطلب ودُفع الرسم", "Application submitted and fee paid"), at, TimelineState.Done),
            new(Say("دقّق القسم البيانات", "The section checked the data"), at.AddHours(26), TimelineState.Done),
            new(Say("لدى القاضي", "With the judge"), at.AddHours(28), TimelineState.Now, Say("يُبتّ فيه في موعد أقصاه 12 تشرين الثاني 2018.", "Decided by 12 November 2018 at the latest.")),
            new(Say("إصدار الشهادة", "Certificate issued"), null, TimelineState.Next),
        ];
        Summary =
        [
            new(Say("الاسم", "Name"), Say("ريم خالد سالم العمري", "Reem Khaled Salem Al-Omari")),
            new(Say("الرقم الوطني", "National number"), "9901234567"),
            new(Say("الغاية", "Purpose"), Say("عمل داخل الأردن", "Work inside Jordan"), "/design#form"),
            new(Say("الهاتف", "Telephone"), "+962 79 012 3456", "/design#form"),
            new(Say("البريد الإلكتروني", "E-mail"), [], "/design#form"),
        ];
        Payment = new(
            [
                new(Say("رسم الشهادة", "Certificate fee"), Money.FromDinars(4.5m), Say("نظام رسوم المحاكم، المادة 3", "Court fees bylaw, article 3")),
                new(Say("مخالفة سير \u206818-204471\u2069", "Traffic fine 18-204471"), Money.FromDinars(20)),
                new(Say("خصم الدفع المبكر 30%", "Early payment discount 30%"), Money.FromDinars(-6)),
            ],
            Say("يمكن الدفع بالبطاقة، أو برقم الفاتورة من أي بنك أو مكتب بريد حتى 19 تشرين الثاني 2018.", "Pay by card, or by bill number at any bank or post office until 19 November 2018."));
        return Page();
    }

    public static string Say(string arabic, string english) => Cultures.Current == Language.Arabic ? arabic : english;

    private static List<FieldModel> MakeFields() =>
    [
        new() { Id = "name", Kind = FieldKind.Text, Label = Say("الاسم كما في الهوية", "Name as on the identity card"), MaxLength = 100, Autocomplete = "name" },
        new() { Id = "nationalNumber", Kind = FieldKind.NationalNumber, Label = Say("الرقم الوطني", "National number"), Hint = Say("عشرة أرقام على الوجه الأمامي لبطاقة الهوية", "Ten digits on the front of the identity card"), Value = "99012345", Error = Say("الرقم الوطني عشرة أرقام، وقد كُتبت ثمانية", "A national number has ten digits; eight were typed") },
        new() { Id = "purpose", Kind = FieldKind.Radios, Label = Say("ما الغاية من الشهادة؟", "What is the certificate for?"), Options = [new("INTERNAL", Say("داخل الأردن", "Inside Jordan"), Say("جهة عمل أو جامعة", "An employer or a university")), new("EXTERNAL", Say("خارج الأردن", "Abroad")), new("ELECTION", Say("الترشح للانتخابات", "Standing for election"))], Value = "EXTERNAL" },
        new() { Id = "delivery", Kind = FieldKind.YesNo, Label = Say("هل تريد نسخة مطبوعة بالبريد؟", "Do you want a printed copy by post?"), Error = Say("اختر نعم أو لا", "Choose yes or no") },
        new() { Id = "documents", Kind = FieldKind.Checkboxes, Label = Say("ما الوثائق التي لديك؟", "Which documents do you have?"), Options = [new("passport", Say("جواز سفر", "Passport")), new("licence", Say("رخصة قيادة", "Driving licence")), new("book", Say("دفتر عائلة", "Family book"))], Chosen = ["book"] },
        new() { Id = "country", Kind = FieldKind.Select, Label = Say("الدولة", "Country"), Options = [.. PlaceLists.Countries(Cultures.Current).Select(c => new FieldOption(c.Code, c.Name))], Value = "JO", Autocomplete = "country" },
        new() { Id = "birthDate", Kind = FieldKind.Date, Label = Say("تاريخ الميلاد", "Date of birth"), Hint = Say("مثال: 27 3 1990", "For example, 27 3 1990"), Parts = new Dictionary<string, string> { ["day"] = "31", ["month"] = "2", ["year"] = "1990" }, Error = Say("ليس في شباط يوم 31. صحّح اليوم أو الشهر", "February has no day 31. Correct the day or the month"), ErrorPart = "day", Autocomplete = "bday" },
        new() { Id = "period", Kind = FieldKind.Month, Label = Say("شهر الاشتراك", "Contribution month"), Parts = new Dictionary<string, string> { ["month"] = "10", ["year"] = "2018" } },
        new() { Id = "copies", Kind = FieldKind.Number, Label = Say("عدد النسخ", "Number of copies"), Value = "1" },
        new() { Id = "wage", Kind = FieldKind.Money, Label = Say("الأجر الشهري", "Monthly wage"), Value = "3349.000", Hint = Say("من 290.000 إلى 3,349.000 دينار", "From JOD 290.000 to JOD 3,349.000") },
        new() { Id = "phone", Kind = FieldKind.Phone, Label = Say("رقم الهاتف المحمول", "Mobile number"), Value = "79 012 3456", Foreign = true },
        new() { Id = "email", Kind = FieldKind.Email, Label = Say("البريد الإلكتروني", "E-mail address"), Optional = true },
        new() { Id = "iban", Kind = FieldKind.Iban, Label = Say("رقم الحساب البنكي الدولي (IBAN)", "IBAN"), Value = "JO94CBJO0010000000000131000302" },
        new() { Id = "reason", Kind = FieldKind.LongText, Label = Say("سبب الاعتراض", "Reason for the objection"), MaxLength = 500 },
        new() { Id = "plate", Kind = FieldKind.Vehicle, Label = Say("رقم لوحة المركبة", "Vehicle plate"), Parts = new Dictionary<string, string> { ["plateCode"] = "13", ["plateNumber"] = "20697", ["plateClass"] = "PRIVATE" } },
        new() { Id = "plot", Kind = FieldKind.Plot, Label = Say("قطعة الأرض", "Plot of land"), Hint = Say("كما هي مكتوبة في سند التسجيل", "As written on the registration deed") },
        new() { Id = "document", Kind = FieldKind.ForeignDocument, Label = Say("وثيقة السفر", "Travel document") },
        new() { Id = "address", Kind = FieldKind.Address, Label = Say("عنوان التسليم", "Delivery address") },
        new() { Id = "lease", Kind = FieldKind.File, Label = Say("عقد الإيجار", "Lease contract"), Accept = ".pdf,.jpg,.jpeg,.png", MaxBytes = 5 * 1048576, MaxFiles = 3, Files = [new("a1", "lease-2018.pdf", 482_112)] },
        new() { Id = "photo", Kind = FieldKind.File, Label = Say("صورة أُعيدت إليك", "A photo that was sent back"), Accept = ".jpg,.jpeg,.png", MaxBytes = 1048576, Files = [new("b1", "photo.jpg", 82_112)], TicksFiles = true },
        new() { Id = "proofs", Kind = FieldKind.File, Label = Say("إثباتات أُعيدت إليك", "Proofs that were sent back"), Accept = ".pdf", MaxBytes = 1048576, MaxFiles = 2, Files = [new("c1", "proof.pdf", 82_112)], TicksFiles = true },
        new()
        {
            Id = "heirs", Kind = FieldKind.Group, Label = Say("الورثة", "Heirs"), MinItems = 1, MaxItems = 5,
            Entries =
            [
                new([new() { Id = "heirs[0].heirName", Kind = FieldKind.Text, Label = Say("اسم الوارث", "Name of the heir"), Value = Say("سامي", "Sami") }, new() { Id = "heirs[0].share", Kind = FieldKind.Number, Label = Say("الحصة", "Share"), Value = "2" }]),
                new([new() { Id = "heirs[1].heirName", Kind = FieldKind.Text, Label = Say("اسم الوارث", "Name of the heir") }, new() { Id = "heirs[1].share", Kind = FieldKind.Number, Label = Say("الحصة", "Share") }]),
            ],
        },
        new()
        {
            Id = "fines", Kind = FieldKind.Selection, Label = Say("اختر المخالفات التي تريد دفعها", "Choose the fines to pay"), MinItems = 1,
            Picks =
            [
                new("18-204471", Say("تجاوز السرعة المقررة", "Speeding"), [(Say("رقم المخالفة", "Ticket"), "18-204471"), (Say("المكان", "Place"), Say("شارع الاستقلال", "Istiqlal Street")), (Say("التاريخ", "Date"), "03/10/2018")], Money.FromDinars(20), true),
                new("18-198210", Say("استعمال الهاتف أثناء القيادة", "Using a telephone while driving"), [(Say("رقم المخالفة", "Ticket"), "18-198210"), (Say("التاريخ", "Date"), "21/09/2018")], Money.FromDinars(15), false),
                new("18-180002", Say("قطع الإشارة الحمراء", "Passing a red light"), [(Say("رقم المخالفة", "Ticket"), "18-180002")], null, false, Say("تُحال هذه المخالفة إلى المحكمة ولا تُدفع قبل صدور الحكم.", "This fine goes to court and cannot be paid before judgment.")),
            ],
        },
        new()
        {
            Id = "wages", Kind = FieldKind.Table, Label = Say("قائمة الأجور", "List of wages"), Hint = Say("ملف CSV محفوظ من جدول حسابات", "A CSV file saved from a spreadsheet"), Error = Say("في الجدول خطآن. صحّحهما وأرفقه من جديد", "The table has two faults. Correct them and attach it again"),
            Table = new("/design", [(Say("رقم التأمين", "Insurance number"), Say("أرقام", "digits")), (Say("الأجر", "Wage"), Say("مبلغ بالدينار", "amount in dinars"))], 214,
                [Say("السطر 17، العمود «الأجر»: اكتب مبلغًا بالأرقام، مثل 1200.000", "Line 17, column “Wage”: write an amount in digits, such as 1200.000"), Say("السطر 44، العمود «رقم التأمين»: لم يُكتب شيء", "Line 44, column “Insurance number”: nothing was written")], 5000),
        },
        new() { Id = "truth", Kind = FieldKind.Declaration, Label = Say("أقرّ بأن البيانات التي قدمتها صحيحة، وأعلم أن تقديم بيانات كاذبة جريمة يعاقب عليها القانون.", "I declare that what I have given is true, and I know that giving false information is an offence.") },
    ];
}
