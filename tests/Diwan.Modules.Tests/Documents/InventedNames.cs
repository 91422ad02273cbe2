using System.Text;

namespace Diwan.Modules.Tests.Documents;

/// <summary>Names that nobody has: Arabic, English and mixed, with combining marks, ligatures and brackets.</summary>
internal static class InventedNames
{
    private static readonly string[] Arabic =
    [
        "لؤي", "آلاء", "إسلام", "بلال", "الله", "رُبى", "ملاك", "نجلاء", "أيهم", "مؤمن", "هُدى", "غسّان", "سُمَيّة", "عبد اللّطيف", "الحلاق", "الأزرق",
        "الإبراهيمي", "القطيشات", "الشّوبكي", "زيدٌ", "مجلّي", "نشأت", "هيفاء", "بهاء الدين", "عائشة", "يحيى", "ضياء", "ظافر", "ثائر", "جلاجل",
    ];

    private static readonly string[] English =
        ["Al-Hourani", "O'Neill", "Zoë", "Łukasz", "Çelik", "Nguyễn", "D'Angelo", "Müller-Lüdenscheidt", "fflorian", "Office", "McDonald", "Àlex"];

    internal static List<string> Make(int count, uint seed)
    {
        var dice = new SealTests.Dice(seed);
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var words = dice.Next(3) + 2;
            var name = new StringBuilder();
            var latin = i % 5 == 4;
            for (var k = 0; k < words; k++)
            {
                var pool = latin ? English : Arabic;
                name.Append(k > 0 ? " " : "").Append(pool[dice.Next(pool.Length)]);
            }

            if (i % 7 == 3)
            {
                name.Append(latin ? " (LLC)" : " (ذ.م.م)");
            }

            if (i % 11 == 5 && !latin)
            {
                name.Append(" 2017");
            }

            names.Add(name.ToString());
        }

        return names;
    }

    private static readonly string[] Streets =
        ["شارع السنابل", "شارع الملكة رانيا العبدالله", "شارع وصفي التل (الجاردنز)", "طريق المطار", "شارع 7", "الشارع الدائري الثالث", "Rainbow Street", "Al-Madina Al-Munawwara St.", "حي الأمير حسن"];

    private static readonly string[] Places = ["جبل اللويبدة", "صويلح", "مرج الحمام", "ماركا الشمالية", "إربد", "حي Tla' Al-Ali", "العقبة", "ناعور / قرية أم القطين", "الزرقاء الجديدة"];

    /// <summary>Addresses that nobody has: streets, buildings, flats, post boxes; some in English, some mixed, some that need several lines.</summary>
    internal static List<string> Addresses(int count, uint seed)
    {
        var dice = new SealTests.Dice(seed);
        var names = Make(count, seed + 1);
        var addresses = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var address = $"{Places[dice.Next(Places.Length)]}، {Streets[dice.Next(Streets.Length)]}، مبنى {dice.Next(300) + 1}";
            address += (i % 4) switch { 0 => $"، شقة {dice.Next(20) + 1}", 1 => $"، ص.ب {dice.Next(90_000) + 10_000} عمّان {dice.Next(80_000) + 11_000}", _ => "" };
            addresses.Add(i % 9 == 7 ? $"{address}، بجانب {names[i]}، مقابل {names[(i + 1) % count]}، {Streets[dice.Next(Streets.Length)]}" : address);
        }

        return addresses;
    }
}
