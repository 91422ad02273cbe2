using Diwan.Sandbox.Rails;

namespace Diwan.Sandbox;

/// <summary>What a product has to be told to stand in front of the sandbox. Where it listens and keeps its data is each host's own to add.</summary>
public static class ProductSettings
{
    /// <summary>Signs the notices of the rails. The sandbox moves no money, so its secret is public; the product refuses it outside sandbox mode.</summary>
    public const string RailSecret = "sandbox-rail-secret";

    /// <summary>What the sandbox's gateway says with every inbound text.</summary>
    public const string InboundSecret = "sandbox-inbound-secret";

    /// <param name="address">The product's own public address.</param>
    /// <param name="outside">The sandbox's.</param>
    /// <param name="rail">Of rails that run apart from the sandbox; null for its own.</param>
    /// <param name="mailPort">Of the sandbox's mail server; null when it has none.</param>
    public static Dictionary<string, string?> For(string address, string outside, string? rail = null, int? mailPort = null) => new(Mail(mailPort))
    {
        ["Web:Sandbox"] = "true",
        ["Cases:Demonstration"] = "true",
        ["Registries:BaseUrl"] = outside,
        ["Identity:Authority"] = outside,
        ["Payments:Rail:Url"] = (rail ?? outside) + "/rail",
        ["Payments:Rail:Secret"] = RailSecret,
        ["Payments:Rail:Sandbox"] = "true",
        ["Payments:BillRail:RailKey"] = RailKey.PublicPem(RailSecret),
        ["Accounts:Site"] = address,
        ["Payments:PublicUrl"] = address,
        ["Messages:Gateways:0:Name"] = "sandbox",
        ["Messages:Gateways:0:Url"] = outside + "/cgi-bin/sendsms",
        ["Messages:Gateways:0:User"] = "sandbox",
        ["Messages:Gateways:0:Password"] = "sandbox",
        ["Messages:InboundSecret"] = InboundSecret,
        ["Messages:Push:Contact"] = "mailto:notices@diwan.example",
        // One ready-made telephone plays many people's parts.
        ["Messages:PerRecipientPerDay"] = "1000000",
        ["Messages:CostPerRecipientPerDay"] = "100000000",
        ["Messages:Push:PerDevicePerDay"] = "1000000",
        ["Documents:VerifyAddress"] = address + "/verify",
    };

    private static Dictionary<string, string?> Mail(int? port) => port is null ? [] : new()
    {
        ["Messages:Mail:Host"] = "127.0.0.1",
        ["Messages:Mail:Port"] = port.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Messages:Mail:Encrypted"] = "false",
    };
}
