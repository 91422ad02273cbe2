using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Sandbox.Registers;

namespace Diwan.Sandbox.Rails;

/// <summary>A message that is signed afresh each time it is sent.</summary>
internal sealed class WireMessage
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = RegisterServer.Json.Encoder };
    private readonly JsonObject? _mfep;
    private readonly string _json = "";

    private WireMessage(string json) => _json = json;

    private WireMessage(JsonObject mfep) => _mfep = mfep;

    internal bool IsXml => _mfep is not null;

    internal static WireMessage Json(object message) => new(JsonSerializer.Serialize(message, Options));

    /// <summary>An MFEP envelope, as XML.</summary>
    internal static WireMessage Xml(JsonObject envelope) => new(envelope);

    internal byte[] Write(DateTimeOffset now, ECDsa key)
    {
        if (_mfep is null)
        {
            return Encoding.UTF8.GetBytes(_json);
        }

        var fresh = _mfep.DeepClone().AsObject();
        fresh["MFEP"]!["MsgHeader"]!["TmStp"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return MfepXml.Write(fresh, key);
    }
}
