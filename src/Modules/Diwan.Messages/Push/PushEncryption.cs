using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Diwan.Messages;

/// <summary>Encrypts for one device, so that the push service between reads nothing (RFC 8291 over RFC 8188, one record of aes128gcm).</summary>
public static class PushEncryption
{
    private const int RecordSize = 4096;
    private const int Tag = 16;

    /// <summary>What fits into a message that every push service takes (RFC 8030, 7.2: 4096 bytes), in bytes.</summary>
    public const int Longest = RecordSize - 86 - Tag - 1;

    /// <param name="text">At most <see cref="Longest"/> bytes.</param>
    /// <param name="padTo">To how many bytes it is filled up, so that its length tells nothing.</param>
    /// <exception cref="ArgumentException">It is too long, or the address is none: see <see cref="PushDevices.IsUsable"/>.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> text, DeviceAddress address, int padTo)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(text, address, padTo, sender, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>As <see cref="Encrypt(ReadOnlySpan{byte}, DeviceAddress, int)"/>, with what is otherwise drawn by lot: for the standard's example.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> text, DeviceAddress address, int padTo, ECDiffieHellman sender, byte[] salt)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(salt);
        if (text.Length > Longest || address is not { P256dh: { } p256dh, Auth: { } auth })
        {
            throw new ArgumentException("The text is too long, or the device has no keys.", nameof(text));
        }

        var theirs = Base64Url.DecodeFromChars(p256dh);
        var ours = Point(sender.ExportParameters(includePrivateParameters: false).Q);
        using var receiver = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = theirs[1..33], Y = theirs[33..] } });
        var shared = sender.DeriveRawSecretAgreement(receiver.PublicKey);
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, Base64Url.DecodeFromChars(auth), [.. "WebPush: info\0"u8, .. theirs, .. ours]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());

        // The text, the sign of a last record, and zeros.
        var plain = new byte[Math.Max(text.Length, Math.Min(padTo, Longest)) + 1];
        text.CopyTo(plain);
        plain[text.Length] = 2;

        var message = new byte[salt.Length + 5 + ours.Length + plain.Length + Tag];
        salt.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(16), RecordSize);
        message[20] = (byte)ours.Length;
        ours.CopyTo(message, 21);
        var record = message.AsSpan(21 + ours.Length);
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(nonce, plain, record[..plain.Length], record[plain.Length..]);
        return message;
    }

    /// <summary>An uncompressed point.</summary>
    internal static byte[] Point(ECPoint q) => [4, .. q.X!, .. q.Y!];
}
