using System.Globalization;
using System.Text.RegularExpressions;
using Diwan.Engine.Definitions.Reading;
using Diwan.Engine.Examples;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>
/// The tariff at every point of the worked examples: each example on its own day and on every day on which a charge begins or ends,
/// on every electronic channel the service is offered on, with the dearest commission the payer can meet.
/// </summary>
internal sealed partial class TariffChecker(ServiceDefinition definition, CheckInput input, FaultList faults)
{
    private const int DefaultBillDays = 7;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    internal void Check()
    {
        var days = ChargeDays();
        var priced = false;
        foreach (var example in definition.Examples)
        {
            TariffComparison comparison;
            EvaluationContext context;
            try
            {
                if (ExampleApplication.Of(definition, example) is not { Journey: { IsComplete: true, Refusals.Count: 0 } journey })
                {
                    continue;
                }

                context = journey.Context;
                comparison = RuleBook.CompareAll(definition, context, input.Surroundings.Commissions);
            }
            catch (InvalidOperationException e)
            {
                faults.Error(example.At, "fee-line", ($"المثال «{example.Name}»: {e.Message}", $"Example \"{example.Name}\": {e.Message}"), ("صحّح قرار fees.", "Correct the decision fees."));
                continue;
            }

            var lines = comparison.All.SelectMany(c => c.Statement.Lines).ToArray();
            if (lines.Length == 0)
            {
                continue;
            }

            priced = true;
            Cheaper(example, comparison, context.Today);
            foreach (var day in days.Where(d => d != context.Today))
            {
                OnAnotherDay(example, context, comparison, day);
            }

            foreach (var line in lines.DistinctBy(l => (l.Code, l.Instrument)))
            {
                Line(example, line);
            }

            Lasting(example, context, comparison);
            Parts(example, context);
        }

        if (priced && definition.Rounding is null)
        {
            faults.Error(new SourcePosition(input.Files.Shown("service.yaml"), 1, 1), "missing-rounding",
                ("الخدمة تتقاضى مالاً ولا تقول كيف يُقرَّب كسر الفلس.", "The service takes money and does not say how a fraction of a fils is rounded."),
                ("أضف rounding: halfAwayFromZero.", "Add rounding: halfAwayFromZero."));
        }
    }

    /// <summary>Cheaper online, on every electronic channel: charges and commission, not the debts.</summary>
    private void Cheaper(Example example, TariffComparison comparison, DateOnly day)
    {
        foreach (var price in comparison.NotCheaper)
        {
            var at = RowOf(price.Statement) ?? RowOf(comparison.Counter.Statement) ?? example.At;
            if (!_told.Add($"{at}/{price.Channel}"))
            {
                continue;
            }

            var (ar, en) = price.MostCommission > Money.Zero
                ? ($" منها عمولة دفع {price.MostCommission}", $", of which {price.MostCommission} is the commission of payment")
                : ("", "");
            faults.Error(at, "not-cheaper",
                ($"المثال «{example.Name}» ({example.At.File}:{example.At.Line}) يوم {Iso(day)}: أجور الخدمة على «{price.Channel.Code()}» {price.ForService}{ar}، وعند الشباك {comparison.Counter.ForService}.",
                    $"Example \"{example.Name}\" ({example.At.File}:{example.At.Line}) on {Iso(day)}: the service costs {price.ForService} on \"{price.Channel.Code()}\"{en}, and {comparison.Counter.ForService} at the counter."),
                ("يجب أن تقل كلفة الخدمة إلكترونياً عنها عند الشباك: خفّض سطر charge الإلكتروني أو اجعل المؤسسة تتحمل العمولة، أو ارفع رسم الشباك بسنده.",
                    "It must be lower electronically than at the counter: lower the electronic charge, let the institution bear the commission, or raise the counter charge with its instrument."));
        }
    }

    private void OnAnotherDay(Example example, EvaluationContext context, TariffComparison own, DateOnly day)
    {
        TariffComparison comparison;
        try
        {
            comparison = RuleBook.CompareAll(definition, Moved(context, day), input.Surroundings.Commissions);
        }
        catch (InvalidOperationException)
        {
            // What the registers held that day nobody knows; only charges that can be told are compared.
            return;
        }

        if (comparison.Counter.Charges.IsZero && comparison.Electronic.All(e => e.Charges.IsZero) && !own.Counter.Charges.IsZero)
        {
            var at = RowOf(own.Counter.Statement) ?? example.At;
            if (_told.Add($"gap/{at}"))
            {
                faults.Error(at, "charge-gap",
                    ($"لا رسم للخدمة يوم {Iso(day)}، وهو رسم يتقاضاه المثال «{example.Name}» يوم {Iso(context.Today)}.", $"No charge is set for {Iso(day)}, though example \"{example.Name}\" is charged on {Iso(context.Today)}."),
                    ("مدّ تواريخ السطر أو أضف سطراً لذلك اليوم، أو أنهِ نفاذ الخدمة قبله بـ effective.to.", "Extend the row's dates, add a row for that day, or end the service before it with effective.to."));
            }

            return;
        }

        Cheaper(example, comparison, day);
    }

