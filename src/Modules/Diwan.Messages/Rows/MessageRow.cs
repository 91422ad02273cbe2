using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

/// <summary>What has become of a message's SMS.</summary>
public enum SmsState
{
    /// <summary>There is no telephone: the message is in the inbox only.</summary>
    None,

    /// <summary>Not yet taken by the gateway.</summary>
    Queued,

    /// <summary>Taken by the gateway.</summary>
    Handed,

    /// <summary>On the telephone.</summary>
    Delivered,

    /// <summary>Refused by the gateway or the network.</summary>
    Failed,
}

internal sealed class MessageRow : IVersioned
{
    public Guid Id { get; init; }

    public required string PersonKey { get; init; }

    public string? Phone { get; init; }

    public required LocalizedText Text { get; init; }

    public required string Reference { get; init; }

    /// <summary>Which of the service's messages it is.</summary>
    public required string MessageId { get; init; }

    public DateTimeOffset At { get; init; }

    public SmsState Sms { get; set; }

    public DateTimeOffset? SmsAt { get; set; }

    /// <summary>Known to the gateway only, so that a report of delivery cannot be invented.</summary>
    public required string ReportKey { get; init; }

    public long Version { get; set; }
}

public sealed class MessagesModel : IRoomModel
{
    public void Map(ModelBuilder model) => model.Entity<MessageRow>(e =>
    {
        e.ToTable("messages");
        e.HasKey(x => x.Id);
        e.HasIndex(x => new { x.PersonKey, x.At });
    });
}
