using Diwan.Kernel;

namespace Diwan.Modules.Tests.Documents;

/// <summary>Sums in words by the grammar of Arabic: one and two by themselves, the dual, the plural to ten, the accusative after it, the construct after hundreds and thousands.</summary>
public sealed class AmountInWordsTests
{
    [Theory]
    [InlineData(0, "صفر دينار", "zero dinars")]
    [InlineData(1_000, "دينار واحد", "one dinar")]
    [InlineData(2_000, "ديناران", "two dinars")]
    [InlineData(3_000, "ثلاثة دنانير", "three dinars")]
    [InlineData(8_000, "ثمانية دنانير", "eight dinars")]
    [InlineData(10_000, "عشرة دنانير", "ten dinars")]
    [InlineData(11_000, "أحد عشر ديناراً", "eleven dinars")]
    [InlineData(12_000, "اثنا عشر ديناراً", "twelve dinars")]
    [InlineData(20_000, "عشرون ديناراً", "twenty dinars")]
    [InlineData(21_000, "واحد وعشرون ديناراً", "twenty-one dinars")]
    [InlineData(36_250, "ستة وثلاثون ديناراً ومئتان وخمسون فلساً", "thirty-six dinars and 250 fils")]
    [InlineData(99_000, "تسعة وتسعون ديناراً", "ninety-nine dinars")]
    [InlineData(100_000, "مئة دينار", "one hundred dinars")]
    [InlineData(101_000, "مئة دينار ودينار واحد", "one hundred and one dinars")]
    [InlineData(102_000, "مئة دينار وديناران", "one hundred and two dinars")]
    [InlineData(103_000, "مئة وثلاثة دنانير", "one hundred and three dinars")]
    [InlineData(111_000, "مئة وأحد عشر ديناراً", "one hundred and eleven dinars")]
    [InlineData(200_000, "مئتا دينار", "two hundred dinars")]
    [InlineData(201_000, "مئتا دينار ودينار واحد", "two hundred and one dinars")]
    [InlineData(250_000, "مئتان وخمسون ديناراً", "two hundred and fifty dinars")]
    [InlineData(800_000, "ثمانمئة دينار", "eight hundred dinars")]
    [InlineData(1_000_000, "ألف دينار", "one thousand dinars")]
    [InlineData(1_512_000, "ألف وخمسمئة واثنا عشر ديناراً", "one thousand five hundred and twelve dinars")]
    [InlineData(2_000_000, "ألفا دينار", "two thousand dinars")]
    [InlineData(2_200_000, "ألفان ومئتا دينار", "two thousand two hundred dinars")]
    [InlineData(3_000_000, "ثلاثة آلاف دينار", "three thousand dinars")]
    [InlineData(11_000_000, "أحد عشر ألف دينار", "eleven thousand dinars")]
    [InlineData(11_500_000, "أحد عشر ألفاً وخمسمئة دينار", "eleven thousand five hundred dinars")]
    [InlineData(100_000_000, "مئة ألف دينار", "one hundred thousand dinars")]
    [InlineData(200_000_000, "مئتا ألف دينار", "two hundred thousand dinars")]
    [InlineData(1_000_000_000, "مليون دينار", "one million dinars")]
    [InlineData(2_000_000_000, "مليونا دينار", "two million dinars")]
    [InlineData(25_000_000_000, "خمسة وعشرون مليون دينار", "twenty-five million dinars")]
    [InlineData(1, "فلس واحد", "1 fils")]
    [InlineData(2, "فلسان", "2 fils")]
    [InlineData(5, "خمسة فلوس", "5 fils")]
    [InlineData(15, "خمسة عشر فلساً", "15 fils")]
    [InlineData(100, "مئة فلس", "100 fils")]
    [InlineData(500, "خمسمئة فلس", "500 fils")]
    [InlineData(1_001, "دينار واحد وفلس واحد", "one dinar and 1 fils")]
    [InlineData(2_002, "ديناران وفلسان", "two dinars and 2 fils")]
    [InlineData(3_010, "ثلاثة دنانير وعشرة فلوس", "three dinars and 10 fils")]
    public void A_sum_is_said_as_people_say_it(long fils, string ar, string en)
    {
        var words = AmountInWords.Of(new Money(fils))!;

        Assert.Equal(ar, words.Ar);
        Assert.Equal(en, words.En);
    }

    [Fact]
    public void No_two_sums_are_said_alike_and_none_has_a_gap()
    {
        var (ar, en) = (new HashSet<string>(), new HashSet<string>());
        for (var dinars = 0; dinars <= 20_000; dinars++)
        {
            var words = AmountInWords.Of(new Money(dinars * 1000L))!;
            Assert.True(ar.Add(words.Ar), words.Ar);
            Assert.True(en.Add(words.En), words.En);
            Assert.DoesNotContain("  ", words.Ar, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"^\s|\s$|و\s|ا دنانير|ألفاً دينار|مليوناً دينار", words.Ar);
        }
    }

    [Fact]
    public void What_no_receipt_names_has_no_words()
    {
        Assert.Null(AmountInWords.Of(new Money(-1)));
        Assert.Null(AmountInWords.Of(new Money(1_000_000_000_000)));
        Assert.NotNull(AmountInWords.Of(new Money(999_999_999_999)));
    }
}
