using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>
/// Where the private keys of the seals are: in a folder (<see cref="FolderVault"/>) or in a security module (<see cref="Pkcs11Vault"/>). A vault makes keys,
/// lends them for signing and destroys them; it never gives one away. Which key is whose, and until when, is said by <see cref="SealKeys"/>.
/// </summary>
public interface IKeyVault
{
    /// <summary>Makes a P-256 key of the owner.</summary>
    /// <exception cref="KeyVaultException">The vault cannot be reached or refuses.</exception>
    ECDsa Make(string owner);

    /// <summary>The private key of a certificate of the owner; null when the vault has none.</summary>
    /// <exception cref="KeyVaultException">The vault cannot be reached, or the key cannot be opened.</exception>
    ECDsa? Open(string owner, X509Certificate2 certificate);

    /// <summary>Destroys the private key of the certificate, if it is there. What it sealed is verified without it.</summary>
    /// <exception cref="KeyVaultException">The vault cannot be reached or refuses.</exception>
    void Destroy(string owner, X509Certificate2 certificate);
}

/// <summary>
/// Something that a seal needs is out of reach for now: the vault of the keys, the time-stamping authority, a revocation list. Nothing was issued; the same may
/// be asked again. The message says what and why, in both languages.
/// </summary>
public abstract class SealUnavailableException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The vault of the seal keys does not do what is asked.</summary>
public sealed class KeyVaultException(string message, Exception? inner = null) : SealUnavailableException(message, inner);

/// <summary>What a key is called in a vault.</summary>
internal static class VaultKeyName
{
    /// <summary>Eight bytes: the beginning of the SHA-256 of the public key.</summary>
    internal static byte[] Of(ECDsa key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..8];

    internal static byte[] Of(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())[..8];
}
