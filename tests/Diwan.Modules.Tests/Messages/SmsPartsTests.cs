using Diwan.Messages;

namespace Diwan.Modules.Tests.Messages;

public sealed class SmsPartsTests
{
    [Theory]
    [InlineData(1, 160, SmsAlphabet.Gsm7, 1)]
    [InlineData(1, 161, SmsAlphabet.Gsm7, 2)]
    [InlineData(1, 306, SmsAlphabet.Gsm7, 2)]
    [InlineData(1, 307, SmsAlphabet.Gsm7, 3)]
    [InlineData(2, 70, SmsAlphabet.Ucs2, 1)]
    [InlineData(2, 71, SmsAlphabet.Ucs2, 2)]
    [InlineData(2, 134, SmsAlphabet.Ucs2, 2)]
    [InlineData(2, 135, SmsAlphabet.Ucs2, 3)]
    public void Plain_letters_fill_parts(int kind, int letters, SmsAlphabet alphabet, int parts)
    {
        var counted = SmsParts.Of(new string(kind == 1 ? 'a' : 'م', letters));
        Assert.Equal((alphabet, letters, parts), (counted.Alphabet, counted.Units, counted.Parts));
    }

    [Fact]
    public void Extended_letters_take_two_units_and_are_not_cut_in_two()
    {
        Assert.Equal((SmsAlphabet.Gsm7, 160, 1), Of(new string('€', 80)));
        // 152 letters, then one of two units that does not fit into the 153rd: it begins the second part.
        Assert.Equal((SmsAlphabet.Gsm7, 306, 3), Of(new string('a', 152) + "€" + new string('a', 152)));
        // An emoji takes two of UCS-2's units.
        Assert.Equal((SmsAlphabet.Ucs2, 70, 1), Of(string.Concat(Enumerable.Repeat("😀", 35))));
        Assert.Equal((SmsAlphabet.Ucs2, 134, 3), Of(new string('م', 66) + "😀" + new string('م', 66)));
    }

    [Fact]
    public void One_letter_beyond_the_alphabet_makes_all_of_it_wide()
    {
        Assert.Equal(SmsAlphabet.Gsm7, SmsParts.Of("Ça va? é ñ £ [x] {y}").Alphabet == SmsAlphabet.Gsm7 ? SmsAlphabet.Gsm7 : SmsAlphabet.Ucs2);
        Assert.Equal((SmsAlphabet.Ucs2, 2), (SmsParts.Of(new string('a', 70) + "`").Alphabet, SmsParts.Of(new string('a', 70) + "`").Parts));
        Assert.Equal(SmsAlphabet.Ucs2, SmsParts.Of("“quoted”").Alphabet);
        Assert.Equal(1, SmsParts.Of("").Parts);
    }

    private static (SmsAlphabet, int, int) Of(string text) => (SmsParts.Of(text).Alphabet, SmsParts.Of(text).Units, SmsParts.Of(text).Parts);
}
