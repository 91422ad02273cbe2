using System.Globalization;

namespace Diwan.Sandbox.Rails;

/// <summary>
/// What goes wrong on the way of one notice, ordered by a program in the form field <c>faults</c>: <c>delay:250;copies:3;hangup;forge:amount</c>.
/// The order is part of a test's plan, so that the same seed gives the same faults whatever the order of arrival.
/// </summary>
/// <param name="DelayMs">Milliseconds before the first delivery. Two notices with different delays change places.</param>
/// <param name="Copies">How often it is delivered; 0 loses it.</param>
/// <param name="HangUp">The rail does not wait for the answer of the first delivery, and repeats it.</param>
/// <param name="Forge">
/// A false notice that is sent ahead of the true one: signature, amount, currency, merchant, stale; or after it, under its own GUID: guid (bill rail only).
/// </param>
/// <param name="TakeMs">Of a card: milliseconds until the bank says yes, whatever has become of the page by then.</param>
internal sealed record WireFaults(int DelayMs, int Copies, bool HangUp, string? Forge, int TakeMs = 0)
{
    internal const string Help =
        "faults: drop · copies:0-9 · delay:0-60000 · take:0-60000 · hangup · forge:signature|amount|currency|merchant|stale|guid, with semicolons between. · أعطال الإرسال: افصل بينها بفاصلة منقوطة.";

    internal static readonly string[] Forgeries = ["signature", "amount", "currency", "merchant", "stale", "guid"];

    private static readonly WireFaults None = new(0, 1, false, null);

    internal bool Any => this != None;

    internal static bool TryParse(string text, out WireFaults faults)
    {
        faults = None;
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = part.IndexOf(':', StringComparison.Ordinal) is > 0 and var cut ? (part[..cut], part[(cut + 1)..]) : (part, "");
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (name)
            {
                case "drop" when value.Length == 0: faults = faults with { Copies = 0 }; break;
                case "copies" when isNumber && number <= 9: faults = faults with { Copies = number }; break;
                case "delay" when isNumber && number <= 60_000: faults = faults with { DelayMs = number }; break;
                case "take" when isNumber && number <= 60_000: faults = faults with { TakeMs = number }; break;
                case "hangup" when value.Length == 0: faults = faults with { HangUp = true }; break;
                case "forge" when Forgeries.Contains(value): faults = faults with { Forge = value }; break;
                default: return false;
            }
        }

        return true;
    }
}
