using System.Text;

namespace Diwan.Feel.Tests.Fuzzing;

/// <summary>What is fuzzed. A target may not throw, whatever the bytes.</summary>
public static class FuzzTargets
{
    private static readonly FeelOptions Limits = new()
    {
        MaxSteps = 50_000,
        MaxListSize = 5_000,
        MaxStringLength = 20_000,
        MaxExpressionLength = 5_000,
        RegexTimeout = TimeSpan.FromMilliseconds(50),
        Now = new DateTimeOffset(2026, 2, 28, 12, 0, 0, TimeSpan.FromHours(3)),
    };

    private static readonly FeelContext Variables = new(
    [
        new("a", 7), new("list", FeelValue.List(3, 1, 2)), new("text", "abc مرحبا"), new("first name", "x"), new("day", FeelValue.Of(new DateOnly(2024, 2, 29))),
        new("person", FeelValue.Context([new("age", 30), new("name of mother", "y")])),
    ]);

    public static void Any(byte[] data)
    {
        if (data.Length == 0) return;
        var text = Encoding.UTF8.GetString(data, 1, data.Length - 1);
        switch (data[0] % 4)
        {
            case 0: Model(text); break;
            case 1: UnaryTests(text); break;
            default: Expression(text); break;
        }
    }

    public static void Expression(string text)
    {
        var parsed = FeelExpression.Parse(text, FeelScope.Open(Variables.Keys).WithProperties("age", "name of mother"), Limits);
        if (parsed.Expression is null)
        {
            if (parsed.Faults.Count == 0) throw new InvalidOperationException("Neither an expression nor a fault.");
            return;
        }
        var value = parsed.Expression.Evaluate(Variables, Limits).Value;
        RoundTrip(value);
    }

    public static void UnaryTests(string text)
    {
        if (FeelUnaryTests.Parse(text, FeelScope.Open(Variables.Keys), Limits).Tests is not { } tests) return;
        foreach (var value in Variables.Values) tests.Matches(value, Variables, Limits);
    }

    public static void Model(string text)
    {
        var read = DmnModel.Read(text.StartsWith("<d", StringComparison.Ordinal) ? text : Wrap(text), _ => null, Limits);
        if (read.Model is null) return;
        var options = new DmnOptions { Feel = Limits };
        foreach (var decision in read.Model.Decisions.Take(10)) read.Model.Evaluate(decision.Name, Variables, options);
        foreach (var service in read.Model.Services.Take(10)) read.Model.EvaluateService(service.Name, Variables, options);
    }

    private static string Wrap(string body) =>
        $"<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" namespace=\"n\" name=\"n\">{body}</definitions>";

    /// <summary>A value written as JSON reads back as the same value; functions excepted.</summary>
    private static void RoundTrip(FeelValue value)
    {
        _ = value.ToString();
        var json = value.ToJson();
        if (HasNoJson(value, 0)) return;
        if (FeelValue.FromJson(json) != value) throw new InvalidOperationException($"{value} is not {FeelValue.FromJson(json)}.");
    }

    private static bool HasNoJson(FeelValue value, int depth) => depth > 50 || value.Kind switch
    {
        FeelKind.Function => true,
        FeelKind.String => !IsWhole(value),
        FeelKind.List => value.AsList().Any(v => HasNoJson(v, depth + 1)),
        FeelKind.Context => value.AsContext().Any(e => HasNoJson(e.Value, depth + 1) || HasNoJson(e.Key, depth)),
        FeelKind.Range => value.TryGetRange(out var range) && (HasNoJson(range!.Start, depth + 1) || HasNoJson(range.End, depth + 1)),
        _ => false,
    };

    /// <summary>Half a surrogate pair cannot be written in UTF-8.</summary>
    private static bool IsWhole(FeelValue value)
    {
        value.TryGetString(out var text);
        return text.EnumerateRunes().All(r => r.Value != 0xFFFD);
    }
}
