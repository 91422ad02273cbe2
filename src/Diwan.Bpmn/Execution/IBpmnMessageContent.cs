namespace Diwan.Bpmn;

/// <summary>What is in a message that has come, for those who let the process tell whether it is theirs.</summary>
public interface IBpmnMessageContent
{
    /// <summary>What a message path stands for in this message, as text; null when it is not there.</summary>
    string? Text(BpmnExpression messagePath);
}
