using System.Text;
using Diwan.Kernel;
using Diwan.Messages;

namespace Diwan.Modules.Tests.Messages;

public sealed class TextQuestionsTests
{
    private static readonly string Reference = CaseReference.New().Value;

    [Theory]
    [InlineData("status {0}")]
    [InlineData("STATUS: {0}")]
    [InlineData("حالة {0}")]
    [InlineData("حاله {0}")]
    [InlineData("الحالة؟ حالة {0}", false)]
    [InlineData("staus {0}")]
    [InlineData("satus {0}")]
    [InlineData("معملة {0}")]
    [InlineData("متابعه رقم {0}")]
    [InlineData("{0}")]
    [InlineData("{0} حالة")]
    public void Status_is_read_in_both_languages_with_letters_wrong(string typed, bool understood = true)
    {
        foreach (var text in new[] { string.Format(null, typed, Reference), Arabic(string.Format(null, typed, Reference)).ToLowerInvariant(), string.Format(null, typed, Reference.Replace('-', ' ')) })
        {
            if (understood)
            {
                Assert.True(CaseReference.TryParse(Assert.IsType<TextQuestion.Status>(TextQuestions.Read(text)).Typed, out var read), text);
                Assert.Equal(Reference, read.Value);
            }
            else
            {
                Assert.IsNotType<TextQuestion.NoMore>(TextQuestions.Read(text));
            }
        }
    }

    [Theory]
    [InlineData("41 Pr 13-20697", "PRIVATE", "13", "20697", null)]
    [InlineData("٤١ Pr ١٣-٢٠٦٩٧", "PRIVATE", "13", "20697", null)]
    [InlineData("41 pu 50/777", "PUBLIC", "50", "777", null)]
    [InlineData("41 T 70 12", "TOURIST", "70", "12", null)]
    [InlineData("41pr13-20697", "PRIVATE", "13", "20697", null)]
    [InlineData("41 Pr 1320697", "PRIVATE", "13", "20697", null)]
    [InlineData("41 13-20697", null, "13", "20697", null)]
    [InlineData("13-20697", null, "13", "20697", null)]
    [InlineData("مخالفات خصوصي 13-20697", "PRIVATE", "13", "20697", null)]
    [InlineData("مخلفات خصوصى ١٣ ٢٠٦٩٧", "PRIVATE", "13", "20697", null)]
    [InlineData("مخالفه عمومي لوحة رقم 13-20697", "PUBLIC", "13", "20697", null)]
    [InlineData("fines 13-20697 4000401", null, "13", "20697", "4000401")]
    [InlineData("41 Pr 13-20697 تسجيل 4000401", "PRIVATE", "13", "20697", "4000401")]
    public void Fines_by_plate_in_the_municipalitys_code_and_in_words(string text, string? plateClass, string code, string number, string? registration) =>
        Assert.Equal(new TextQuestion.Fines(plateClass, code, number, registration), TextQuestions.Read(text));

    [Theory]
    [InlineData("41")]
    [InlineData("مخالفات")]
    [InlineData("41 Pr hello")]
    [InlineData("41 Pr 13-20697 1 2 3 4")]
    public void Fines_without_a_plate_are_asked_back(string text) => Assert.IsType<TextQuestion.FinesOfWhat>(TextQuestions.Read(text));

    [Theory]
    [InlineData("help", typeof(TextQuestion.Help))]
    [InlineData("hepl", typeof(TextQuestion.Help))]
    [InlineData("؟", typeof(TextQuestion.Help))]
    [InlineData("مساعده", typeof(TextQuestion.Help))]
    [InlineData("مساعدت", typeof(TextQuestion.Help))]
    [InlineData("stop", typeof(TextQuestion.NoMore))]
    [InlineData("ايقاف", typeof(TextQuestion.NoMore))]
    [InlineData("إيقاف.", typeof(TextQuestion.NoMore))]
    [InlineData("قف", typeof(TextQuestion.NoMore))]
    [InlineData("please stop asking me for things and help", typeof(TextQuestion.Help))]
    [InlineData("start", typeof(TextQuestion.Again))]
    [InlineData("ابدا", typeof(TextQuestion.Again))]
    [InlineData("42 لم يصلني شيء", typeof(TextQuestion.Complaint))]
    [InlineData("شكوى", typeof(TextQuestion.Complaint))]
    [InlineData("مرحبا", typeof(TextQuestion.NotUnderstood))]
    [InlineData("", typeof(TextQuestion.NotUnderstood))]
    [InlineData("!!!", typeof(TextQuestion.NotUnderstood))]
    [InlineData("shop", typeof(TextQuestion.NotUnderstood))]
    public void Words(string text, Type expected) => Assert.IsType(expected, TextQuestions.Read(text));

    [Theory]
    [InlineData("bill 2000 0000 00017", "2000 0000 00017")]
    [InlineData("فاتورة ٢٠٠٠٠٠٠٠٠٠٠١٧", "2000000000017")]
    [InlineData("فاتوره رقم 2000000000017", "2000000000017")]
    [InlineData("2000000000017", "2000000000017")]
    public void A_bill_by_its_number(string text, string typed) => Assert.Equal(new TextQuestion.Bill(typed), TextQuestions.Read(text));

    [Fact]
    public void Property_tax_by_its_code() => Assert.Equal(new TextQuestion.PropertyTax("5000501"), TextQuestions.Read("٤٣ ٥٠٠٠٥٠١"));

    [Fact]
    public void Whatever_is_typed_is_read_as_something()
    {
        var dice = 12345u;
        const string Letters = "41 Pr13-20697حالةstopإيقاف٠١٢؟!\n\u200f🙂فاتورة";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var n = (dice = (dice * 1664525) + 1013904223) >> 27; n > 0; n--)
            {
                text.Append(Letters[(int)((dice = (dice * 1664525) + 1013904223) >> 8) % Letters.Length]);
            }

            Assert.NotNull(TextQuestions.Read(text.ToString()));
        }
    }

    [Fact]
    public void An_inbound_text_is_read_in_the_alphabet_the_gateway_names()
    {
        const string Words = "حالة 7K4M";
        var wide = string.Concat(Encoding.BigEndianUnicode.GetBytes(Words).Select(b => b is >= 48 and <= 57 ? ((char)b).ToString() : $"%{b:X2}"));
        var utf8 = Uri.EscapeDataString(Words);
        Assert.Equal(Words, InboundText.Read($"?secret=s&id=1&from=%2B962790000101&to=94444&coding=2&charset=UTF-16BE&text={wide}").Text);
        Assert.Equal(new InboundText("s", "1", "+962790000101", "94444", Words), InboundText.Read($"?secret=s&id=1&from=%2B962790000101&to=94444&coding=0&charset=UTF-8&text={utf8}"));
        Assert.Equal("a b", InboundText.Read("?text=a+b%").Text[..3]);
        Assert.Equal("", InboundText.Read("").Text);
    }

    private static string Arabic(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)('٠' + (c - '0')) : c));
}
