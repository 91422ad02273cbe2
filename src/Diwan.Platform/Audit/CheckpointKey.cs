using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Diwan.Platform;

/// <summary>
/// The key that checkpoints are signed with, in <c>Audit:KeyFile</c> (PEM; by default <c>keys/checkpoints.pem</c> in the data
/// directory), outside the database: who can rewrite the one cannot sign the other. Nodes share the file.
/// </summary>
public sealed class CheckpointKey : IDisposable
{
    private static readonly int Nonce = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int Tag = AesGcm.TagByteSizes.MaxSize;

    private readonly Lazy<ECDsa> _key;

    public CheckpointKey(IConfiguration configuration) => _key = new Lazy<ECDsa>(() => Load(
        configuration["Audit:KeyFile"] ?? Path.Combine(configuration["Data:Directory"] ?? ".diwan", "keys", "checkpoints.pem")));

    public string PublicPem => _key.Value.ExportSubjectPublicKeyInfoPem();

    public string Id => Convert.ToHexStringLower(SHA256.HashData(_key.Value.ExportSubjectPublicKeyInfo()));

    public byte[] Sign(byte[] statement) =>
        _key.Value.SignData(statement, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>A secret for one purpose (32 bytes), the same each time, that follows from the key and tells nothing of it (HKDF, RFC 5869).</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value.ExportPkcs8PrivateKey(), 32, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    /// <summary>Encrypts what only the platform shall read (AES-256-GCM) by a secret for one purpose.</summary>
    /// <returns>Nonce, tag, and what is encrypted.</returns>
    public byte[] Encrypt(string purpose, ReadOnlySpan<byte> plain)
    {
        var kept = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(kept.AsSpan(0, Nonce));
        using var cipher = new AesGcm(Derive(purpose), Tag);
        cipher.Encrypt(kept.AsSpan(0, Nonce), plain, kept.AsSpan(Nonce + Tag), kept.AsSpan(Nonce, Tag));
        return kept;
    }

    /// <exception cref="CryptographicException">It was altered, is for another purpose, or the platform's key is another.</exception>
    public byte[] Decrypt(string purpose, ReadOnlySpan<byte> kept)
    {
        if (kept.Length < Nonce + Tag)
        {
            throw new CryptographicException("What was encrypted is cut short.");
        }

        var plain = new byte[kept.Length - Nonce - Tag];
        using var cipher = new AesGcm(Derive(purpose), Tag);
        cipher.Decrypt(kept[..Nonce], kept[(Nonce + Tag)..], kept.Slice(Nonce, Tag), plain);
        return plain;
    }

    /// <summary>Hashes a text that is frozen, and signs what is said of the hash.</summary>
    /// <param name="statement">What is signed, given the hash (SHA-256).</param>
    public (byte[] Hash, byte[] Signature) Seal(string content, Func<byte[], byte[]> statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content));
        return (hash, Sign(statement(hash)));
    }

    /// <summary>Whether a frozen text, its hash and its signature still belong together, and the signature is this key's.</summary>
    public bool Sealed(string content, byte[] hash, byte[] signature, string keyId, Func<byte[], byte[]> statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var found = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content));
        return found.AsSpan().SequenceEqual(hash) && keyId == Id && Verifies(PublicPem, statement(found), signature);
    }

    public static bool Verifies(string publicPem, byte[] statement, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicPem);
        return key.VerifyData(statement, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static ECDsa Load(string file)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            try
            {
                using var writer = new StreamWriter(file, options);
                writer.Write(key.ExportPkcs8PrivateKeyPem());
                return key;
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another process made it at the same moment: theirs is the key.
            }
        }

        key.ImportFromPem(File.ReadAllText(file));
        return key;
    }
}
