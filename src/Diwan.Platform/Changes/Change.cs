using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Diwan.Kernel;

namespace Diwan.Platform;

/// <summary>
/// What one act changes: rows, events, and the duties it leaves. Nothing is written until <see cref="ChangeWriter"/>
/// commits it whole. Values are read when the change is written, so a row may still be altered after it was added.
/// After a conflict throw the change and its rows away and read afresh.
/// </summary>
public sealed class Change(Actor actor, Channel channel, string process, DateTimeOffset now, string? reason = null)
{
    /// <summary>How payloads of events and duties are written: camelCase, enums by name, Arabic unescaped.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<Step> _steps = [];
    private readonly Dictionary<object, int> _rows = new(ReferenceEqualityComparer.Instance);

    public Actor Actor { get; } = actor;

    public Channel Channel { get; } = channel;

    /// <summary>What was being done, as a present participle: <c>case-submitting</c>.</summary>
    public string Process { get; } = process;

    /// <summary>The one moment of the whole act.</summary>
    public DateTimeOffset Now { get; } = now;

    public string? Reason { get; } = reason;

    public bool IsEmpty => _steps.Count == 0;

    internal IReadOnlyList<Step> Steps => _steps;

    /// <summary>When the earliest of the duties owed in a lane is due.</summary>
    internal Dictionary<DutyLane, DateTimeOffset> FirstDue { get; } = [];

    /// <summary>A new key that sorts by this change's moment.</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    public void Insert(object row)
    {
        if (!_rows.TryAdd(row, _steps.Count))
        {
            throw new InvalidOperationException($"The same {row.GetType().Name} was added to the change twice.");
        }

        _steps.Add(new Step(StepKind.Insert, row));
    }

    /// <summary>Writes the row if it is still at the version that was read. Adding the same row again changes nothing.</summary>
    public void Update(IVersioned row)
    {
        if (_rows.TryAdd(row, _steps.Count))
        {
            _steps.Add(new Step(StepKind.Update, row));
        }
        else if (_steps[_rows[row]] is { Only: not null } narrow)
        {
            _steps[_rows[row]] = narrow with { Only = null };
        }
    }

    /// <summary>As <see cref="Update(IVersioned)"/>, but leaves alone what is not named: large values that have not changed cost the most.</summary>
    /// <param name="only">The names of the properties to write.</param>
    public void Update(IVersioned row, params string[] only)
    {
        if (_rows.TryAdd(row, _steps.Count))
        {
            _steps.Add(new Step(StepKind.Update, row, only));
        }
        else if (_steps[_rows[row]] is { Only: { } before } narrow)
        {
            _steps[_rows[row]] = narrow with { Only = [.. before.Union(only, StringComparer.Ordinal)] };
        }
    }

    /// <summary>Deletes the row; a versioned one only if it is still at the version that was read.</summary>
    public void Delete(object row)
    {
        if (!_rows.TryAdd(row, _steps.Count))
        {
            throw new InvalidOperationException($"The {row.GetType().Name} to delete is already part of the change.");
        }

        _steps.Add(new Step(StepKind.Delete, row));
    }

    /// <summary>Leaves something to be done toward the outside, at least once, after this change is durable.</summary>
    public void Owe(DutyOrder duty)
    {
        FirstDue[duty.Lane] = FirstDue.TryGetValue(duty.Lane, out var first) && first < duty.DueAt ? first : duty.DueAt;
        Insert(DutyRow.From(duty, this));
    }

    /// <summary>Withdraws a duty that still waits. One that is done, or unknown, is left alone.</summary>
    public void NoLongerOwe(string key) => _steps.Add(new Step(StepKind.CancelDuty, key));

    /// <summary>Appends an event to the chain. The row that holds the chain must be part of the same change.</summary>
    public void Record(Chain chain, string type, object payload)
    {
        var row = new EventRow
        {
            ChainId = chain.Id,
            Seq = chain.Seq + 1,
            Type = type,
            At = Now,
            ActorKind = Actor.Kind,
            ActorId = Actor.Id,
            ActorName = Actor.Name,
            Institution = Actor.Institution,
            Channel = Channel,
            Process = Process,
            Reason = Reason,
            Payload = JsonSerializer.Serialize(payload, Json),
            PreviousHash = chain.Hash,
            Hash = [],
        };
        row.Hash = row.ComputeHash();
        chain.MoveTo(row.Seq, row.Hash);
        Insert(row);
    }

    internal enum StepKind
    {
        Insert,
        Update,
        Delete,
        CancelDuty,
    }

    /// <param name="Row">The row, or for <see cref="StepKind.CancelDuty"/> the key of the duty.</param>
    /// <param name="Only">Of an update: the properties that are written; null for all.</param>
    internal readonly record struct Step(StepKind Kind, object Row, string[]? Only = null);
}
