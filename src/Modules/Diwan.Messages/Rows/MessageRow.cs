using Diwan.Kernel;

namespace Diwan.Messages;

/// <summary>What was said, to a person or to an address. It never changes; what became of it is told by its deliveries.</summary>
internal sealed class MessageRow
{
    public Guid Id { get; init; }

    /// <summary>In whose inbox it is; null for one to an address only.</summary>
    public string? PersonKey { get; init; }

    /// <summary>E.164.</summary>
    public string? Phone { get; init; }

    /// <summary>Of a message to an address; a person's own is in their preferences.</summary>
    public string? Email { get; init; }

    /// <summary>Of an e-mail; null where the text has none of its own.</summary>
    public LocalizedText? Subject { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>The case, complaint or other matter it is about.</summary>
    public required string Reference { get; init; }

    /// <summary>Which of the service's messages, or which template, it is.</summary>
    public required string MessageId { get; init; }

    /// <summary>The version of its words: of the service, or of the template.</summary>
    public string? TemplateVersion { get; init; }

    /// <summary>Overrides the person's own.</summary>
    public Language? Language { get; init; }

    public Pace Pace { get; init; }

    /// <summary>Answers a text that came from this number: it goes there even if the number wants no messages.</summary>
    public bool IsAnswer { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>One way by which a message goes to its reader, and how far it has come. At most one a means, by push one a device.</summary>
internal sealed class DeliveryRow : Platform.IVersioned
{
    public Guid Id { get; init; }

    public Guid MessageId { get; init; }

    public Means Means { get; init; }

    /// <summary>A telephone (E.164), an e-mail address, or a device's id.</summary>
    public required string To { get; init; }

    public Language Language { get; init; }

    public DeliveryState State { get; set; }

    public DeliveryFailure? Failure { get; set; }

    /// <summary>Which gateway took it.</summary>
    public string? Sender { get; set; }

    /// <summary>Of an SMS: how many the network sends for it.</summary>
    public int Parts { get; init; }

    /// <summary>What it costs the state, by the price of a part that is configured.</summary>
    public Money Cost { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Since when it is being handed over; while <see cref="DeliveryState.Handing"/>, since when nobody knows whether it was taken.</summary>
    public DateTimeOffset HandingAt { get; set; }

    public DateTimeOffset? HandedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Known to the gateway, or to the device, only, so that a report of delivery cannot be invented.</summary>
    public required string ReportKey { get; init; }

    public long Version { get; set; }
}

/// <summary>How a person wants to be reached. Who never chose has no row.</summary>
internal sealed class PreferenceRow : Platform.IVersioned
{
    public required string PersonKey { get; init; }

    public bool BySms { get; set; }

    public bool ByEmail { get; set; }

    /// <summary>Whether their devices are told, while there are any.</summary>
    public bool ByPush { get; set; }

    public string? Email { get; set; }

    /// <summary>When the address was shown to be the person's; until then nothing is sent there but the question.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; set; }

    public string? EmailCodeHash { get; set; }

    /// <summary>Local hours in Amman, 0 to 23; the same twice for none.</summary>
    public int QuietFrom { get; set; }

    public int QuietTo { get; set; }

    public long Version { get; set; }
}

/// <summary>A number that wants no messages until it says otherwise.</summary>
internal sealed class StoppedPhoneRow
{
    public required string Phone { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A device on which a person wants notices.</summary>
internal sealed class PushDeviceRow : Platform.IVersioned
{
    public Guid Id { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>SHA-256 of the address at the push service, by which the device is known again.</summary>
    public required string AddressHash { get; set; }

    /// <summary>The address at the push service and the browser's keys, encrypted with the platform's key.</summary>
    public required byte[] Address { get; set; }

    /// <summary>Browser and system, as they name themselves; empty when they do not.</summary>
    public required string Name { get; init; }

    /// <summary>The institution's application in which it was asked for; null on the site.</summary>
    public string? App { get; init; }

    public DateTimeOffset At { get; init; }

    public long Version { get; set; }
}
