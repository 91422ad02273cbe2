using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>What is said to a person whose answer cannot be taken: what to write, not what went wrong inside.</summary>
internal static class AnswerWords
{
    internal static readonly LocalizedText Required = new("أجب عن هذا السؤال.", "Answer this question.");
    internal static readonly LocalizedText ChooseOne = new("اختر أحد الخيارات.", "Choose one of the options.");
    internal static readonly LocalizedText ChooseKnown = new("اختر من الخيارات المعروضة فقط.", "Choose only from the options shown.");
    internal static readonly LocalizedText NotUnderstood = new("أعد كتابة هذه الإجابة.", "Write this answer again.");
    internal static readonly LocalizedText Declare = new("ضع إشارة الموافقة لتتابع.", "Tick the box to go on.");
    internal static readonly LocalizedText YesOrNo = new("اختر نعم أو لا.", "Choose yes or no.");
    internal static readonly LocalizedText Whole = new("اكتب عدداً صحيحاً بالأرقام فقط، مثل 12.", "Write a whole number in digits only, such as 12.");
    internal static readonly LocalizedText Number = new("اكتب رقماً، مثل 12.5.", "Write a number, such as 12.5.");
    internal static readonly LocalizedText Amount = new("اكتب المبلغ بالدينار بثلاث منازل عشرية على الأكثر، مثل 290.500.", "Write an amount in dinars with at most three decimals, such as 290.500.");
    internal static readonly LocalizedText Date = new("اكتب تاريخاً صحيحاً: اليوم ثم الشهر ثم السنة، مثل 27/3/1990.", "Write a real date: day, month, year, such as 27/3/1990.");
    internal static readonly LocalizedText Month = new("اكتب الشهر ثم السنة، مثل 3/2018.", "Write the month and the year, such as 3/2018.");
    internal static readonly LocalizedText NationalNumber = new("اكتب الرقم الوطني: عشرة أرقام كما على بطاقة الهوية.", "Write the national number: ten digits, as on the identity card.");
    internal static readonly LocalizedText EstablishmentNumber = new("اكتب الرقم الوطني للمنشأة: من 9 إلى 12 رقماً.", "Write the national number of the establishment: 9 to 12 digits.");
    internal static readonly LocalizedText Licence = new("اكتب رقم الرخصة كما هو عليها: أرقام وحروف وشرطات، حتى 30.", "Write the licence number as it is on the licence: digits, letters, dashes and slashes, up to 30.");
    internal static readonly LocalizedText JordanianPhone = new("اكتب رقم هاتف أردني صحيح، مثل 0791234567.", "Write a valid Jordanian telephone number, such as 079 123 4567.");
    internal static readonly LocalizedText AnyPhone = new(
        "اكتب رقم هاتف صحيح. ابدأ الرقم غير الأردني بإشارة + ورمز البلد، مثل 00971501234567 أو ‎+971501234567.",
        "Write a valid telephone number. Begin a number outside Jordan with + and the country code, such as +971 50 123 4567.");
    internal static readonly LocalizedText Email = new("اكتب عنوان بريد إلكتروني، مثل name@example.com.", "Write an e-mail address, such as name@example.com.");
    internal static readonly LocalizedText Iban = new("اكتب رقم الحساب الدولي (IBAN) كاملاً. الأردني يبدأ بـ JO وطوله 30 خانة.", "Write the whole IBAN. A Jordanian one begins with JO and has 30 characters.");
    internal static readonly LocalizedText Country = new("اختر بلداً من القائمة.", "Choose a country from the list.");
    internal static readonly LocalizedText Governorate = new("اختر محافظة من القائمة.", "Choose a governorate from the list.");
    internal static readonly LocalizedText DocumentNumber = new("اكتب رقم الوثيقة كما هو عليها: من 3 إلى 20 حرفاً لاتينياً أو رقماً.", "Write the document number as it is on the document: 3 to 20 letters and digits.");
    internal static readonly LocalizedText Locality = new("اكتب اسم المدينة أو القرية أو الحي.", "Write the town, village or district.");
    internal static readonly LocalizedText PlotPart = new("اكتب هذا الرقم كما هو في سند التسجيل.", "Write this number as it is on the registration deed.");
    internal static readonly LocalizedText PlateCode = new("اكتب رمز اللوحة: رقم أو حرفان، مثل 20.", "Write the plate code: digits or letters, such as 20.");
    internal static readonly LocalizedText PlateNumber = new("اكتب رقم اللوحة: من رقم إلى خمسة أرقام، مثل 12345.", "Write the plate number: one to five digits, such as 12345.");
    internal static readonly LocalizedText PlateClass = new("اختر صفة المركبة كما هي في رخصتها: خصوصي أو عمومي أو سياحي أو حكومي.", "Choose the class of the vehicle as its licence says: private, public, tourist or government.");
    internal static readonly LocalizedText Pattern = new("اكتب الإجابة بالشكل المبيّن تحت السؤال.", "Write the answer in the form shown under the question.");
    internal static readonly LocalizedText NotValid = new("هذه الإجابة لا توافق الشروط. راجعها.", "This answer does not meet the conditions. Check it.");
    internal static readonly LocalizedText NoList = new("القائمة غير متوفرة الآن. أعد المحاولة بعد قليل.", "The list is not available now. Try again in a little while.");
    internal static readonly LocalizedText AddFile = new("أرفق ملفاً.", "Attach a file.");
    internal static readonly LocalizedText EmptyFile = new("الملف فارغ. اختر ملفاً آخر.", "The file is empty. Choose another.");

    internal static LocalizedText TooShort(int least) =>
        new($"اكتب {Letters(least)} على الأقل.", $"Write at least {Of(least, "character")}.");

