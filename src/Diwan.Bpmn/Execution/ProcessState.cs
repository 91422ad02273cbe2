using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Bpmn;

[JsonConverter(typeof(JsonStringEnumConverter<BpmnTokenKind>))]
public enum BpmnTokenKind
{
    /// <summary>A task that waits to be completed by the caller. Its id is the activity instance's id.</summary>
    Activity,

    /// <summary>A message catch event or receive task that waits for its message.</summary>
    Message,

    /// <summary>A timer catch event.</summary>
    Timer,

    /// <summary>An event-based gateway that waits for the first of its events.</summary>
    EventGateway,

    /// <summary>A token that has come to a parallel or inclusive join and waits for the others.</summary>
    Joining,

    /// <summary>A sub-process at work; the tokens inside name it as their scope.</summary>
    SubProcess,

    /// <summary>A multi-instance activity at work; its instances name it as their scope.</summary>
    MultiInstance,
}

/// <summary>One token, or the container of tokens, at rest. Immutable.</summary>
public sealed record BpmnToken
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("at")]
    public required string Node { get; init; }

    [JsonPropertyName("is")]
    public BpmnTokenKind Kind { get; init; }

    /// <summary>The token of the sub-process or multi-instance activity it lives in; null at the top.</summary>
    [JsonPropertyName("in")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    /// <summary>For a joining token, the flow it came by.</summary>
    [JsonPropertyName("by")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Flow { get; init; }

    /// <summary>For an instance of a multi-instance activity: which one, from 0.</summary>
    [JsonPropertyName("n")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Index { get; init; }

    /// <summary>For a multi-instance activity: how many in all, how many begun and how many done.</summary>
    [JsonPropertyName("of")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Total { get; init; }

    [JsonPropertyName("begun")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Begun { get; init; }

    [JsonPropertyName("done")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Done { get; init; }
}

/// <summary>A timer that runs: which event, for which token, when due.</summary>
public sealed record BpmnTimer
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The catch or boundary event.</summary>
    [JsonPropertyName("at")]
    public required string Node { get; init; }

    /// <summary>The token that waits, or whose activity the boundary event watches.</summary>
    [JsonPropertyName("for")]
    public required string Token { get; init; }

    [JsonPropertyName("due")]
    public DateTimeOffset Due { get; init; }

    /// <summary>The repeating interval, when the timer goes on after this time.</summary>
    [JsonPropertyName("cycle")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cycle { get; init; }

    /// <summary>How often it is due again after this time; null without end.</summary>
    [JsonPropertyName("left")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Left { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ProcessStatus>))]
public enum ProcessStatus
{
    Running,
    Completed,

    /// <summary>An error end event at the top was reached; see <see cref="ProcessState.ErrorCode"/>.</summary>
    Failed,
    Cancelled,
}

/// <summary>
/// Where a run of a process stands. Small, immutable, and the same after a round trip through System.Text.Json.
/// It holds only what the process needs; the case's data are the caller's.
/// </summary>
public sealed record ProcessState
{
    [JsonPropertyName("process")]
    public required string ProcessId { get; init; }

    [JsonPropertyName("status")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ProcessStatus Status { get; init; }

    /// <summary>The last number given to a token or timer. Numbers are never used twice in a run.</summary>
    [JsonPropertyName("last")]
    public int Last { get; init; }

    [JsonPropertyName("tokens")]
    public IReadOnlyList<BpmnToken> Tokens { get; init; } = [];

    [JsonPropertyName("timers")]
    public IReadOnlyList<BpmnTimer> Timers { get; init; } = [];

    /// <summary>The end events of the top level reached so far, in order.</summary>
    [JsonPropertyName("ended")]
    public IReadOnlyList<string> Ended { get; init; } = [];

    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorCode { get; init; }

    [JsonIgnore]
    public bool IsCompleted => Status != ProcessStatus.Running;

    /// <summary>When the next timer is due; null without timers.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue => Timers.Count == 0 ? null : Timers.Min(t => t.Due);

    public BpmnToken? Find(string tokenId)
    {
        foreach (var token in Tokens)
        {
            if (token.Id == tokenId)
                return token;
        }

        return null;
    }

    /// <summary>The tasks that wait for the caller.</summary>
    public IEnumerable<BpmnToken> Activities() => Tokens.Where(t => t.Kind == BpmnTokenKind.Activity);

    public string ToJson() => JsonSerializer.Serialize(this, ProcessStateJson.Default.ProcessState);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> on any other text.</summary>
    public static ProcessState FromJson(string json) =>
        JsonSerializer.Deserialize(json, ProcessStateJson.Default.ProcessState) ?? throw new JsonException("The state is null.");
}

[JsonSerializable(typeof(ProcessState))]
internal sealed partial class ProcessStateJson : JsonSerializerContext;
