using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Diwan.Modules.Tests.Accounts;

/// <summary>An authenticator in memory (W3C Web Authentication): one key on ES256, which answers as a browser hands it over, and can be made to answer wrongly.</summary>
internal sealed class SoftKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(20);

    internal string Origin { get; init; } = "https://diwan.test";

    internal string Site { get; init; } = "diwan.test";

    /// <summary>Whether it checked its holder by finger, face or code.</summary>
    internal bool Verifies { get; set; } = true;

    internal uint Count { get; set; }

    /// <summary>Whose account it says it is for; as it was told when it was made.</summary>
    internal string? Holder { get; set; }

    public void Dispose() => _key.Dispose();

    internal string Attest(string options)
    {
        var asked = JsonNode.Parse(options)!;
        Holder = (string)asked["user"]!["id"]!;
        var point = _key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(0x40), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation = [0xA3, .. Name("fmt"), .. Name("none"), .. Name("attStmt"), 0xA0, .. Name("authData"), 0x58, (byte)data.Length, .. data];
        return Answer(new JsonObject
        {
            ["attestationObject"] = Encode(attestation),
            ["clientDataJSON"] = Encode(Client("webauthn.create", (string)asked["challenge"]!)),
            ["transports"] = new JsonArray("internal"),
        });
    }

    internal string Sign(string options)
    {
        var client = Client("webauthn.get", (string)JsonNode.Parse(options)!["challenge"]!);
        var data = Data(0);
        return Answer(new JsonObject
        {
            ["authenticatorData"] = Encode(data),
            ["clientDataJSON"] = Encode(client),
            ["signature"] = Encode(_key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Holder,
        });
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Encode(_id),
        ["rawId"] = Encode(_id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] Client(string type, string challenge) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["challenge"] = challenge, ["origin"] = Origin, ["crossOrigin"] = false }.ToJsonString());

    private byte[] Data(byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Site)), (byte)(0x01 | (Verifies ? 0x04 : 0) | more), .. count];
    }

    private static byte[] Name(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