    internal static LocalizedText TooLong(int most, int now) =>
        new($"اختصر النص إلى {Letters(most)} على الأكثر؛ فيه الآن {N(now)}.", $"Shorten it to at most {Of(most, "character")}; it has {N(now)}.");

    internal static LocalizedText Decimals(int most) =>
        new($"اكتب {Count(most, "منزلة عشرية واحدة", "منزلتين عشريتين", "منازل عشرية", "منزلة عشرية", "منزلة عشرية")} على الأكثر.", $"Write at most {Of(most, "decimal")}.");

    internal static LocalizedText AtLeast(string limit) => new($"لا تقل القيمة عن {limit}.", $"The least that may be given is {limit}.");

    internal static LocalizedText AtMost(string limit) => new($"لا تزيد القيمة على {limit}.", $"The most that may be given is {limit}.");

    internal static LocalizedText NotBefore(string limit) => new($"اكتب تاريخاً لا يسبق {limit}.", $"Give a date not before {limit}.");

    internal static LocalizedText NotAfter(string limit) => new($"اكتب تاريخاً لا يتجاوز {limit}.", $"Give a date not after {limit}.");

    internal static LocalizedText FewItems(int least) => new($"اختر أو أضف {N(least)} على الأقل.", $"Choose or add at least {N(least)}.");

    internal static LocalizedText ManyItems(int most) => new($"لا تزد على {N(most)}.", $"Give at most {N(most)}.");

    internal static LocalizedText FileKind(string kinds) =>
        new($"اختر ملفاً من نوع {kinds}. يُعرف النوع من محتوى الملف لا من اسمه.", $"Choose a file of type {kinds}. The type is told by the content of the file, not by its name.");

    internal static LocalizedText LargeFile(long most) =>
        new($"اختر ملفاً لا يزيد على {Size(most).Ar}.", $"Choose a file of at most {Size(most).En}.");

    internal static LocalizedText ManyFiles(int most) => new(
        $"أرفق {Count(most, "ملفاً واحداً", "ملفين", "ملفات", "ملفاً", "ملف")} على الأكثر.", $"Attach at most {Of(most, "file")}.");

    internal static LocalizedText InRow(int row, string column, LocalizedText what) =>
        new($"السطر {N(row)}، العمود «{column}»: {what.Ar}", $"Line {N(row)}, column \"{column}\": {what.En}");

    internal static LocalizedText InRow(int row, LocalizedText what) => new($"السطر {N(row)}: {what.Ar}", $"Line {N(row)}: {what.En}");

    internal static LocalizedText NoColumn(string columns) =>
        new($"يجب أن يسمّي السطر الأول الأعمدة: {columns}.", $"The first line must name the columns: {columns}.");

    internal static LocalizedText TwiceColumn(string column) =>
        new($"العمود «{column}» مذكور مرتين في السطر الأول. أبقِ واحداً.", $"The column \"{column}\" is in the first line twice. Keep one.");

    internal static LocalizedText NoRows { get; } = new("لا سطور تحت أسماء الأعمدة. أضف سطراً لكل مدخل.", "There are no lines under the names of the columns. Add one line for each entry.");

    internal static LocalizedText ManyRows(int most) => new(
        $"يقبل الجدول {Count(most, "سطراً واحداً", "سطرين", "أسطر", "سطراً", "سطر")} على الأكثر. قسّمه.", $"The table takes at most {Of(most, "line")}. Split it.");

    internal static LocalizedText OpenQuote { get; } = new("علامة اقتباس لم تُغلق. أغلقها أو احذفها.", "A quotation mark is not closed. Close or remove it.");

    internal static LocalizedText NotText { get; } = new("الملف ليس جدولاً نصياً. احفظه بصيغة CSV (UTF-8) ثم أرسله.", "The file is not a text table. Save it as CSV (UTF-8) and send it again.");

    internal static LocalizedText CellCount(int have, int want) =>
        new($"في السطر {N(have)} خانة والمنتظر {N(want)}. تحقق من الفواصل.", $"The line has {N(have)} cells, {N(want)} were expected. Check the separators.");

    internal static LocalizedText MoreFaults(int more) =>
        new(
            $"وفي سطور لاحقة {Count(more, "خطأ واحد آخر", "خطآن آخران", "أخطاء أخرى", "خطأً آخر", "خطأ آخر")}.", $"In later lines: {Of(more, "more fault")}.");

    private static string N(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A limit of bytes as a person reads it; a million bytes are one megabyte, here and on the page.</summary>
    internal static LocalizedText Size(long bytes)
    {
        var (size, ar, en) = bytes >= 1_000_000 ? (bytes / 1_000_000m, "ميغابايت", "MB") : (bytes / 1_000m, "كيلوبايت", "KB");
        var number = size.ToString("0.#", CultureInfo.InvariantCulture);
        return new($"{number} {ar}", $"{number} {en}");
    }

    private static string Letters(int n) => Count(n, "حرفاً واحداً", "حرفين", "أحرف", "حرفاً", "حرف");

    /// <summary>A number with what it counts, as Arabic has it: one, two, three to ten, eleven to ninety-nine, hundreds.</summary>
    private static string Count(int n, string one, string two, string few, string many, string hundred) => n switch
    {
        1 => one,
        2 => two,
        _ when n % 100 is >= 3 and <= 10 => $"{N(n)} {few}",
        _ when n % 100 >= 11 => $"{N(n)} {many}",
        _ => $"{N(n)} {hundred}",
    };

    private static string Of(int n, string what) => n == 1 ? $"1 {what}" : $"{N(n)} {what}s";
}
