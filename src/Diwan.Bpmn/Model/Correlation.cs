namespace Diwan.Bpmn;

/// <summary>
/// Which messages are for a run: those whose properties, read from the message, say what the run's own data say (BPMN 2.0.2, 8.4.2,
/// context-based correlation).
/// </summary>
public sealed record CorrelationSubscription(string Id, IReadOnlyList<CorrelationProperty> Properties)
{
    /// <summary>Whether the subscription says anything about a message: each of its properties can be read from it.</summary>
    internal bool Concerns(BpmnMessage message) => Properties.Count > 0 && Properties.All(p => p.MessagePaths.ContainsKey(message.Id));
}

/// <param name="DataPath">What the run's own data say.</param>
/// <param name="MessagePaths">How the property is read from a message, by the message's id.</param>
public sealed record CorrelationProperty(string Id, BpmnExpression DataPath, IReadOnlyDictionary<string, BpmnExpression> MessagePaths);
