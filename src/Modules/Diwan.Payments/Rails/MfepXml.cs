using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;

namespace Diwan.Payments;

/// <summary>
/// The bill rail's envelope as XML. Signed is the exclusive canonical form of <c>MsgHeader</c> followed by that of <c>MsgBody</c>; the base64
/// of it is <c>MsgFooter/Security/Signature</c>. The rail's own specification was not seen: this is assumed. docs/payments-rail.md.
/// </summary>
internal static class MfepXml
{
    private const int MostDepth = 12;
    private const int MostElements = 2000;

    /// <summary>The lists, and what one of theirs is called.</summary>
    private static readonly Dictionary<string, string> Items = new(StringComparer.Ordinal)
    {
        ["BillsRec"] = "BillRec",
        ["Transactions"] = "TrxInf",
        ["Payments"] = "Payment",
        ["Refunds"] = "Refund",
    };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="Envelope">The content of MFEP.</param>
    internal sealed record Read(JsonObject Envelope, bool Verified);

    /// <summary>Null when it is not one well-formed envelope within the limits: no DTD, no entities of its own, not too deep.</summary>
    public static Read? TryRead(byte[] body, RailKeys keys, long mostCharacters, int mostElements = MostElements)
    {
        try
        {
            if (!IsModest(body, mostCharacters, mostElements))
            {
                return null;
            }

            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            using (var reader = Reader(body, mostCharacters))
            {
                document.Load(reader);
            }

            if (document.DocumentElement is not { LocalName: "MFEP" } root || Only(root, "MsgHeader") is not { } header || Only(root, "MsgBody") is not { } content)
            {
                return null;
            }

            var footer = Only(root, "MsgFooter");
            var signature = footer?["Security"]?["Signature"]?.InnerText.Trim() ?? "";
            var bytes = new byte[signature.Length];
            var verified = signature.Length > 0 && Convert.TryFromBase64String(signature, bytes, out var length)
                && keys.Verifies([.. Canonical(header), .. Canonical(content)], bytes[..length]);
            return new Read(new JsonObject { ["MsgHeader"] = ToJson(header), ["MsgBody"] = ToJson(content) }, verified);
        }
        catch (Exception e) when (e is XmlException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    public static byte[] Write(JsonObject envelope, RailKeys keys)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var root = (XmlElement)document.AppendChild(document.CreateElement("MFEP"))!;
        foreach (var (name, part) in envelope)
        {
            Append(root, name, part);
        }

        var signature = keys.Sign([.. Canonical(root["MsgHeader"]!), .. Canonical(root["MsgBody"]!)]);
        Append(root, "MsgFooter", new JsonObject { ["Security"] = new JsonObject { ["Signature"] = Convert.ToBase64String(signature) } });
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new XmlWriterSettings { Encoding = Utf8 }))
        {
            document.Save(writer);
        }

        return memory.ToArray();
    }

    private static XmlReader Reader(byte[] body, long mostCharacters) => XmlReader.Create(
        new MemoryStream(body),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = mostCharacters,
            MaxCharactersFromEntities = 1024,
            IgnoreProcessingInstructions = true,
            IgnoreComments = true,
        });

    /// <summary>Looks through it without building anything: what is too deep would overflow the stack of whoever canonicalises it.</summary>
    private static bool IsModest(byte[] body, long mostCharacters, int mostElements)
    {
        using var reader = Reader(body, mostCharacters);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > MostDepth || (reader.NodeType == XmlNodeType.Element && ++elements > mostElements))
            {
                return false;
            }
        }

        return true;
    }

    private static XmlElement? Only(XmlElement parent, string name)
    {
        var found = parent.ChildNodes.OfType<XmlElement>().Where(e => e.LocalName == name).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static byte[] Canonical(XmlElement element)
    {
        var alone = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        alone.AppendChild(alone.ImportNode(element, deep: true));
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(alone);
        using var memory = new MemoryStream();
        ((Stream)transform.GetOutput(typeof(Stream))).CopyTo(memory);
        return memory.ToArray();
    }

    private static void Append(XmlElement parent, string name, JsonNode? value)
    {
        var element = (XmlElement)parent.AppendChild(parent.OwnerDocument.CreateElement(name))!;
        switch (value)
        {
            case JsonObject many:
                foreach (var (child, node) in many)
                {
                    Append(element, child, node);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Append(element, Items[name], item);
                }

                break;
            case JsonValue one:
                element.InnerText = one.GetValueKind() is System.Text.Json.JsonValueKind.String ? Clean(one.GetValue<string>()) : one.ToJsonString();
                break;
        }
    }

    /// <summary>Without what XML cannot carry, such as control characters in a name.</summary>
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(XmlConvert.IsXmlChar));

    private static JsonNode? ToJson(XmlElement element)
    {
        var children = element.ChildNodes.OfType<XmlElement>().ToList();
        if (Items.TryGetValue(element.LocalName, out var item))
        {
            return new JsonArray([.. children.Where(c => c.LocalName == item).Select(ToJson)]);
        }

        if (children.Count == 0)
        {
            return JsonValue.Create(element.InnerText);
        }

        var read = new JsonObject();
        foreach (var child in children)
        {
            read[child.LocalName] = ToJson(child);
        }

        return read;
    }
}
