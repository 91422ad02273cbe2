using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>The decisions of a service's rules.dmn, asked in a context.</summary>
public static class RuleBook
{
    internal const string EligibilityDecision = "eligibility";
    internal const string FeesDecision = "fees";
    internal const string RouteDecision = "route";
    internal const string BillExpiresDecision = "billExpires";
    internal const string LeastPartDecision = "leastPart";

    /// <summary>Whether the person may have the service, as far as is known.</summary>
    public static EligibilityResult Eligibility(ServiceDefinition definition, EvaluationContext context)
    {
        var result = Evaluate(definition, EligibilityDecision, context, explain: true);
        if (result is null || result.Value.AsList() is not { Count: > 0 } codes)
        {
            return EligibilityResult.Eligible;
        }

        var reasons = new List<RefusalReason>();
        foreach (var entry in codes)
        {
            var code = EvaluationContext.Text(entry.Kind == FeelKind.Context ? entry["code"] : entry);
            if (code is not null && reasons.TrueForAll(r => r.Code != code))
            {
                reasons.Add(new RefusalReason(
                    code,
                    Words(definition, $"refusal.{code}.why", code),
                    Words(definition, $"refusal.{code}.remedy", code),
                    FiredWith(result.Explanation, code)));
            }
        }

        return new EligibilityResult(reasons);
    }

    /// <summary>What is to be paid, line by line, each with its reason.</summary>
    /// <exception cref="InvalidOperationException">The rules gave a line without a code, kind, amount or instrument. The checker finds this in every worked example.</exception>
    public static FeeStatement Fees(ServiceDefinition definition, EvaluationContext context)
    {
        var result = Evaluate(definition, FeesDecision, context, explain: true);
        if (result is null)
        {
            return FeeStatement.Nothing;
        }

        var entries = new List<FeelValue>();
        Flatten(result.Value, entries);
        var own = result.Explanation.Tables.Where(t => t.Owner == FeesDecision).SelectMany(t => t.Fired.Select(f => Rule(t, f))).ToArray();
        var lines = new List<FeeLine>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var rules = own.Length == entries.Count ? [own[i]] : FiredWith(result.Explanation, EvaluationContext.Text(entries[i]["line"]) ?? "");
            lines.Add(Line(definition, entries[i], rules, context.Today));
        }

