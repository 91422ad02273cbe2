using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Collects what is wrong, so that everything is reported at once.</summary>
internal sealed class FaultList
{
    private readonly List<DefinitionFault> _faults = [];

    internal int Count => _faults.Count;

    internal bool HasErrors => _faults.Exists(f => f.Severity == FaultSeverity.Error);

    internal bool HasErrorsSince(int count) => _faults.Skip(count).Any(f => f.Severity == FaultSeverity.Error);

    internal void Error(SourcePosition at, string code, (string Ar, string En) message, (string Ar, string En) remedy) =>
        Add(at, code, message, remedy, FaultSeverity.Error);

    internal void Warning(SourcePosition at, string code, (string Ar, string En) message, (string Ar, string En) remedy) =>
        Add(at, code, message, remedy, FaultSeverity.Warning);

    internal void Add(SourcePosition at, string code, (string Ar, string En) message, (string Ar, string En) remedy, FaultSeverity severity) =>
        _faults.Add(new DefinitionFault(
            at.File, at.Line, at.Column, code,
            new LocalizedText(message.Ar, message.En), new LocalizedText(remedy.Ar, remedy.En), severity));

    internal void AddRange(IEnumerable<DefinitionFault> faults) => _faults.AddRange(faults);

    internal IReadOnlyList<DefinitionFault> Sorted() =>
    [
        .. _faults.Distinct()
            .OrderBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line)
            .ThenBy(f => f.Column)
            .ThenBy(f => f.Code, StringComparer.Ordinal)
            .ThenBy(f => f.Message.En, StringComparer.Ordinal),
    ];
}

/// <summary>Which known word someone may have meant.</summary>
internal static class Nearest
{
    /// <summary>The closest of the known words when it is close enough to be a slip; otherwise null.</summary>
    internal static string? To(string word, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var distance = string.Equals(word, candidate, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(word, candidate);
            if (distance < least)
            {
                (least, best) = (distance, candidate);
            }
        }

        return best;
    }

    /// <summary>"Did you mean x?", or the words that may stand there.</summary>
    internal static (string Ar, string En) Remedy(string word, IReadOnlyCollection<string> known)
    {
        if (To(word, known) is { } near)
        {
            return ($"هل قصدت «{near}»؟", $"Did you mean \"{near}\"?");
        }

        if (known.Count == 0)
        {
            return ("احذفه.", "Remove it.");
        }

        var list = string.Join(", ", known.Order(StringComparer.Ordinal).Take(40));
        return ($"المتاح هنا: {list}.", $"What may stand here: {list}.");
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
