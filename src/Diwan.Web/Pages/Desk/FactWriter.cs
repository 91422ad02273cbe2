using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Feel;
using Diwan.Kernel;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Desk;

/// <summary>What a register holds, as an officer reads it: every field under its name, every code in words, in the officer's language.</summary>
public sealed class FactWriter(Catalogue catalogue, Text text)
{
    private Language Language => text.Language;

    private string Comma => Language == Language.Arabic ? "، " : ", ";

    /// <summary>The fields an operation returned, in the order the contract gives them.</summary>
    public IReadOnlyList<SummaryRow> Rows(RegisterOperation operation, FeelValue value)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return
        [
            .. Fields(operation.Output).Select(field => new SummaryRow(
                catalogue.FactWords.Field(field.Name).In(Language), Lines(field.Name, field.Shape, value[field.Name]))),
        ];
    }

    private IReadOnlyList<object> Lines(string name, FactShape shape, FeelValue value) =>
        shape.Kind == FactKind.List
            ? [.. value.AsList().Where(v => !v.IsNull).Select(v => (object)Words(name, shape.Item!, v)).DefaultIfEmpty(Nothing)]
            : [Words(name, shape, value)];

    private string Words(string name, FactShape shape, FeelValue value)
    {
        if (value.IsNull)
        {
            return Nothing;
        }

        switch (shape.Kind)
        {
            case FactKind.Record:
                return string.Join(Comma, Fields(shape)
                    .Where(f => !value[f.Name].IsNull)
                    .Select(f => $"{catalogue.FactWords.Field(f.Name).In(Language)}: {Apart(Words(f.Name, f.Shape, value[f.Name]))}"));
            case FactKind.List:
                return string.Join(Comma, value.AsList().Select(v => Words(name, shape.Item!, v)).DefaultIfEmpty(Nothing));
            case FactKind.Money when value.TryGetDecimal(out var dinars):
                return text.Money(Money.FromDinars(dinars)).ToString();
            case FactKind.Text when value.TryGetString(out var word):
                return catalogue.FactWords.Value(name, word).In(Language);
            default:
                return ValueFormatter.Plain(value, Kind(shape.Kind)).In(Language);
        }
    }

    /// <summary>Of a field that stands in both languages, the reader's.</summary>
    private IEnumerable<(string Name, FactShape Shape)> Fields(FactShape shape)
    {
        var (mine, other) = Language == Language.Arabic ? ("Ar", "En") : ("En", "Ar");
        return shape.Fields
            .Where(f => !(f.Key.EndsWith(other, StringComparison.Ordinal) && shape.Fields.ContainsKey(f.Key[..^2] + mine)))
            .Select(f => (f.Key, f.Value));
    }

    private static ValueFormatKind? Kind(FactKind kind) => kind switch
    {
        FactKind.Month => ValueFormatKind.Month,
        FactKind.Date => ValueFormatKind.Date,
        FactKind.Number => ValueFormatKind.Text,
        _ => null,
    };

    private static string Apart(string value) => $"\u2068{value}\u2069";

    private static string Nothing => ValueFormatter.Nothing.Ar;
}
