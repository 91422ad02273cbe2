namespace Diwan.Bpmn;

/// <summary>
/// Tells a token that comes round a loop without a pause from two tokens on one flow:
/// the one was brought there by its own earlier passage, the other was not.
/// </summary>
internal sealed class FlowTrace
{
    private readonly List<(SequenceFlow Flow, string? Scope, int Cause)> _taken = [];
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);

    /// <summary>The flow found with two tokens at once; null when all went well.</summary>
    internal SequenceFlow? Doubled { get; private set; }

    /// <summary>Whether a token came round to a flow it had taken.</summary>
    internal bool Looped { get; private set; }

    internal IEnumerable<(SequenceFlow Flow, string? Scope)> Taken => _taken.Select(t => (t.Flow, t.Scope));

    /// <returns>False when the flow was taken before in the same step.</returns>
    internal bool Take(SequenceFlow flow, string? scope, int cause, out int id)
    {
        id = _taken.Count;
        for (var i = 0; i < _taken.Count; i++)
        {
            if (_taken[i].Flow != flow || _taken[i].Scope != scope)
                continue;
            if (IsCause(i, cause))
                Looped = true;
            else
                Doubled = flow;
            return false;
        }

        _taken.Add((flow, scope, cause));
        return true;
    }

    internal void Wait(string token, int cause) => _waiting[token] = cause;

    internal int CauseOf(string token) => _waiting.GetValueOrDefault(token, -1);

    private bool IsCause(int earlier, int later)
    {
        while (later > earlier)
            later = _taken[later].Cause;
        return later == earlier;
    }
}

/// <summary>Answers every question in every way, one way a run: an odometer over the choices met.</summary>
internal sealed class EveryAnswer : IBpmnExpressions
{
    private static readonly DateTimeOffset Sometime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<bool> _choices = [];
    private int _asked;

    internal void Begin() => _asked = 0;

    /// <summary>Turns to the next combination; false when all were tried.</summary>
    internal bool Turn()
    {
        _choices.RemoveRange(_asked, _choices.Count - _asked);
        while (_choices.Count > 0 && !_choices[^1])
            _choices.RemoveAt(_choices.Count - 1);
        if (_choices.Count == 0)
            return false;
        _choices[^1] = false;
        return true;
    }

    public bool? Condition(BpmnExpression expression, in BpmnScope scope) => Next();

    /// <summary>Two instances stand for many; none is possible too.</summary>
    public int? Count(BpmnExpression expression, in BpmnScope scope) => Next() ? 2 : 0;

    public string? Text(BpmnExpression expression, in BpmnScope scope) => "P1D";

    public DateTimeOffset? Due(TimerDefinition timer, DateTimeOffset now) => Sometime;

    private bool Next()
    {
        if (_asked == _choices.Count)
            _choices.Add(true);
        return _choices[_asked++];
    }
}
