using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Bpmn;

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
    public required string Id { get; init; }

    public required string Node { get; init; }

    public BpmnTokenKind Kind { get; init; }

    /// <summary>The token of the sub-process or multi-instance activity it lives in; null at the top.</summary>
    public string? Scope { get; init; }

    /// <summary>For a joining token, the flow it came by.</summary>
    public string? Flow { get; init; }

    /// <summary>For an instance of a multi-instance activity: which one, from 0.</summary>
    public int Index { get; init; }

    /// <summary>For a multi-instance activity: how many in all, how many begun and how many done.</summary>
    public int Total { get; init; }

    public int Begun { get; init; }

    public int Done { get; init; }
}

/// <summary>A timer that runs: which event, for which token, when due.</summary>
public sealed record BpmnTimer
{
    public required string Id { get; init; }

    /// <summary>The catch or boundary event.</summary>
    public required string Node { get; init; }

    /// <summary>The token that waits, or whose activity the boundary event watches.</summary>
    public required string Token { get; init; }

    public DateTimeOffset Due { get; init; }

    /// <summary>The repeating interval, when the timer goes on after this time.</summary>
    public string? Cycle { get; init; }

    /// <summary>How often it is due again after this time; null without end.</summary>
    public int? Left { get; init; }
}

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
[JsonConverter(typeof(ProcessStateConverter))]
public sealed record ProcessState
{
    public required string ProcessId { get; init; }

    public ProcessStatus Status { get; init; }

    /// <summary>The last number given to a token or timer. Numbers are never used twice in a run.</summary>
    public int Last { get; init; }

    public IReadOnlyList<BpmnToken> Tokens { get; init; } = [];

    public IReadOnlyList<BpmnTimer> Timers { get; init; } = [];

    /// <summary>The end events of the top level reached so far, in order.</summary>
    public IReadOnlyList<string> Ended { get; init; } = [];

    public string? ErrorCode { get; init; }

    public bool IsCompleted => Status != ProcessStatus.Running;

    /// <summary>When the next timer is due; null without timers.</summary>
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

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            ProcessStateConverter.Write(writer, this);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> on any other text.</summary>
    public static ProcessState FromJson(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var state = ProcessStateConverter.Read(ref reader);
        return reader.Read() ? throw new JsonException("The text goes on after the state.") : state;
    }

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
