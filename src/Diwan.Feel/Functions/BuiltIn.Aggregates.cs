namespace Diwan.Feel;

/// <summary>What one value says of a whole list.</summary>
internal sealed partial class BuiltIn
{
    private static FeelValue Extreme(in Call c, int direction)
    {
        var items = c[0].Items;
        if (items.Length == 0) return c.Fail("An empty list has no least and no greatest item.");
        var best = items[0];
        if (FeelCompare.Order(best, best) is null) return c.Fail($"{best.Kind} has no order.");
        foreach (var item in items.AsSpan(1))
        {
            if (FeelCompare.Order(item, best) is not { } order) return c.Fail($"{item.Kind} and {best.Kind} have no order.");
            if (order * direction > 0) best = item;
        }
        return best;
    }

    private static FeelNumber[]? AllNumbers(in Call c, string name)
    {
        var items = c[0].Items;
        c.State.Charge(items.Length);
        var numbers = new FeelNumber[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (!items[i].TryGetNumber(out numbers[i]))
            {
                c.Fail($"{name} needs numbers; one item is a {items[i].Kind}.");
                return null;
            }
        }
        if (numbers.Length > 0) return numbers;
        c.Fail($"{name} of an empty list.");
        return null;
    }

    private static FeelValue Sum(in Call c)
    {
        var items = c[0].Items;
        if (items.Length > 0 && items[0].Kind is FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration)
        {
            var total = items[0];
            foreach (var item in items.AsSpan(1)) total = Operators.Apply(ArithmeticOp.Add, total, item, c.State, c.At);
            return total;
        }
        if (AllNumbers(c, "sum") is not { } numbers) return FeelValue.Null;
        return Result(c, Total(numbers));
    }

    private static FeelNumber Total(FeelNumber[] numbers)
    {
        FeelNumber sum = 0;
        foreach (var number in numbers) sum += number;
        return sum;
    }

    private static FeelValue Product(in Call c)
    {
        if (AllNumbers(c, "product") is not { } numbers) return FeelValue.Null;
        FeelNumber product = 1;
        foreach (var number in numbers) product *= number;
        return Result(c, product);
    }

    private static FeelValue Mean(in Call c)
    {
        if (AllNumbers(c, "mean") is not { } numbers) return FeelValue.Null;
        return Result(c, Total(numbers) / numbers.Length);
    }

    private static FeelValue Median(in Call c)
    {
        if (AllNumbers(c, "median") is not { } numbers) return FeelValue.Null;
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return Result(c, numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2);
    }

    private static FeelValue Deviation(in Call c)
    {
        if (AllNumbers(c, "stddev") is not { } numbers) return FeelValue.Null;
        if (numbers.Length < 2) return c.Fail("stddev needs at least two numbers.");
        c.State.Charge(numbers.Length);
        var mean = Total(numbers) / numbers.Length;
        FeelNumber squares = 0;
        foreach (var number in numbers) squares += (number - mean) * (number - mean);
        return Result(c, FeelMath.Sqrt(squares / (numbers.Length - 1)));
    }

    private static FeelValue Mode(in Call c)
    {
        if (c[0].Items.Length == 0) return c[0];
        if (AllNumbers(c, "mode") is not { } numbers) return FeelValue.Null;
        var groups = numbers.GroupBy(n => n).ToList();
        var most = groups.Max(g => g.Count());
        return FeelValue.List(groups.Where(g => g.Count() == most).Select(g => g.Key).Order().Select(FeelValue.Of));
    }

    /// <summary>all and any: an item that is not a boolean leaves the answer open unless another decides it.</summary>
    private static FeelValue Quantify(in Call c, bool all)
    {
        var unknown = false;
        foreach (var item in c[0].Items)
        {
            if (item.Kind == FeelKind.Boolean)
            {
                if (item.Boolean != all) return !all;
            }
            else unknown = true;
        }
        return unknown ? c.Fail("Not every item is a boolean.") : all;
    }
}
