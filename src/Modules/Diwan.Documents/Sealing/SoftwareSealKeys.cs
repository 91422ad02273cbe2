using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>
/// Seal keys kept in a folder, each encrypted with the installation's passphrase (PKCS #8, AES-256), under an authority of the installation's own
/// that is made on first use. A folder for each institution holds <c>id.key</c>, <c>id.crt</c> and, once the key is retired, <c>id.retired</c>
/// with the moment. Several processes may share the folder.
/// </summary>
public sealed class SoftwareSealKeys : ISealKeys
{
    private const string Authority = "_authority";
    private const string Clock = "_timestamp";

    private static readonly PbeParameters Protection = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000);

    private readonly Lock gate = new();
    private readonly string folder;
    private readonly string passphrase;
    private readonly Dictionary<string, SealKey> current = new(StringComparer.Ordinal);
    private volatile Publication? published;

    /// <param name="folder">Made when it is not there. Only the installation's own user should read it.</param>
    /// <exception cref="ArgumentException">The passphrase is shorter than sixteen characters.</exception>
    public SoftwareSealKeys(string folder, string passphrase)
    {
        if (passphrase.Length < 16)
        {
            throw new ArgumentException("The passphrase of the seal keys needs at least sixteen characters. / عبارة مرور مفاتيح الختم تحتاج إلى ستة عشر حرفًا على الأقل.", nameof(passphrase));
        }

        (this.folder, this.passphrase) = (folder, passphrase);
    }

    public SealKey Sealing(string institution, Words institutionName, DateTimeOffset now)
    {
        if (institution.Length == 0 || institution.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-'))
        {
            throw new ArgumentException($"{institution} is not the key of an institution. / ليس مفتاح مؤسسة.", nameof(institution));
        }

        return Take(institution, institutionName.In(arabic: false), now, SealKeyUse.Seal);
    }

    public SealKey TimeStamping(DateTimeOffset now) => Take(Clock, "Diwan Sandbox Time Stamping", now, SealKeyUse.TimeStamp);

    /// <summary>Makes a new key for the institution and retires the one before it. Documents sealed until now stay genuine.</summary>
    public SealKey Rotate(string institution, Words institutionName, DateTimeOffset now)
    {
        lock (gate)
        {
            var before = Take(institution, institutionName.In(arabic: false), now, SealKeyUse.Seal);
            var made = Make(institution, institutionName.In(arabic: false), now, SealKeyUse.Seal);
            File.WriteAllText(Path.Combine(folder, institution, $"{before.KeyId}.retired"), now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            return current[institution] = made;
        }
    }

    public TrustedKeys Published()
    {
        if (!Directory.Exists(folder))
        {
            return new TrustedKeys([]);
        }

        // Read again only when another process, or this one, has added or retired a key.
        var listing = string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        var known = published;
        if (known?.Listing == listing)
        {
            return known.Keys;
        }

        var keys = new List<PublishedKey>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.crt", SearchOption.AllDirectories))
        {
            var owner = Path.GetFileName(Path.GetDirectoryName(path))!;
            if (owner == Authority)
            {
                continue;
            }

            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            var until = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
            var retired = Path.ChangeExtension(path, ".retired");
            if (File.Exists(retired) && DateTimeOffset.TryParse(File.ReadAllText(retired), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at < until)
            {
                until = at;
            }

            keys.Add(new(
                SealKey.IdOf(certificate),
                owner == Clock ? SealKeyUse.TimeStamp : SealKeyUse.Seal,
                owner == Clock ? "" : owner,
                certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                Convert.ToBase64String(certificate.RawData),
                new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
                until));
        }

        published = new(listing, new TrustedKeys(keys));
        return published.Keys;
    }

    private sealed record Publication(string Listing, TrustedKeys Keys);

    private SealKey Take(string owner, string name, DateTimeOffset now, SealKeyUse use)
    {
        lock (gate)
        {
            if (current.TryGetValue(owner, out var key) && key.Certificate.NotAfter.ToUniversalTime() > now.UtcDateTime)
            {
                return key;
            }

            return current[owner] = Load(owner, now) ?? Make(owner, name, now, use);
        }
    }

    /// <summary>The newest key of the owner that is neither retired nor expired.</summary>
    private SealKey? Load(string owner, DateTimeOffset now)
    {
        var place = Path.Combine(folder, owner);
        if (!Directory.Exists(place))
        {
            return null;
        }

        var certificate = Directory.EnumerateFiles(place, "*.crt")
            .Where(path => !File.Exists(Path.ChangeExtension(path, ".retired")) && File.Exists(Path.ChangeExtension(path, ".key")))
            .Select(X509CertificateLoader.LoadCertificateFromFile)
            .Where(c => c.NotAfter.ToUniversalTime() > now.UtcDateTime)
            .OrderByDescending(c => c.NotBefore).ThenBy(c => c.SerialNumber, StringComparer.Ordinal)
            .FirstOrDefault();
        if (certificate is null)
        {
            return null;
        }

        var id = SealKey.IdOf(certificate);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(File.ReadAllText(Path.Combine(place, $"{id}.key")), passphrase);
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new InvalidOperationException($"The seal key {id} of {owner} cannot be opened: the passphrase is another, or the file is damaged. / تعذر فتح مفتاح الختم: عبارة المرور مختلفة أو الملف تالف.", e);
        }

        return new SealKey(id, owner, certificate, key, owner == Authority ? certificate : Take(Authority, "", now, SealKeyUse.Seal).Certificate);
    }

    private SealKey Make(string owner, string name, DateTimeOffset now, SealKeyUse use)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var isAuthority = owner == Authority;
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(isAuthority ? "Diwan Sandbox Authority" : Short(name));
        subject.AddOrganizationName("Diwan Sandbox");
        subject.AddCountryOrRegion("JO");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, isAuthority, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
            : use == SealKeyUse.TimeStamp ? X509KeyUsageFlags.DigitalSignature
            : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
            critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (use == SealKeyUse.TimeStamp)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        }

        var from = now.AddMinutes(-5);
        X509Certificate2 certificate;
        X509Certificate2 issuer;
        if (isAuthority)
        {
            issuer = X509CertificateLoader.LoadCertificate(request.CreateSelfSigned(from, now.AddYears(20)).RawData);
            certificate = issuer;
        }
        else
        {
            var authority = Take(Authority, "", now, SealKeyUse.Seal);
            issuer = authority.Certificate;
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
            var serial = RandomNumberGenerator.GetBytes(16);
            serial[0] = (byte)(0x40 | (serial[0] & 0x3F)); // positive, and without leading zero bits to trip an encoder
            var notBefore = from < issuer.NotBefore.ToUniversalTime() ? issuer.NotBefore.ToUniversalTime() : from;
            certificate = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(authority.Key), notBefore, now.AddYears(5), serial);
        }

        var id = SealKey.IdOf(certificate);
        var place = Path.Combine(folder, owner);
        Directory.CreateDirectory(place);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // The certificate last: a key counts only when both are there.
        File.WriteAllText(Path.Combine(place, $"{id}.key"), key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Protection));
        File.WriteAllText(Path.Combine(place, $"{id}.crt"), certificate.ExportCertificatePem());
        return new SealKey(id, owner, certificate, key, issuer);
    }

    /// <summary>A common name holds at most 64 characters (RFC 5280).</summary>
    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
