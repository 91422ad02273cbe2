using System.Text.RegularExpressions;
using Diwan.Kernel;

namespace Diwan.Messages;

/// <summary>What somebody wants to know or to have by SMS.</summary>
public abstract record TextQuestion
{
    private TextQuestion()
    {
    }

    /// <param name="Typed">What stands where a reference belongs; empty when nothing does.</param>
    public sealed record Status(string Typed) : TextQuestion;

    /// <param name="PlateClass">PRIVATE, PUBLIC or TOURIST; null when it was left out.</param>
    /// <param name="RegistrationNo">Of the vehicle's licence; null when it was left out.</param>
    public sealed record Fines(string? PlateClass, string PlateCode, string PlateNumber, string? RegistrationNo) : TextQuestion;

    /// <summary>Fines were asked for, and no plate can be read.</summary>
    public sealed record FinesOfWhat : TextQuestion;

    /// <param name="Typed">What stands where a bill number belongs; empty when nothing does.</param>
    public sealed record Bill(string Typed) : TextQuestion;

    /// <param name="Typed">The number of a property; empty when there is none.</param>
    public sealed record PropertyTax(string Typed) : TextQuestion;

    public sealed record Complaint : TextQuestion;

    public sealed record Help : TextQuestion;

    /// <summary>No more messages to this number.</summary>
    public sealed record NoMore : TextQuestion;

    /// <summary>Messages again.</summary>
    public sealed record Again : TextQuestion;

    public sealed record NotUnderstood : TextQuestion;
}

/// <summary>
/// Reads texts: Arabic and English keywords, the municipality's codes (41 fines, 42 complaints, 43 property tax), with one or two letters wrong, in any
/// digits. What is no keyword and can only be a reference, a bill number or a plate is taken for it.
/// </summary>
public static partial class TextQuestions
{
    private enum Word
    {
        Status,
        Fines,
        Bill,
        PropertyTax,
        Complaint,
        Help,
        Stop,
        Start,
    }

    /// <summary>Folded, as they are compared.</summary>
    private static readonly (string Text, Word Word)[] Words =
    [
        .. All(Word.Status, "حالة", "معاملة", "معاملتي", "متابعة", "تتبع", "طلب", "status", "case", "track", "application"),
        .. All(Word.Fines, "مخالفات", "مخالفة", "مخالفاتي", "fines", "fine", "tickets", "41"),
        .. All(Word.Bill, "فاتورة", "فاتورتي", "دفع", "bill", "invoice", "pay"),
        .. All(Word.PropertyTax, "مسقفات", "المسقفات", "property", "43"),
        .. All(Word.Complaint, "شكوى", "شكاوى", "complaint", "complain", "42"),
        .. All(Word.Help, "مساعدة", "ساعدني", "تعليمات", "help", "info"),
        .. All(Word.Stop, "إيقاف", "توقف", "قف", "إلغاء", "stop", "unsubscribe"),
        .. All(Word.Start, "ابدأ", "تشغيل", "اشتراك", "start", "subscribe"),
    ];

    private static readonly (string Text, string Class)[] Classes =
    [
        .. All("PRIVATE", "pr", "private", "خ", "خصوصي"), .. All("PUBLIC", "pu", "public", "ع", "عمومي"), .. All("TOURIST", "t", "tourist", "س", "سياحي", "سياحية"),
    ];

