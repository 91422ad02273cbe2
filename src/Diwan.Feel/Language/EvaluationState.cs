using System.Runtime.CompilerServices;

namespace Diwan.Feel;

/// <summary>A limit was met; caught where evaluation begins, never seen outside.</summary>
internal sealed class FeelLimitException(string message) : Exception(message);

/// <summary>What one evaluation carries along: its options, its account of work, its issues.</summary>
internal sealed class EvaluationState(FeelOptions options)
{
    private List<FeelIssue>? _issues;
    private long _steps;
    private int _depth;
    private int _muted;
    private int _overflow;

    public FeelOptions Options { get; } = options;

    /// <summary>What is being evaluated, for issues: a decision, a cell of a table.</summary>
    public string? Where { get; set; }

    /// <summary>Set when an explanation is wanted.</summary>
    public DmnExplanation? Trace { get; set; }

    public IReadOnlyList<FeelIssue> Issues
    {
        get
        {
            if (_issues is null) return [];
            if (_overflow > 0) _issues.Add(new FeelIssue(FeelIssueKind.Limit, $"{_overflow} more issues are not listed.", null, 0, 0));
            _overflow = 0;
            return _issues;
        }
    }

    public FeelValue Fail(SourcePosition at, string message, FeelIssueKind kind = FeelIssueKind.Null)
    {
        if (_muted > 0) return FeelValue.Null;
        _issues ??= [];
        if (_issues.Count < Options.MaxIssues) _issues.Add(new FeelIssue(kind, message, Where, at.Line, at.Column));
        else _overflow++;
        return FeelValue.Null;
    }

    /// <summary>As <see cref="Fail(SourcePosition, string, FeelIssueKind)"/>, formatting only what will be kept.</summary>
    public FeelValue Fail(SourcePosition at, [InterpolatedStringHandlerArgument("")] ref IssueText message, FeelIssueKind kind = FeelIssueKind.Null)
    {
        if (message.Wanted) return Fail(at, message.Text(), kind);
        if (_muted == 0) _overflow++;
        return FeelValue.Null;
    }

    internal bool WantsIssues => _muted == 0 && (_issues is null || _issues.Count < Options.MaxIssues);

    public void Mute() => _muted++;
    public void Unmute() => _muted--;

    public void Charge(long work)
    {
        _steps += work;
        if (_steps > Options.MaxSteps) throw new FeelLimitException($"The evaluation needs more than {Options.MaxSteps} steps (MaxSteps).");
    }

    public void ChargeList(long items)
    {
        if (items > Options.MaxListSize) throw new FeelLimitException($"A list would have {items} items, more than {Options.MaxListSize} (MaxListSize).");
        Charge(items);
    }

    public void ChargeText(long length)
    {
        if (length > Options.MaxStringLength) throw new FeelLimitException($"A string would have {length} characters, more than {Options.MaxStringLength} (MaxStringLength).");
        Charge(1 + length / 16);
    }

    public void Enter()
    {
        Charge(3);
        if (++_depth > Options.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FeelLimitException($"Functions call one another more than {Math.Min(_depth - 1, Options.MaxDepth)} deep (MaxDepth).");
    }

    public void Leave() => _depth--;
}

/// <summary>An interpolated message that is not formatted when nobody will read it.</summary>
[InterpolatedStringHandler]
internal ref struct IssueText
{
    private DefaultInterpolatedStringHandler _inner;

    public IssueText(int literalLength, int formattedCount, EvaluationState state, out bool wanted)
    {
        wanted = Wanted = state.WantsIssues;
        _inner = wanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public bool Wanted { get; }
    public void AppendLiteral(string text) => _inner.AppendLiteral(text);
    public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);
    public string Text() => _inner.ToStringAndClear();
}

/// <summary>The variables of one activation; functions see the frames around them.</summary>
internal sealed class Frame(FeelValue[] slots, Frame? parent, EvaluationState state)
{
    public readonly FeelValue[] Slots = slots;
    public readonly Frame? Parent = parent;
    public readonly EvaluationState State = state;
}