        return new FeeStatement(lines);
    }

    /// <summary>The amounts alone, without words and without the rules that fired: for reckoning very many.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="Fees"/>.</exception>
    public static IReadOnlyList<FeeAmount> Amounts(ServiceDefinition definition, EvaluationContext context)
    {
        if (Evaluate(definition, FeesDecision, context, explain: false) is not { } result)
        {
            return [];
        }

        var entries = new List<FeelValue>();
        Flatten(result.Value, entries);
        var amounts = new FeeAmount[entries.Count];
        for (var i = 0; i < amounts.Length; i++)
        {
            var (code, kind, amount, _) = Core(definition, entries[i]);
            amounts[i] = new FeeAmount(code, kind, amount);
        }

        return amounts;
    }

    /// <summary>The same application electronically and at the counter.</summary>
    public static ChannelComparison CompareChannels(ServiceDefinition definition, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(context);
        var electronic = context.Channel.IsElectronic() ? context : context.On(Electronic(definition));
        var counter = context.Channel == Channel.Counter ? context : context.On(Channel.Counter);
        return new ChannelComparison(Fees(definition, electronic), Fees(definition, counter));
    }

    /// <summary>The same application on every channel the service is offered on, and at the counter, with the commissions of payment.</summary>
    public static TariffComparison CompareAll(ServiceDefinition definition, EvaluationContext context, CommissionTariff commissions)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(commissions);
        var electronic = definition.Channels.Where(c => c.IsElectronic()).ToArray();
        return new TariffComparison(
            Price(Channel.Counter),
            [.. (electronic.Length == 0 ? [Electronic(definition)] : electronic).Select(Price)]);

        ChannelPrice Price(Channel channel)
        {
            var statement = Fees(definition, context.Channel == channel ? context : context.On(channel));
            return new ChannelPrice(channel, statement, commissions.Of(definition.Id, channel, context.Today, statement.Total));
        }
    }

    /// <summary>The route the process will take; null when the rules have none or cannot tell yet.</summary>
    public static string? Route(ServiceDefinition definition, EvaluationContext context) =>
        Evaluate(definition, RouteDecision, context, explain: false) is { } result && result.Value.TryGetString(out var route) ? route : null;

    /// <summary>The last day on which the bill can be paid; null when the rules leave it to the platform.</summary>
    public static DateOnly? BillExpires(ServiceDefinition definition, EvaluationContext context) =>
        Evaluate(definition, BillExpiresDecision, context, explain: false) is not { } result ? null
        : result.Value.TryGetDate(out DateOnly day) ? day
        : FeelJson.Moment(result.Value) is { } moment ? NationalCalendar.DateAt(moment)
        : null;

    /// <summary>The least that may be paid of the bill at once; null when it is paid whole, as every bill is whose rules say nothing of it.</summary>
    /// <exception cref="InvalidOperationException">The decision gave something that is no amount above zero, or nothing because what it gave is of another type.</exception>
    public static Money? LeastPart(ServiceDefinition definition, EvaluationContext context)
    {
        if (Evaluate(definition, LeastPartDecision, context, explain: false) is not { } result)
        {
            return null;
        }

        var value = result.Value;
        if (value.Kind == FeelKind.Null)
        {
            // Null that was meant is no fault. Null in place of a text or a date is: every part would be refused, and nobody told why.
            return result.Issues.FirstOrDefault(i => i.Kind != FeelIssueKind.Null && i.Where == LeastPartDecision) is { } issue
                ? throw new InvalidOperationException($"The decision {LeastPartDecision} of {definition.Id} {definition.Version} gave no amount: {issue.Message}")
                : null;
        }

        return value.TryGetDecimal(out var dinars) && Money.FromDinars(dinars) is var least && least > Money.Zero
            ? least
            : throw new InvalidOperationException($"The decision {LeastPartDecision} of {definition.Id} {definition.Version} gave {value}, which is no amount above zero.");
    }

    /// <summary>Any decision, for a business rule task.</summary>
    public static JsonNode? Decide(ServiceDefinition definition, string decision, EvaluationContext context) =>
        Evaluate(definition, decision, context, explain: false) is { } result ? FeelJson.Of(result.Value) : null;

    internal static DmnResult? Evaluate(ServiceDefinition definition, string decision, EvaluationContext context, bool explain)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(context);
        return definition.HasDecision(decision)
            ? definition.Rules.Evaluate(decision, context.Variables, new DmnOptions { Feel = context.Options, Explain = explain })
            : null;
    }

    private static Channel Electronic(ServiceDefinition definition) =>
        definition.Channels.Contains(Channel.Portal) ? Channel.Portal : definition.Channels.Where(c => c.IsElectronic()).DefaultIfEmpty(Channel.Portal).First();

    private static FeeLine Line(ServiceDefinition definition, FeelValue entry, IReadOnlyList<FiredRule> rules, DateOnly today)
    {
        var (code, kind, amount, instrument) = Core(definition, entry);
        var values = Values(entry, amount);
        var by = definition.FindInstrument(instrument)?.By;
        var on = by is LawDate.Application or LawDate.Payment ? today : entry["on"].TryGetDate(out DateOnly day) ? day : (DateOnly?)null;
        return new FeeLine(code, kind, amount, instrument, Filled($"fee.{code}.label"), Filled($"fee.{code}.why"), values, rules, by, on);

        LocalizedText Filled(string key)
        {
            return definition.Texts.TryGet(key, out var text) ? new LocalizedText(In(text.Ar, Language.Arabic), In(text.En, Language.English)) : LocalizedText.Same(code);

            // A text that is written and empty says nothing; a value that is not there is told by a dash.
            string In(string template, Language language) => Texts.Fill(
                template,
                name => entry[name].TryGetString(out var given) && given.Length == 0 ? "" : values.TryGetValue(name, out var value) ? value.In(language) : null);
        }
    }

    private static (string Code, FeeKind Kind, Money Amount, string Instrument) Core(ServiceDefinition definition, FeelValue entry)
    {
        var code = EvaluationContext.Text(entry["line"]) ?? throw Broken(definition, "a line without a code");
        FeeKind kind = EvaluationContext.Text(entry["kind"]) switch
        {
            "charge" => FeeKind.Charge,
            "debt" => FeeKind.Debt,
            "discount" => FeeKind.Discount,
            var other => throw Broken(definition, $"line {code} of kind \"{other}\""),
        };
        if (!entry["amount"].TryGetDecimal(out var dinars))
        {
            throw Broken(definition, $"line {code} without an amount");
        }

        var instrument = EvaluationContext.Text(entry["instrument"]) ?? throw Broken(definition, $"line {code} without an instrument");
        return (code, kind, Money.FromDinars(dinars), instrument);
    }

    /// <summary>The values an explanation may name, written for a person. A pair <c>xAr</c>, <c>xEn</c> also goes by <c>x</c>.</summary>
    private static Dictionary<string, LocalizedText> Values(FeelValue entry, Money amount)
    {
        var values = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        var context = entry.AsContext();
        foreach (var (name, value) in context)
        {
            if (name is "line" or "kind" or "instrument" or "on")
            {
                continue;
            }

            values[name] = name == "amount" ? LocalizedText.Same(amount.ToString()) : ValueFormatter.Plain(value, FormatOf(name));
        }

        foreach (var name in values.Keys.Where(n => n.EndsWith("Ar", StringComparison.Ordinal)).ToArray())
        {
            var bare = name[..^2];
            if (values.TryGetValue(bare + "En", out var english))
            {
                values.TryAdd(bare, new LocalizedText(values[name].Ar, english.En));
            }
        }

        return values;
    }

    private static ValueFormatKind? FormatOf(string name) =>
        name.EndsWith("rate", StringComparison.OrdinalIgnoreCase) ? ValueFormatKind.Percent
        : name.EndsWith("month", StringComparison.OrdinalIgnoreCase) ? ValueFormatKind.Month
        : null;

    private static InvalidOperationException Broken(ServiceDefinition definition, string what) =>
        new($"The fee rules of {definition.Id} {definition.Version} gave {what}.");

    private static void Flatten(FeelValue value, List<FeelValue> into)
    {
        if (value.Kind == FeelKind.Context)
        {
            into.Add(value);
            return;
        }

        if (value.Kind == FeelKind.List)
        {
            foreach (var item in value.AsList())
            {
                Flatten(item, into);
            }
        }
    }

    /// <summary>The rules that put out a code, in whatever table they stand.</summary>
    private static FiredRule[] FiredWith(DmnExplanation explanation, string code) =>
    [
        .. explanation.Tables
            .SelectMany(t => t.Fired
                .Where(f => f.Outputs.Any(o => o.TryGetString(out var text) && text == code))
                .Select(f => Rule(t, f)))
            .DistinctBy(r => (r.Decision, r.Rule)),
    ];

    private static FiredRule Rule(DmnTableTrace table, DmnFiredRule fired)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < table.Table.AnnotationNames.Count && i < fired.Annotations.Count; i++)
        {
            annotations[table.Table.AnnotationNames[i]] = fired.Annotations[i];
        }

        return new FiredRule(table.Owner, fired.Id, fired.Index, annotations);
    }

    private static LocalizedText Words(ServiceDefinition definition, string key, string code) =>
        definition.Texts.TryGet(key, out var text) ? text : LocalizedText.Same(code);
}