    /// <summary>The language somebody writes in; null for digits alone.</summary>
    public static Language? LanguageOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(c => c is >= 'ء' and <= 'ي') ? Language.Arabic : text.Count(char.IsAsciiLetter) > 3 ? Language.English : null;
    }

    public static TextQuestion Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() is "?" or "؟")
        {
            return new TextQuestion.Help();
        }

        // A telephone may cut an emoji in two: half of one is no letter.
        var folded = ArabicText.Fold(string.Concat(text.EnumerateRunes()));
        var tokens = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (tokens.Length == 0)
        {
            return new TextQuestion.NotUnderstood();
        }

        // What can only be a number of ours needs no keyword; a reference may look like a word, but not like a code and a number.
        if (!(tokens.Length > 1 && tokens[0] is "41" or "42" or "43") && CaseReference.TryParse(string.Concat(tokens), out var whole))
        {
            return new TextQuestion.Status(whole.Value);
        }

        if (Digits().IsMatch(string.Concat(tokens)) && string.Concat(tokens).Length == 13)
        {
            return new TextQuestion.Bill(string.Concat(tokens));
        }

        var rest = string.Join(' ', tokens[1..]);
        var word = WordOf(tokens[0]);
        if (word is null && JoinedCode().Match(folded) is { Success: true } joined)
        {
            // 41pr13-20697
            (word, rest) = (Word.Fines, folded[joined.Groups["code"].Length..]);
        }

        if (word is null && tokens.Length > 1 && WordOf(tokens[^1]) is { } last)
        {
            (word, rest) = (last, string.Join(' ', tokens[..^1]));
        }

        return word switch
        {
            Word.Status => new TextQuestion.Status(WithoutFiller(rest)),
            Word.Fines => (TextQuestion?)Plate(rest) ?? new TextQuestion.FinesOfWhat(),
            Word.Bill => new TextQuestion.Bill(WithoutFiller(rest)),
            Word.PropertyTax => new TextQuestion.PropertyTax(WithoutFiller(rest)),
            Word.Complaint => new TextQuestion.Complaint(),
            Word.Help => new TextQuestion.Help(),
            // Somebody who writes a sentence wants something else than silence.
            Word.Stop when tokens.Length <= 2 => new TextQuestion.NoMore(),
            Word.Start when tokens.Length <= 2 => new TextQuestion.Again(),
            _ => (tokens.Length > 1 ? Plate(folded) : null) ?? (TextQuestion)new TextQuestion.NotUnderstood(),
        };
    }

    private static TextQuestion.Fines? Plate(string folded)
    {
        var spaced = LetterBesideDigit().Replace(folded, " ");
        var tokens = spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var @class = tokens.Select(ClassOf).OfType<string>().FirstOrDefault();
        var numbers = tokens.Where(t => Digits().IsMatch(t)).ToList();
        if (tokens.Any(t => !Digits().IsMatch(t) && ClassOf(t) is null && !Fillers.Contains(t)) || numbers.Count is 0 or > 3)
        {
            return null;
        }

        // 1320697 as it is read from a plate without its dash: the code has two digits.
        if (numbers[0].Length is 6 or 7)
        {
            numbers = [numbers[0][..2], numbers[0][2..], .. numbers[1..]];
        }

        return numbers is [{ Length: <= 2 } code, { Length: <= 5 } number, ..] && numbers.Count <= 3 && (numbers.Count == 2 || numbers[2].Length is >= 4 and <= 10)
            ? new(@class, code, number.TrimStart('0') is { Length: > 0 } plain ? plain : number, numbers.Count == 3 ? numbers[2] : null)
            : null;
    }

    private static readonly HashSet<string> Fillers = new(["رقم", "no", "number", "لوحه", "plate", "تسجيل", "عن", "of"], StringComparer.Ordinal);

    private static string WithoutFiller(string rest) => string.Join(' ', rest.Split(' ').Where(t => !Fillers.Contains(t)));

    private static string? ClassOf(string token)
    {
        var exact = Classes.FirstOrDefault(c => c.Text == token).Class;
        return exact ?? (token.Length < 4 ? null : Classes.FirstOrDefault(c => c.Text.Length >= 4 && Distance(c.Text, token) <= 1).Class);
    }

    private static Word? WordOf(string token)
    {
        (Word Word, int Off)? best = null;
        var tie = false;
        foreach (var (text, word) in Words)
        {
            var allowed = text.Length < 4 || !char.IsLetter(text[0]) || (word == Word.Stop && text.Length == 4) ? 0 : text.Length <= 5 ? 1 : 2;
            if (Math.Abs(text.Length - token.Length) > allowed || Distance(text, token) is var off && off > allowed)
            {
                continue;
            }

            if (best is null || off < best.Value.Off)
            {
                (best, tie) = ((word, off), false);
            }
            else if (off == best.Value.Off && word != best.Value.Word)
            {
                tie = true;
            }
        }

        return tie ? null : best?.Word;
    }

    /// <summary>How many letters are wrong, missing, too many or exchanged with their neighbour (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }

    private static IEnumerable<(string, T)> All<T>(T value, params string[] words) => words.Select(w => (ArabicText.Fold(w), value));

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?<code>41)\p{L}", RegexOptions.CultureInvariant)]
    private static partial Regex JoinedCode();

    [GeneratedRegex(@"(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})", RegexOptions.CultureInvariant)]
    private static partial Regex LetterBesideDigit();
}
