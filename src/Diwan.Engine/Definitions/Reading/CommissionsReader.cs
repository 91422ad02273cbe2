using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads services/commissions.yaml. A commission above the cap is refused where it is written.</summary>
internal static class CommissionsReader
{
    private static readonly string[] Rails = ["bill", "card", "cash"];

    private static readonly Dictionary<string, CommissionBearer> Bearers = new(StringComparer.Ordinal)
    {
        ["payer"] = CommissionBearer.Payer,
        ["institution"] = CommissionBearer.Institution,
    };

    private static readonly Dictionary<string, Channel> Channels =
        Enum.GetValues<Channel>().Where(c => c != Channel.System).ToDictionary(c => c.Code(), StringComparer.Ordinal);

    internal static CommissionTariff Read(YamlMap? file, FaultList faults)
    {
        if (file is null)
        {
            return CommissionTariff.None;
        }

        var cap = ReadCap(file, faults);
        var names = ReadRails(file, faults);
        var commissions = new List<Commission>();
        foreach (var map in file.Maps("commissions", required: true))
        {
            if (ReadOne(map, cap, names, commissions, faults) is { } commission)
            {
                commissions.Add(commission);
            }
        }

        file.Done();
        return new CommissionTariff(cap, commissions);
    }

    private static CommissionCap? ReadCap(YamlMap file, FaultList faults)
    {
        if (file.Map("cap", required: true) is not { } map)
        {
            return null;
        }

        var rate = Rate(map, required: true);
        var from = map.Date("from", required: true);
        var name = SurroundingsReader.Pair(map, "name", faults);
        map.Done();
        return rate is { } r && from is { } f && name is not null ? new CommissionCap(r, f, name) : null;
    }

    private static Dictionary<string, LocalizedText> ReadRails(YamlMap file, FaultList faults)
    {
        var names = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        if (file.Map("rails", required: true) is { } map)
        {
            foreach (var rail in Rails)
            {
                if (SurroundingsReader.Pair(map, rail, faults) is { } name)
                {
                    names[rail] = name;
                }
            }

            map.Done();
        }

        return names;
    }

    private static Commission? ReadOne(
        YamlMap map, CommissionCap? cap, Dictionary<string, LocalizedText> names, List<Commission> before, FaultList faults)
    {
        var id = map.Text("id", required: true);
        var rail = map.Text("rail", required: true);
        var services = map.Texts("services").Select(s => s.Text).ToArray();
        var channels = map.Words("channels", Channels);
        var bearer = map.Word("bearer", Bearers, required: true);
        var rate = Rate(map, required: true);
        var fixedAmount = map.Number("fixed") ?? 0;
        var from = map.Date("from", required: true);
        var to = map.Date("to");
        var assumed = map.Flag("assumed");
        map.Done();
        if (rail is not null && !Rails.Contains(rail))
        {
            map.Unknown(map.AtKey("rail"), rail, Rails);
            return null;
        }

        if (to < from)
        {
            map.Wrong("to", "تاريخاً لا يسبق from", "a date not before from");
        }

        if (fixedAmount < 0 || fixedAmount != Math.Round(fixedAmount, 3))
        {
            map.Wrong("fixed", "مبلغاً موجباً بثلاث منازل على الأكثر", "an amount that is not negative, with at most three decimals");
            return null;
        }

        if (id is not null && before.Exists(c => c.Id == id))
        {
            faults.Error(map.At, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
        }

        if (cap is not null && rate > cap.Rate && (to is null || to >= cap.From))
        {
            faults.Error(map.AtKey("rate"), "commission-cap",
                ($"عمولة «{id}» {Percent(rate.Value)} وسقفها {Percent(cap.Rate)} منذ {cap.From:yyyy-MM-dd}.", $"The commission \"{id}\" is {Percent(rate.Value)}; the cap is {Percent(cap.Rate)} since {cap.From:yyyy-MM-dd}."),
                ($"اجعل rate {Number(cap.Rate)} أو أقل، أو اجعلها تنتهي قبل ذلك اليوم.", $"Make rate {Number(cap.Rate)} or lower, or let it end before that day."));
        }

        return id is not null && rail is not null && bearer is { } b && rate is { } r && from is { } f
            ? new Commission(id, rail, names.GetValueOrDefault(rail, LocalizedText.Same(rail)), services, channels, b, r, Money.FromDinars(fixedAmount), f, to, assumed, map.At)
            : null;
    }

    private static decimal? Rate(YamlMap map, bool required)
    {
        if (map.Text("rate", required) is null)
        {
            return null;
        }

        if (map.Number("rate") is { } rate and >= 0 and < 1)
        {
            return rate;
        }

        map.Wrong("rate", "جزءاً من الواحد مثل 0.01 لواحد بالمئة", "a part of one, such as 0.01 for one per cent");
        return null;
    }

    private static string Percent(decimal rate) => $"{Number(rate * 100)} %";

    private static string Number(decimal number) => number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
