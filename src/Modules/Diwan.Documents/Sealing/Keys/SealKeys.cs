using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>A key that can seal.</summary>
/// <param name="KeyId">Sixteen hexadecimal digits: the first eight bytes of the SHA-256 of the certificate.</param>
/// <param name="Certificate">The certificate without its private key.</param>
/// <param name="Key">P-256. Only asked to sign; it may be a handle to a key kept elsewhere.</param>
/// <param name="Issuer">The certificate of the authority that vouches for it.</param>
public sealed record SealKey(string KeyId, string Institution, X509Certificate2 Certificate, ECDsa Key, X509Certificate2 Issuer)
{
    /// <summary>A key of no authority, for specimens: nobody's published keys hold it.</summary>
    internal static SealKey Passing(string institution, DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var whole = new CertificateRequest("CN=Specimen", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadCertificate(whole.RawData);
        return new SealKey(IdOf(certificate), institution, certificate, key, certificate);
    }

    /// <summary>The identifier of a certificate's key.</summary>
    public static string IdOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData).AsSpan(0, 8));
    }
}

/// <summary>
/// Which key seals for which institution, and until when. The private keys are in a vault; here, in a folder that several processes may share, are the
/// certificates, under an authority of the installation's own that is made on first use. A folder for each institution holds <c>id.crt</c> and, once the key
/// is retired, <c>id.retired</c> with the moment; <c>id.compromised</c> beside it puts the certificate on the authority's revocation list.
/// </summary>
/// <param name="folder">Made when it is not there.</param>
/// <param name="revocations">Where the authority's revocation list is published; written into the certificates. Null leaves it out.</param>
public sealed class SealKeys(string folder, IKeyVault vault, Uri? revocations = null)
{
    private const string Authority = "_authority";
    private const string Clock = "_timestamp";
    private const string Outside = "_outside";

    /// <summary>A revocation list is good for <see cref="ListGood"/> and made anew after <see cref="ListFresh"/>.</summary>
    private static readonly TimeSpan ListFresh = TimeSpan.FromHours(12);

    private static readonly TimeSpan ListGood = TimeSpan.FromDays(7);

    private readonly Lock gate = new();
    private readonly Dictionary<string, SealKey> current = new(StringComparer.Ordinal);
    private volatile Publication? published;

    /// <summary>The key with which the institution seals now; made when it has none.</summary>
    /// <exception cref="KeyVaultException">The vault cannot be used.</exception>
    public SealKey Sealing(string institution, Words institutionName, DateTimeOffset now) =>
        Take(Known(institution), institutionName.In(arabic: false), now, SealKeyUse.Seal);

    /// <summary>The installation's own key for what it says of itself: lists of what ended, status lists, and the time where no outside authority is set up.</summary>
    public SealKey TimeStamping(DateTimeOffset now) => Take(Clock, "Diwan Sandbox Time Stamping", now, SealKeyUse.TimeStamp);

    /// <summary>
    /// Makes a new key for the institution and retires the one before it, whose private part is destroyed. Documents sealed until now stay genuine.
    /// </summary>
    public SealKey Rotate(string institution, Words institutionName, DateTimeOffset now)
    {
        lock (gate)
        {
            var before = Take(Known(institution), institutionName.In(arabic: false), now, SealKeyUse.Seal);
            var made = Make(institution, institutionName.In(arabic: false), now, SealKeyUse.Seal);
            Retire(institution, before.Certificate, now, compromised: false);
            return current[institution] = made;
        }
    }

    /// <summary>
    /// Retires a key of an institution without making another; the next seal of the institution makes one. The private part is destroyed. Documents sealed
    /// until now, by their time-stamps, stay genuine.
    /// </summary>
    /// <param name="compromised">Somebody else may have had the key: its certificate goes on the revocation list as well.</param>
    /// <returns>False when there is no such key in use.</returns>
    public bool Retire(string keyId, DateTimeOffset now, bool compromised)
    {
        lock (gate)
        {
            if (Published().Find(keyId) is not { Key: { Use: SealKeyUse.Seal } key } found || key.Until <= now)
            {
                return false;
            }

            Retire(key.Institution, found.Certificate, now, compromised);
            current.Remove(key.Institution);
            return true;
        }
    }

    /// <summary>Every key that ever sealed, with its dates, for those who verify.</summary>
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
            if (MomentIn(Path.ChangeExtension(path, ".retired")) is { } at && at < until)
            {
                until = at;
            }

