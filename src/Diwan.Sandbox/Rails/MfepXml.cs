using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;

namespace Diwan.Sandbox.Rails;

/// <summary>The rail's reading and writing of the XML envelope, written apart from the product's. docs/payments-rail.md is the contract.</summary>
internal static class MfepXml
{
    private static readonly Dictionary<string, string> Items = new(StringComparer.Ordinal)
    {
        ["BillsRec"] = "BillRec",
        ["Transactions"] = "TrxInf",
        ["Payments"] = "Payment",
        ["Refunds"] = "Refund",
    };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal static byte[] Write(JsonObject envelope, ECDsa key)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var root = (XmlElement)document.AppendChild(document.CreateElement("MFEP"))!;
        foreach (var (name, part) in envelope["MFEP"]!.AsObject())
        {
            Append(root, name, part);
        }

        var footer = root.AppendChild(document.CreateElement("MsgFooter"))!.AppendChild(document.CreateElement("Security"))!.AppendChild(document.CreateElement("Signature"))!;
        footer.InnerText = Convert.ToBase64String(key.SignData(Signed(root), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new XmlWriterSettings { Encoding = Utf8 }))
        {
            document.Save(writer);
        }

        return memory.ToArray();
    }

    /// <summary>The envelope as an object, and whether this key signed it. Null when it cannot be read.</summary>
    internal static (JsonObject Envelope, bool Verified)? Read(byte[] xml, ECDsa? key)
    {
        try
        {
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            using var reader = XmlReader.Create(
                new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 8 << 20 });
            document.Load(reader);
            if (document.DocumentElement is not { LocalName: "MFEP" } root)
            {
                return null;
            }

            var verified = key is not null && root["MsgFooter"]?["Security"]?["Signature"]?.InnerText is { } signature
                && key.VerifyData(Signed(root), Convert.FromBase64String(signature.Trim()), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return (new JsonObject { ["MFEP"] = ToJson(root) }, verified);
        }
        catch (Exception e) when (e is XmlException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Signed(XmlElement root) => [.. Canonical(root["MsgHeader"]), .. Canonical(root["MsgBody"])];

    private static byte[] Canonical(XmlElement? element)
    {
        if (element is null)
        {
            return [];
        }

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
            case not null:
                element.InnerText = value.ToString();
                break;
        }
    }

    private static JsonNode? ToJson(XmlElement element)
    {
        var children = element.ChildNodes.OfType<XmlElement>().ToList();
        if (Items.ContainsKey(element.LocalName))
        {
            return new JsonArray([.. children.Select(ToJson)]);
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
