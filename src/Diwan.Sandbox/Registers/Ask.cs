using System.Globalization;
using System.Text.Json.Nodes;

namespace Diwan.Sandbox.Registers;

/// <summary>The checked input of one question.</summary>
internal sealed class Ask(Operation operation, JsonObject input)
{
    internal string this[string name] => Optional(name) ?? throw new InvalidOperationException($"{operation.Id} reads '{name}', which its contract leaves optional.");

    internal string? Optional(string name) => input[name]?.GetValue<string>() is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    internal int Int(string name) => Whole(input[name]!);

    internal int? OptionalInt(string name) => input[name] is { } number ? Whole(number) : null;

    internal decimal Money(string name) => input[name]!.GetValue<decimal>();

    internal DateOnly? Date(string name) => Optional(name) is { } text ? Contract.Date(text) : null;

    internal DateOnly Month(string name) => Contract.Month(this[name])!.Value;

    internal JsonArray? List(string name) => input[name] as JsonArray;

    internal IReadOnlyList<string> Texts(string name) => Items(name, n => n!.GetValue<string>());

    internal IReadOnlyList<int> Ints(string name) => Items(name, n => Contract.Fits(n, "int") ? Whole(n!) : throw new FormatException());

    internal IReadOnlyList<DateOnly> Months(string name) => Items(name, n => Contract.Month(n!.GetValue<string>()) ?? throw new FormatException());

    /// <summary>Which of two inputs was given; exactly one must be.</summary>
    internal bool First(string first, string second)
    {
        var (a, b) = (Optional(first) is not null, Optional(second) is not null);
        return a != b ? a : throw Fault.Input(
            $"Give either '{first}' or '{second}' to {operation.Id}, not both and not neither.", $"أرسل إلى {operation.Id} أحد المدخلين '{first}' أو '{second}' فقط.");
    }

    private static int Whole(JsonNode number) => (int)decimal.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private List<T> Items<T>(string name, Func<JsonNode?, T> read)
    {
        try
        {
            var items = List(name)!.Select(read).ToList();
            if (items.Count > 0)
            {
                return items;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException)
        {
            // Falls through to the same complaint as an empty list.
        }

        throw Fault.Input($"Input '{name}' of {operation.Id} must be a list with at least one valid item.", $"المدخل '{name}' من {operation.Id} يجب أن يكون قائمة فيها عنصر صحيح واحد على الأقل.");
    }
}
