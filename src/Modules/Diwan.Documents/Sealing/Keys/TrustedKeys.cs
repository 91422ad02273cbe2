using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Documents;

/// <summary>What a key may be used for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SealKeyUse>))]
public enum SealKeyUse
{
    Seal,
    TimeStamp,
}

/// <summary>A public key as published at <c>/.well-known/diwan-seal-keys.json</c>.</summary>
/// <param name="Institution">The key of the institution, as in <c>institutions.yaml</c>.</param>
/// <param name="Name">The institution's name in the certificate.</param>
/// <param name="Certificate">The X.509 certificate in Base64.</param>
/// <param name="From">From when seals of this key count.</param>
/// <param name="Until">Until when; the earlier of its expiry and its retirement.</param>
public sealed record PublishedKey(string KeyId, SealKeyUse Use, string Institution, string Name, string Certificate, DateTimeOffset From, DateTimeOffset Until);

/// <summary>The keys that seals are verified with: those of one installation, or a file of them kept for verifying offline.</summary>
public sealed class TrustedKeys
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly FrozenDictionary<string, (PublishedKey Key, X509Certificate2 Certificate)> byId;

    /// <exception cref="FormatException">A certificate cannot be read, or a key identifier is not that of its certificate.</exception>
    public TrustedKeys(IEnumerable<PublishedKey> keys)
    {
        var read = new Dictionary<string, (PublishedKey, X509Certificate2)>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            X509Certificate2 certificate;
            try
            {
                certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(key.Certificate));
            }
            catch (CryptographicException e)
            {
                throw new FormatException($"The certificate of key {key.KeyId} cannot be read. / تعذرت قراءة شهادة المفتاح.", e);
            }

            if (SealKey.IdOf(certificate) != key.KeyId)
            {
                throw new FormatException($"The identifier {key.KeyId} is not that of its certificate. / معرّف المفتاح لا يطابق شهادته.");
            }

            read[key.KeyId] = (key, certificate);
        }

        byId = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<PublishedKey> Keys => byId.Values.Select(k => k.Key).OrderBy(k => k.Institution, StringComparer.Ordinal).ThenBy(k => k.From);

    /// <summary>Reads the published file.</summary>
    /// <exception cref="FormatException">The text is not such a file.</exception>
    public static TrustedKeys Parse(string json)
    {
        try
        {
            return new TrustedKeys(JsonSerializer.Deserialize<KeyFile>(json, Json)?.Keys ?? throw new FormatException("The file holds no keys. / لا مفاتيح في الملف."));
        }
        catch (JsonException e)
        {
            throw new FormatException($"The file of keys is not as published: {e.Message} / ملف المفاتيح ليس بالصيغة المنشورة.", e);
        }
    }

    /// <summary>Writes the file to publish.</summary>
    public string ToJson() => JsonSerializer.Serialize(new KeyFile([.. Keys]), Json);

    internal (PublishedKey Key, X509Certificate2 Certificate)? Find(string keyId) => byId.TryGetValue(keyId, out var found) ? found : null;

    internal (PublishedKey Key, X509Certificate2 Certificate)? Find(X509Certificate2 certificate) => Find(SealKey.IdOf(certificate));

    private sealed record KeyFile(IReadOnlyList<PublishedKey> Keys);
}