    /// <summary>A part that may be paid is an amount above zero.</summary>
    private void Parts(Example example, EvaluationContext context)
    {
        try
        {
            _ = RuleBook.LeastPart(definition, context);
        }
        catch (InvalidOperationException e)
        {
            faults.Error(example.At, "least-part", ($"المثال «{example.Name}»: {e.Message}", $"Example \"{example.Name}\": {e.Message}"),
                ("ليُعد القرار leastPart مبلغاً بالدينار أكبر من صفر، أو null إن كانت الفاتورة تُدفع كاملة.", "Let the decision leastPart return an amount in dinars above zero, or null where the bill is paid whole."));
        }
    }

    /// <summary>What depends on the day of payment must still hold on the last day of the bill.</summary>
    private void Lasting(Example example, EvaluationContext context, TariffComparison comparison)
    {
        var now = comparison.Electronic[0].Statement;
        if (definition.Instruments.All(i => i.By != LawDate.Payment))
        {
            return;
        }

        var last = RuleBook.BillExpires(definition, context) ?? context.Today.AddDays(DefaultBillDays);
        var channel = comparison.Electronic[0].Channel;
        FeeStatement then;
        try
        {
            then = RuleBook.Fees(definition, Moved(context, last).On(channel));
        }
        catch (InvalidOperationException e)
        {
            faults.Error(example.At, "fee-line", ($"المثال «{example.Name}» يوم {Iso(last)}: {e.Message}", $"Example \"{example.Name}\" on {Iso(last)}: {e.Message}"), ("صحّح قرار fees.", "Correct the decision fees."));
            return;
        }

        var (a, b) = (OfPayment(now), OfPayment(then));
        if (a.Keys.Union(b.Keys).FirstOrDefault(k => a.GetValueOrDefault(k) != b.GetValueOrDefault(k)) is { } code)
        {
            faults.Error(example.At, "bill-outlives-price",
                ($"المثال «{example.Name}»: السطر «{code}» يتبع يوم الدفع؛ هو {a.GetValueOrDefault(code)} اليوم و{b.GetValueOrDefault(code)} في آخر يوم للفاتورة {Iso(last)}.",
                    $"Example \"{example.Name}\": line \"{code}\" follows the day of payment; it is {a.GetValueOrDefault(code)} today and {b.GetValueOrDefault(code)} on the bill's last day, {Iso(last)}."),
                ("اجعل billExpires لا يتجاوز آخر يوم يبقى فيه المبلغ.", "Let billExpires not pass the last day on which the amount holds."));
        }
    }

    private static Dictionary<string, Money> OfPayment(FeeStatement statement) =>
        statement.Lines.Where(l => l.By == LawDate.Payment).GroupBy(l => l.Code).ToDictionary(g => g.Key, g => g.Sum(l => l.Amount), StringComparer.Ordinal);

