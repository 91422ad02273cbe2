using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>Answers made of parts: a foreign document, an address, a plot, a vehicle.</summary>
internal static partial class Composites
{
    internal static JsonObject? Parse(Question q, RawAnswer raw, string part, List<AnswerFault> faults)
    {
        if (raw.IsBlank)
        {
            return null;
        }

        if (q.Type == AnswerType.Vehicle && raw.Text is { } plate && WholePlate().Match(Digits.ToAscii(plate.Trim()).ToUpperInvariant()) is { Success: true } match)
        {
            var kind = match.Groups[1].Value switch { "PR" => "PRIVATE", "PU" => "PUBLIC", "T" => "TOURIST", _ => null };
            if (kind is null)
            {
                faults.Add(new AnswerFault(part.Length == 0 ? "plateClass" : $"{part}.plateClass", AnswerWords.PlateClass));
                return null;
            }

            return new JsonObject { ["plateCode"] = match.Groups[2].Value, ["plateNumber"] = match.Groups[3].Value, ["plateClass"] = kind };
        }

        var json = new JsonObject();
        foreach (var name in AnswerFeel.Parts[q.Type])
        {
            var text = raw.Part(name)?.Trim() ?? "";
            var (value, fault) = One(q.Type, name, text);
            if (fault is not null)
            {
                faults.Add(new AnswerFault(part.Length == 0 ? name : $"{part}.{name}", fault));
            }
            else if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }

    /// <summary>Whether each part a type cannot do without is there, for answers that come as canonical JSON.</summary>
    internal static IEnumerable<(string Part, LocalizedText Fault)> Check(AnswerType type, Func<string, string?> partOf)
    {
        foreach (var name in AnswerFeel.Parts[type])
        {
            if (One(type, name, partOf(name) ?? "").Fault is { } fault)
            {
                yield return (name, fault);
            }
        }
    }

    private static (string? Value, LocalizedText? Fault) One(AnswerType type, string part, string text)
    {
        var ascii = Digits.ToAscii(text);
        switch (type, part)
        {
            case (AnswerType.ForeignDocument, "nationality"):
                return Places.Countries.ContainsKey(ascii.ToUpperInvariant()) ? (ascii.ToUpperInvariant(), null) : (null, AnswerWords.Country);
            case (AnswerType.ForeignDocument, _):
                var number = ascii.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
                return DocumentForm().IsMatch(number) ? (number, null) : (null, AnswerWords.DocumentNumber);
            case (AnswerType.Address, "governorate"):
                return Places.Governorates.ContainsKey(ascii.ToUpperInvariant()) ? (ascii.ToUpperInvariant(), null) : (null, AnswerWords.Governorate);
            case (AnswerType.Address, "locality"):
                return text.Length is >= 2 and <= 100 ? (text, null) : (null, AnswerWords.Locality);
            case (AnswerType.Address, _):
                return text.Length == 0 ? (null, null) : text.Length <= 100 ? (ascii, null) : (null, AnswerWords.TooLong(100, text.Length));
            case (AnswerType.Plot, "quarter") when text.Length == 0:
                return ("0", null);
            case (AnswerType.Plot, _):
                return PlotForm().IsMatch(ascii) ? (ascii, null) : (null, AnswerWords.PlotPart);
            case (AnswerType.Vehicle, "plateCode"):
                return PlateCodeForm().IsMatch(ascii.ToUpperInvariant()) ? (ascii.ToUpperInvariant(), null) : (null, AnswerWords.PlateCode);
            case (AnswerType.Vehicle, "plateClass"):
                return PlateClasses.Contains(ascii.ToUpperInvariant()) ? (ascii.ToUpperInvariant(), null) : (null, AnswerWords.PlateClass);
            case (AnswerType.Vehicle, _):
                return PlateNumberForm().IsMatch(ascii) ? (ascii, null) : (null, AnswerWords.PlateNumber);
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "The answer type has no parts.");
        }
    }

    /// <summary>The classes a plate can have. They are asked: since codes were sold, none says the class any more.</summary>
    internal static readonly string[] PlateClasses = ["PRIVATE", "PUBLIC", "TOURIST", "GOVERNMENT"];

    /// <summary>As in the text messages of the municipality: <c>Pr 13-20697</c>.</summary>
    [GeneratedRegex("^(?:(PR|PU|T) )?([0-9]{1,2}|[A-Z]{2})[-/ ]([0-9]{1,5})$", RegexOptions.CultureInvariant)]
    private static partial Regex WholePlate();

    [GeneratedRegex("^([0-9]{1,2}|[A-Z]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex PlateCodeForm();

    [GeneratedRegex("^[0-9]{1,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlateNumberForm();

    [GeneratedRegex("^[A-Z0-9]{3,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex DocumentForm();

    /// <summary>Numbers of plots are never read as numbers: they may carry zeros and suffixes.</summary>
    [GeneratedRegex(@"^[\p{L}0-9][\p{L}0-9 /\-]{0,19}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlotForm();
}
