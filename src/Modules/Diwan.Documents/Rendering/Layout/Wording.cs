using System.Globalization;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>The words that every document carries, whatever its service.</summary>
internal static class Wording
{
    private static readonly string[] ArabicMonths =
        ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"];

    internal static readonly Words State = new("المملكة الأردنية الهاشمية", "The Hashemite Kingdom of Jordan");
    internal static readonly Words SandboxMark = new("نسخة تجريبية بلا قيمة قانونية", "SPECIMEN, NO LEGAL VALUE");

    internal static readonly Words SandboxNotice = new(
        "صدرت هذه الوثيقة من بيئة تجريبية، والأسماء والأرقام الواردة فيها مختلقة، وليست لها أي قيمة قانونية.",
        "This document comes from a demonstration system. The names and numbers in it are invented, and it has no legal value.");

    internal static readonly Words Code = new("رمز التحقق", "Verification code");
    internal static readonly Words Issued = new("تاريخ الإصدار", "Issued on");
    internal static readonly Words ValidUntil = new("سارية المفعول لغاية", "Valid until");
    internal static readonly Words Reference = new("رقم الطلب", "Application reference");
    internal static readonly Words Seal = new("الختم الإلكتروني", "Electronic seal");
    internal static readonly Words LegalBasis = new("السند القانوني", "Legal basis");

    internal static readonly Words Fold = new("قص البطاقة على الخط المتقطع", "Cut the card along the dashed line");
    internal static readonly Words Scale = new("مقياس الرسم", "Scale");
    internal static readonly Words ReferenceSystem = new("نظام الإحداثيات", "Reference system");
    internal static readonly Words Sheet = new("رقم اللوحة", "Sheet");
    internal static readonly Words DataDate = new("تاريخ البيانات", "Date of the data");
    internal static readonly Words North = new("ش", "N");
    internal static readonly Words Metres = new("متر", "m");
    internal static readonly Words SealPicture = new("ختم إلكتروني يُقرأ بالهاتف", "Electronic seal, to be read by a telephone");

    internal static Words HowToVerify(string address) => new(
        $"أُصدرت هذه الوثيقة وخُتمت إلكترونيًا، ولا تحتاج إلى توقيع أو ختم يدوي. يمكن لأي شخص التحقق من صحتها مجانًا بمسح الختم أو بإدخال رمز التحقق أو برفع الملف على العنوان {Isolate.Value(address)}.",
        $"Issued and sealed electronically; no handwritten signature or stamp is needed. Anyone may verify it free of charge by scanning the seal, typing the code or uploading the file at {Isolate.Value(address)}.");

    internal static Words PageOf(int page, int pages) => new(
        string.Create(CultureInfo.InvariantCulture, $"صفحة {page} من {pages}"),
        string.Create(CultureInfo.InvariantCulture, $"Page {page} of {pages}"));

    /// <summary>A day in the Levantine month names used by the state.</summary>
    internal static Words Day(DateOnly day) => new(
        string.Create(CultureInfo.InvariantCulture, $"{day.Day} {ArabicMonths[day.Month - 1]} {day.Year}"),
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
}
