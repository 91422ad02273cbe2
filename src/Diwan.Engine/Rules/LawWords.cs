using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>Laws and their dates, in words.</summary>
public static class LawWords
{
    /// <summary>The name of a date that a law names.</summary>
    public static LocalizedText Of(LawDate date) => date switch
    {
        LawDate.Payment => new LocalizedText("يوم الدفع", "day of payment"),
        LawDate.Offence => new LocalizedText("يوم المخالفة", "day of the offence"),
        LawDate.FirstLicensing => new LocalizedText("يوم الترخيص الأول", "day of first licensing"),
        LawDate.ContributionMonth => new LocalizedText("شهر الاشتراك", "contribution month"),
        LawDate.TaxYear => new LocalizedText("السنة المستحقة", "year due"),
        _ => new LocalizedText("يوم الطلب", "day of application"),
    };

    /// <summary>An instrument by its name, with what the name leaves out: number, year, date, article.</summary>
    public static LocalizedText Of(ServiceDefinition definition, string instrument)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var name = definition.Texts.TryGet($"legal.{instrument}", out var words) ? words : LocalizedText.Same(instrument);
        if (definition.FindInstrument(instrument) is not { } known)
        {
            return name;
        }

        var (ar, en) = (name.Ar, name.En);
        if (known.Article is { } article && !en.Contains(article, StringComparison.Ordinal))
        {
            (ar, en) = ($"{ar}، المادة {article}", $"{en}, article {article}");
        }

        if (known.Number is { } number && !en.Contains(number, StringComparison.Ordinal))
        {
            (ar, en) = ($"{ar}، رقم {number}", $"{en}, no. {number}");
        }

        if (known.Date is { } date)
        {
            var day = ValueFormatter.Day(date);
            (ar, en) = ($"{ar}، بتاريخ {day.Ar}", $"{en}, of {day.En}");
        }

        return known.Assumed ? new LocalizedText($"{ar} (مفترض)", $"{en} (assumed)") : new LocalizedText(ar, en);
    }

    /// <summary>What a fee line rests on, and the date by which it was chosen.</summary>
    public static LocalizedText Of(ServiceDefinition definition, FeeLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var law = Of(definition, line.Instrument);
        if (line.On is not { } on || line.By is not { } by)
        {
            return law;
        }

        var (what, day) = (Of(by), by switch
        {
            LawDate.TaxYear => LocalizedText.Same(on.Year.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            LawDate.ContributionMonth => ValueFormatter.Month(on),
            _ => ValueFormatter.Day(on),
        });
        return new LocalizedText($"{law.Ar}؛ {what.Ar}: {day.Ar}", $"{law.En}; {what.En}: {day.En}");
    }
}
