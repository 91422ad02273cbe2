using System.Security.Cryptography;
using System.Text;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Payments;

namespace Diwan.Cases.Papers;

/// <summary>What the papers about money have in common.</summary>
internal static class PaperWords
{
    internal static Words Of(LocalizedText text) => new(text.Ar, text.En);

    internal static Words Of(Money amount) => new(amount.ToString(Language.Arabic), amount.ToString(Language.English));

    internal static Words Bare(Money amount) => Words.Same(amount.ToString());

    internal static Words Of(DateTimeOffset moment) => Words.Same(NationalCalendar.ToAmman(moment).ToString("dd-MM-yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture));

    internal static Words Of(Rail rail) => rail switch
    {
        Rail.Card => new("بطاقة", "Card"),
        Rail.Bill => new("رقم الفاتورة", "Bill number"),
        Rail.Cash => new("نقدًا", "Cash"),
        Rail.Terminal => new("جهاز البطاقات", "Card terminal"),
        _ => new("من رصيد محفوظ", "From a kept credit"),
    };

    /// <summary>An id that follows from words, for what has none of its own.</summary>
    internal static Guid IdOf(string words) => new(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16));
}
