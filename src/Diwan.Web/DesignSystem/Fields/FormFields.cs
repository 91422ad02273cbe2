using Diwan.Kernel;

namespace Diwan.Web.Fields;

/// <summary>What a form posted, name by name, ready to be understood question by question.</summary>
public static class FormFields
{
    /// <summary>
    /// The fields of a form. A telephone whose country was picked from the list comes out as one international number;
    /// one that was typed with its plus sign or two zeros stays as typed.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Read(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        foreach (var (name, values) in form)
        {
            if (name.EndsWith("." + FieldNames.Country, StringComparison.Ordinal) && form.ContainsKey(name[..^8]))
            {
                continue;
            }

            yield return form.TryGetValue(FieldNames.Of(name, FieldNames.Country), out var country) && values.Count == 1
                ? new(name, [International(values[0] ?? "", country.ToString())])
                : new(name, [.. values.Select(v => v ?? "")]);
        }
    }

    private static string International(string typed, string country)
    {
        var text = Digits.ToAscii(typed.Trim());
        var code = PlaceLists.CallingCodes.FirstOrDefault(c => c.Country == country).Code;
        if (text.Length == 0 || code is null || country == "JO" || text[0] == '+' || text.StartsWith("00", StringComparison.Ordinal))
        {
            return typed;
        }

        // Italy keeps the leading zero of a number; elsewhere in the list it is dropped after the calling code.
        return "+" + code + (country == "IT" ? text : text.TrimStart('0'));
    }
}
