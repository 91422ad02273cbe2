using Diwan.Sandbox.Rails;

namespace Diwan.Sandbox;

/// <summary>What a product has to be told to stand in front of the sandbox. Where it listens and keeps its data is each host's own to add.</summary>
public static class ProductSettings
{
    /// <summary>Signs the notices of the rails. The sandbox moves no money, so its secret is public; the product refuses it outside sandbox mode.</summary>
    public const string RailSecret = "sandbox-rail-secret";

    /// <param name="address">The product's own public address.</param>
    /// <param name="outside">The sandbox's.</param>
    /// <param name="rail">Of rails that run apart from the sandbox; null for its own.</param>
    public static Dictionary<string, string?> For(string address, string outside, string? rail = null) => new()
    {
        ["Web:Sandbox"] = "true",
        ["Cases:Demonstration"] = "true",
        ["Registries:BaseUrl"] = outside,
        ["Identity:Authority"] = outside,
        ["Payments:Rail:Url"] = (rail ?? outside) + "/rail",
        ["Payments:Rail:Secret"] = RailSecret,
        ["Payments:Rail:Sandbox"] = "true",
        ["Payments:BillRail:RailKey"] = RailKey.PublicPem(RailSecret),
        ["Payments:PublicUrl"] = address,
        ["Messages:SmsUrl"] = outside + "/cgi-bin/sendsms",
        ["Documents:VerifyAddress"] = address + "/verify",
    };
}