            var isClock = owner is Clock or Outside;
            keys.Add(new(
                SealKey.IdOf(certificate),
                isClock ? SealKeyUse.TimeStamp : SealKeyUse.Seal,
                isClock ? "" : owner,
                certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                Convert.ToBase64String(certificate.RawData),
                new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
                until));
        }

        published = new(listing, new TrustedKeys(keys));
        return published.Keys;
    }

    /// <summary>The certificate of the installation's own authority.</summary>
    public X509Certificate2 AuthorityCertificate(DateTimeOffset now) => Take(Authority, "", now, SealKeyUse.Seal).Certificate;

    /// <summary>The authority's revocation list (RFC 5280) in DER: the certificates of keys that others may have had. The same bytes for twelve hours, unless one is added.</summary>
    public byte[] RevocationList(DateTimeOffset now)
    {
        lock (gate)
        {
            var path = Path.Combine(folder, Authority, "revoked.crl");
            if (File.Exists(path) && new DateTimeOffset(File.GetLastWriteTimeUtc(path)) is var made && made <= now && now - made < ListFresh)
            {
                return File.ReadAllBytes(path);
            }

            var authority = Take(Authority, "", now, SealKeyUse.Seal);
            var builder = new CertificateRevocationListBuilder();
            foreach (var mark in Directory.EnumerateFiles(folder, "*.compromised", SearchOption.AllDirectories))
            {
                using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.ChangeExtension(mark, ".crt"));
                builder.AddEntry(certificate, MomentIn(mark) ?? now, X509RevocationReason.KeyCompromise);
            }

            var from = now.AddMinutes(-5);
            var list = builder.Build(
                authority.Certificate.SubjectName,
                X509SignatureGenerator.CreateForECDsa(authority.Key),
                new BigInteger(now.ToUnixTimeMilliseconds()),
                now + ListGood,
                HashAlgorithmName.SHA256,
                X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority.Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false),
                from < authority.Certificate.NotBefore.ToUniversalTime() ? authority.Certificate.NotBefore.ToUniversalTime() : from);
            var aside = $"{path}.{Environment.ProcessId}";
            File.WriteAllBytes(aside, list);
            File.SetLastWriteTimeUtc(aside, now.UtcDateTime);
            File.Move(aside, path, overwrite: true);
            return list;
        }
    }

    /// <summary>What shows later that a key of ours was good: its chain, and the revocation list over it.</summary>
    public ValidationData ValidationOf(SealKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ValidationData.Of([key.Certificate, key.Issuer], [RevocationList(now)]);
    }

    /// <summary>Publishes the certificate of an outside time-stamping authority whose stamps this installation accepted.</summary>
    internal void Recognise(X509Certificate2 clock)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Outside)).FullName, $"{SealKey.IdOf(clock)}.crt");
        lock (gate)
        {
            // Many documents are sealed at once, and the first stamps of all of them show the same authority.
            if (!File.Exists(path))
            {
                WriteWhole(path, clock.ExportCertificatePem());
            }
        }
    }

    private sealed record Publication(string Listing, TrustedKeys Keys);

    private static string Known(string institution) => institution.Length > 0 && institution.All(c => char.IsAsciiLetterOrDigit(c) || c is '-')
        ? institution
        : throw new ArgumentException($"{institution} is not the key of an institution. / ليس مفتاح مؤسسة.", nameof(institution));

    private static DateTimeOffset? MomentIn(string path) =>
        File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>Whoever reads at the same moment finds the whole file or none.</summary>
    private static void WriteWhole(string path, string text)
    {
        var aside = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(aside, text);
        File.Move(aside, path, overwrite: true);
    }

    private SealKey Take(string owner, string name, DateTimeOffset now, SealKeyUse use)
    {
        lock (gate)
        {
            // Another process may have retired it since.
            if (current.TryGetValue(owner, out var key) && key.Certificate.NotAfter.ToUniversalTime() > now.UtcDateTime && !File.Exists(MarkOf(owner, key.KeyId, "retired")))
            {
                return key;
            }

            return current[owner] = Load(owner, now) ?? Make(owner, name, now, use);
        }
    }

    private string MarkOf(string owner, string id, string mark) => Path.Combine(folder, owner, $"{id}.{mark}");

    private void Retire(string owner, X509Certificate2 certificate, DateTimeOffset now, bool compromised)
    {
        var (id, at) = (SealKey.IdOf(certificate), now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        if (compromised)
        {
            WriteWhole(MarkOf(owner, id, "compromised"), at);
            File.Delete(Path.Combine(folder, Authority, "revoked.crl"));
        }

        // The mark first: should the vault be out of reach, the key counts as retired all the same.
        WriteWhole(MarkOf(owner, id, "retired"), at);
        vault.Destroy(owner, certificate);
    }

    /// <summary>The newest key of the owner that is neither retired nor expired, and which the vault has.</summary>
    private SealKey? Load(string owner, DateTimeOffset now)
    {
        var place = Path.Combine(folder, owner);
        if (!Directory.Exists(place))
        {
            return null;
        }

        foreach (var certificate in Directory.EnumerateFiles(place, "*.crt")
            .Where(path => !File.Exists(Path.ChangeExtension(path, ".retired")))
            .Select(X509CertificateLoader.LoadCertificateFromFile)
            .Where(c => c.NotAfter.ToUniversalTime() > now.UtcDateTime)
            .OrderByDescending(c => c.NotBefore).ThenBy(c => c.SerialNumber, StringComparer.Ordinal))
        {
            if (vault.Open(owner, certificate) is { } key)
            {
                return new SealKey(SealKey.IdOf(certificate), owner, certificate, key, owner == Authority ? certificate : AuthorityCertificate(now));
            }
        }

        return null;
    }

    private SealKey Make(string owner, string name, DateTimeOffset now, SealKeyUse use)
    {
        var key = vault.Make(owner);
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
            var generator = X509SignatureGenerator.CreateForECDsa(key);
            issuer = request.Create(request.SubjectName, generator, from, now.AddYears(20), Serial());
            certificate = issuer;
        }
        else
        {
            var authority = Take(Authority, "", now, SealKeyUse.Seal);
            issuer = authority.Certificate;
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
            if (revocations is not null)
            {
                request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revocations.AbsoluteUri]));
            }

            var notBefore = from < issuer.NotBefore.ToUniversalTime() ? issuer.NotBefore.ToUniversalTime() : from;
            certificate = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(authority.Key), notBefore, now.AddYears(5), Serial());
        }

        var id = SealKey.IdOf(certificate);
        Directory.CreateDirectory(Path.Combine(folder, owner));
        // The certificate last: a key counts only when both are there.
        WriteWhole(MarkOf(owner, id, "crt"), certificate.ExportCertificatePem());
        return new SealKey(id, owner, certificate, key, issuer);
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(0x40 | (serial[0] & 0x3F)); // positive, and without leading zero bits to trip an encoder
        return serial;
    }

    /// <summary>A common name holds at most 64 characters (RFC 5280).</summary>
    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
