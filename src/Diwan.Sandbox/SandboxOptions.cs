namespace Diwan.Sandbox;

/// <summary>How the simulated world is founded and where it listens.</summary>
public sealed class SandboxOptions
{
    /// <summary>TCP port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; } = 5081;

    /// <summary>Address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port of the mail server on the same address; null for none.</summary>
    public int? MailPort { get; init; }

    /// <summary>The same seed, people and founding day give the same nation, bit for bit.</summary>
    public ulong Seed { get; init; } = 2018;

    /// <summary>How many generated people there are, beside the ready-made ones. At least 100.</summary>
    public int People { get; init; } = 20_000;

    /// <summary>
    /// The day to which ages, expiries and debts are relative. Left out, it is today in Amman at the first start and is then remembered
    /// in <see cref="DataDirectory"/>.
    /// </summary>
    public DateOnly? FoundedOn { get; init; }

    /// <summary>Where state changes (a paid fine, a sent SMS, a taken payment) are kept. Null keeps them in memory only.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The product's public address, for the link on the index page.</summary>
    public string? ProductUrl { get; init; }

    /// <summary>Where the bill rail reaches the biller; null: <see cref="ProductUrl"/>.</summary>
    public string? BillerUrl { get; init; }

    /// <summary>
    /// Signs the notices of the payment rails. The sandbox moves no money, so its secret is public; it is refused by the product outside sandbox mode.
    /// </summary>
    public string RailSecret { get; init; } = ProductSettings.RailSecret;

    /// <summary>The bill rail speaks its XML envelope; otherwise the JSON variant.</summary>
    public bool RailXml { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