    private void Line(Example example, FeeLine line)
    {
        if (definition.FindInstrument(line.Instrument) is not { } instrument)
        {
            faults.Error(example.At, "unknown-word",
                ($"المثال «{example.Name}»: «{line.Instrument}» غير معروف.", $"Example \"{example.Name}\": \"{line.Instrument}\" is not known."),
                Nearest.Remedy(line.Instrument, [.. definition.Instruments.Select(i => i.Id)]));
        }
        else if (line.On is not { } on)
        {
            Once(RowOf(line) ?? RulesFile, $"law-date/{line.Code}/{instrument.Id}", "law-date",
                ($"السند «{instrument.Id}» يُختار بـ{LawWords.Of(instrument.By).Ar}، والسطر «{line.Code}» لا يعطيه (المثال «{example.Name}»).",
                    $"The instrument \"{instrument.Id}\" is chosen by the {LawWords.Of(instrument.By).En}, which line \"{line.Code}\" does not give (example \"{example.Name}\")."),
                ("أضف إلى السطر on: وهو ذلك التاريخ.", "Add to the line on: with that date."));
        }
        else if (!instrument.InForceOn(on))
        {
            Once(RowOf(line) ?? instrument.At, $"force/{line.Code}/{instrument.Id}", "instrument-not-in-force",
                ($"المثال «{example.Name}»: السطر «{line.Code}» يستند إلى «{instrument.Id}» وليس نافذاً يوم {Iso(on)} ({LawWords.Of(instrument.By).Ar}).",
                    $"Example \"{example.Name}\": line \"{line.Code}\" rests on \"{instrument.Id}\", which is not in force on {Iso(on)} ({LawWords.Of(instrument.By).En})."),
                ("سمِّ السند النافذ في ذلك التاريخ، أو صحّح from وto في service.yaml، أو قل بـ by أيّ تاريخ يسمّيه السند.", "Name the instrument in force on that date, correct its from and to in service.yaml, or say with by which date it names."));
        }

        if (line.Kind == FeeKind.Discount ? line.Amount > Money.Zero : line.Amount < Money.Zero)
        {
            faults.Error(example.At, "fee-sign",
                ($"المثال «{example.Name}»: مبلغ السطر «{line.Code}» {line.Amount} لا يوافق نوعه.", $"Example \"{example.Name}\": line \"{line.Code}\" of {line.Amount} has the wrong sign for its kind."),
                ("الخصم سالب، وسواه موجب.", "A discount is negative, anything else is not."));
        }

        foreach (var text in new[] { line.Why.Ar, line.Why.En, line.Label.Ar, line.Label.En })
        {
            foreach (var name in Texts.Placeholders(text))
            {
                faults.Error(example.At, "unknown-placeholder",
                    ($"شرح السطر «{line.Code}» يذكر {{{name}}} ولا قيمة له في القواعد.", $"The explanation of line \"{line.Code}\" names {{{name}}}, which the rules do not give."),
                    Nearest.Remedy(name, [.. line.Values.Keys]));
            }
        }
    }

    private SourcePosition RulesFile => new(input.Files.Shown("rules.dmn"), 0, 0);

    private void Once(SourcePosition at, string key, string code, (string Ar, string En) what, (string Ar, string En) remedy)
    {
        if (_told.Add(key))
        {
            faults.Error(at, code, what, remedy);
        }
    }

    /// <summary>The same application on another day, at noon.</summary>
    private EvaluationContext Moved(EvaluationContext context, DateOnly day) =>
        EvaluationContext.Create(definition, context.Applicant, context.Channel, context.Answers, context.Facts, NationalCalendar.At(day, new TimeOnly(12, 0)));

    /// <summary>Days on which a charge begins or ends, the day before and the day after, while the service is in force.</summary>
    private DateOnly[] ChargeDays()
    {
        var days = new SortedSet<DateOnly>();
        foreach (var (_, table, _) in RuleCodes.FeeTables(definition))
        {
            var kind = RuleCodes.Column(table, "kind");
            if (kind < 0 || !table.Rules.Any(r => RuleCodes.Literals(r.OutputEntries[kind]).Contains("charge")))
            {
                continue;
            }

            for (var i = 0; i < table.Inputs.Count; i++)
            {
                if (!table.Inputs[i].Expression.Contains("today", StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (Match match in table.Rules.SelectMany(r => DateLiteral().Matches(r.InputEntries[i])))
                {
                    if (DateOnly.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    {
                        days.UnionWith([day.AddDays(-1), day, day.AddDays(1)]);
                    }
                }
            }
        }

        return [.. days.Where(definition.IsEffectiveOn)];
    }

    /// <summary>Where the charge of a statement is written.</summary>
    private SourcePosition? RowOf(FeeStatement statement) =>
        statement.Lines.Where(l => l.Kind == FeeKind.Charge).Select(RowOf).FirstOrDefault(r => r is not null);

    private SourcePosition? RowOf(FeeLine line) =>
        line.Rules.Select(r => Tables().SelectMany(t => t.Rules).FirstOrDefault(x => x.Id == r.Rule)).FirstOrDefault(x => x is not null) is { } rule
            ? new SourcePosition(input.Files.Shown("rules.dmn"), rule.Line, 0)
            : null;

    private IEnumerable<DmnDecisionTable> Tables() =>
        definition.Rules.Decisions.Select(d => d.Table).Concat(definition.Rules.Knowledge.Select(k => k.Table)).OfType<DmnDecisionTable>();

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex("date\\(\\s*\"(\\d{4}-\\d{2}-\\d{2})\"\\s*\\)", RegexOptions.CultureInvariant)]
    private static partial Regex DateLiteral();
}
