namespace Diwan.Messages;

/// <summary>How soon a message matters.</summary>
public enum Pace
{
    /// <summary>The person waits for it, or did something a moment ago: at any hour.</summary>
    Now,

    /// <summary>It can wait for the morning: not in the quiet hours.</summary>
    Daytime,
}

/// <summary>The ways to a reader outside the inbox.</summary>
public enum Means
{
    Sms,
    Email,

    /// <summary>A notice on a device, by the push service of its browser. It names nothing personal.</summary>
    Push,
}

/// <summary>How far a delivery has come. Forward only, but for one that was certainly not taken: it waits again.</summary>
public enum DeliveryState
{
    /// <summary>Waits for a gateway.</summary>
    Queued,

    /// <summary>Being handed over. If that is cut off, nobody knows whether the gateway has it until it reports, or a while has passed.</summary>
    Handing,

    /// <summary>Taken by the gateway.</summary>
    Handed,

    /// <summary>With its reader, as the network or the mail server says.</summary>
    Delivered,

    /// <summary>It will not arrive; <see cref="DeliveryFailure"/> says why.</summary>
    Failed,
}

public enum DeliveryFailure
{
    /// <summary>The gateway or the mail server refused it: the number or address is wrong.</summary>
    Refused,

    /// <summary>The network could not deliver it.</summary>
    Undelivered,

    /// <summary>No gateway took it for as long as it was tried.</summary>
    GivenUp,

    /// <summary>This number was sent as many, or for as much, as one may be within a day.</summary>
    RecipientLimit,

    /// <summary>The number asked for no messages.</summary>
    Stopped,

    /// <summary>The device takes no more notices: its browser withdrew, or its person removed it.</summary>
    Gone,
}
