using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Diwan.Messages;

namespace Diwan.Testing;

/// <summary>The browser's half of web push: has keys, and reads what was encrypted for them (RFC 8291, over RFC 8188), written from the standards and from nothing of the product.</summary>
public sealed class PushReceiver : IDisposable
{
    private readonly ECDiffieHellman _key;
    private readonly byte[] _auth;

    public PushReceiver()
        : this(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16))
    {
    }

    private PushReceiver(ECDiffieHellman key, byte[] auth) => (_key, _auth) = (key, auth);

    /// <summary>With the keys of an example.</summary>
    public static PushReceiver Of(string privateKey, string auth) =>
        new(ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars(privateKey) }), Base64Url.DecodeFromChars(auth));

    public string PublicKey => Base64Url.EncodeToString(Public);

    public string Auth => Base64Url.EncodeToString(_auth);

    private byte[] Public => _key.ExportParameters(false).Q is var q ? [4, .. q.X!, .. q.Y!] : [];

    public DeviceAddress At(string endpoint) => new(endpoint, PublicKey, Auth);

    /// <exception cref="CryptographicException">It is not for this device, or was altered.</exception>
    public string Read(byte[] body)
    {
        var (salt, size) = (body[..16], BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16, 4)));
        var sender = body.AsSpan(21, body[20]).ToArray();
        var sealedText = body.AsSpan(21 + body[20]);
        if (sealedText.Length > size)
        {
            throw new CryptographicException("A push message has one record only.");
        }

        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..65] } });
        var keyInfo = new List<byte>(Encoding.ASCII.GetBytes("WebPush: info\0"));
        keyInfo.AddRange(Public);
        keyInfo.AddRange(sender);
        var ikm = HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.DeriveRawSecretAgreement(theirs.PublicKey), 32, _auth, [.. keyInfo]);
        var content = HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"));
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"));
        var plain = new byte[sealedText.Length - 16];
        using var cipher = new AesGcm(content, 16);
        cipher.Decrypt(nonce, sealedText[..^16], sealedText[^16..], plain);
        var end = plain.AsSpan().TrimEnd((byte)0);
        return end.Length > 0 && end[^1] == 2 ? Encoding.UTF8.GetString(end[..^1]) : throw new CryptographicException("It does not end as a last record does.");
    }

    public void Dispose() => _key.Dispose();
}
