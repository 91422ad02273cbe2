using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>
/// Keys in files, each encrypted with the installation's passphrase (PKCS #8, AES-256): enough for the sandbox and small installations. A folder for each
/// owner; several processes may share it.
/// </summary>
public sealed class FolderVault : IKeyVault
{
    private static readonly PbeParameters Protection = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000);

    private readonly string folder;
    private readonly string passphrase;

    /// <param name="folder">Made when it is not there. Only the installation's own user should read it.</param>
    /// <exception cref="ArgumentException">The passphrase is shorter than sixteen characters.</exception>
    public FolderVault(string folder, string passphrase)
    {
        if (passphrase.Length < 16)
        {
            throw new ArgumentException("The passphrase of the seal keys needs at least sixteen characters. / عبارة مرور مفاتيح الختم تحتاج إلى ستة عشر حرفًا على الأقل.", nameof(passphrase));
        }

        (this.folder, this.passphrase) = (folder, passphrase);
    }

    public ECDsa Make(string owner)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = PathOf(owner, VaultKeyName.Of(key));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(path, key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Protection));
        return key;
    }

    public ECDsa? Open(string owner, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var path = PathOf(owner, VaultKeyName.Of(certificate));
        if (!File.Exists(path))
        {
            return null;
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(File.ReadAllText(path), passphrase);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new KeyVaultException(
                $"The seal key {Path.GetFileName(path)} of {owner} cannot be opened: the passphrase is another, or the file is damaged. / تعذر فتح مفتاح الختم: عبارة المرور مختلفة أو الملف تالف.", e);
        }
    }

    public void Destroy(string owner, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var path = PathOf(owner, VaultKeyName.Of(certificate));
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private string PathOf(string owner, byte[] name) => Path.Combine(folder, owner, $"{Convert.ToHexStringLower(name)}.key");
}
