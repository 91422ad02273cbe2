using System.Security.Cryptography;
using Diwan.Documents;
using Diwan.Documents.Sealing;

namespace Diwan.Modules.Tests.Documents.Sealing;

/// <summary>What holds of the seal keys wherever they are: in a folder, or in a security module.</summary>
public sealed class KeyVaultTests : IDisposable
{
    private static readonly Words Justice = new("وزارة العدل", "Ministry of Justice");
    private static readonly Words Lands = new("دائرة الأراضي والمساحة", "Department of Lands and Survey");

    private readonly List<SealedSamples> opened = [];

    public enum Place
    {
        Folder,
        Module,
    }

    public static TheoryData<Place> Places => [Place.Folder, Place.Module];

    public void Dispose() => opened.ForEach(s =>
    {
        (s.Vault as IDisposable)?.Dispose();
        s.Dispose();
    });

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_institution_seals_with_a_key_of_its_own(Place place)
    {
        var samples = Open(place);
        var certificate = samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Both));
        var deed = samples.Seal(SampleDocuments.Deed(DocumentLanguage.Both));
        var keys = TrustedKeys.Parse(samples.Keys.Published().ToJson());

        var first = Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(certificate.Pdf, keys)).Key;
        var second = Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(deed.Pdf, keys)).Key;

        Assert.Equal(("moj", "dls"), (first.Institution, second.Institution));
        Assert.NotEqual(first.KeyId, second.KeyId);
        Assert.IsType<SealReading.Genuine>(SealVerifier.VerifyQr(certificate.Qr, keys));
        Assert.IsType<SealReading.Genuine>(SealVerifier.VerifyQr(deed.Qr, keys));
        // The key of one never seals for the other.
        var foreign = QrSeal.Make(SampleDocuments.Deed(DocumentLanguage.Arabic), DocumentCode.New().Value, SealedSamples.Now, samples.Keys.Sealing("moj", Justice, SealedSamples.Now));
        Assert.IsType<SealReading.Altered>(SealVerifier.VerifyQr(foreign, keys));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_changed_byte_is_refused_and_pdfsig_and_OpenSSL_accept_the_rest(Place place)
    {
        OutsideTool.Needed("pdfsig", "openssl");
        var samples = Open(place);
        var pdf = samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic)).Pdf;
        var path = Path.Combine(samples.Folder, "document.pdf");
        File.WriteAllBytes(path, pdf);

        Assert.Contains("Signature is Valid.", OutsideTool.Run("pdfsig", path).Output, StringComparison.Ordinal);
        pdf[^400] ^= 1;
        Assert.IsType<PdfReading.Altered>(SealVerifier.VerifyPdf(pdf, samples.Keys.Published()));
        File.WriteAllBytes(path, pdf);
        Assert.DoesNotContain("Signature is Valid.", OutsideTool.Run("pdfsig", path).Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Rotation_gives_a_new_key_retires_the_old_one_and_leaves_old_documents_genuine(Place place)
    {
        var samples = Open(place);
        var before = samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic));
        var old = samples.Keys.Sealing("moj", Justice, SealedSamples.Now);
        var rotated = SealedSamples.Now.AddDays(1);

        var made = samples.Keys.Rotate("moj", Justice, rotated);
        var after = samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic), SealedSamples.Now.AddDays(2));
        var keys = TrustedKeys.Parse(samples.Keys.Published().ToJson());

        Assert.NotEqual(old.KeyId, made.KeyId);
        Assert.Equal(old.KeyId, Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(before.Pdf, keys)).Key.KeyId);
        Assert.IsType<SealReading.Genuine>(SealVerifier.VerifyQr(before.Qr, keys));
        Assert.Equal(made.KeyId, Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(after.Pdf, keys)).Key.KeyId);
        // Published with its dates: until the rotation, and no longer.
        Assert.Equal(rotated, keys.Keys.Single(k => k.KeyId == old.KeyId).Until);
        Assert.True(keys.Keys.Single(k => k.KeyId == made.KeyId).Until > rotated.AddYears(4));
        // Another institution's key is not touched by it.
        Assert.Equal(samples.Keys.Sealing("dls", Lands, SealedSamples.Now).KeyId, samples.Keys.Sealing("dls", Lands, rotated.AddDays(1)).KeyId);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_retired_key_cannot_seal_any_more_not_even_from_another_process(Place place)
    {
        var samples = Open(place);
        samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic));
        var other = new SealKeys(samples.Folder, samples.Vault);
        var held = other.Sealing("moj", Justice, SealedSamples.Now);

        Assert.True(samples.Keys.Retire(held.KeyId, SealedSamples.Now.AddHours(1), compromised: false));
        Assert.False(samples.Keys.Retire(held.KeyId, SealedSamples.Now.AddHours(2), compromised: false));
        Assert.False(samples.Keys.Retire("0123456789abcdef", SealedSamples.Now, compromised: false));

        // Its private part is gone, the other process takes a new one, and what was still made with the old one is refused.
        Assert.Null(samples.Vault.Open("moj", held.Certificate));
        Assert.NotEqual(held.KeyId, other.Sealing("moj", Justice, SealedSamples.Now.AddHours(2)).KeyId);
        if (place == Place.Module)
        {
            Assert.Throws<KeyVaultException>(() => held.Key.SignData((byte[])[1], HashAlgorithmName.SHA256));
        }
        else
        {
            var late = QrSeal.Make(SampleDocuments.Certificate(DocumentLanguage.Arabic), DocumentCode.New().Value, SealedSamples.Now.AddHours(3), held);
            Assert.IsType<SealReading.Altered>(SealVerifier.VerifyQr(late, samples.Keys.Published()));
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void The_certificate_of_a_key_that_others_may_have_had_goes_on_the_revocation_list(Place place)
    {
        OutsideTool.Needed("openssl");
        var samples = Open(place);
        var before = samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic));
        var lost = samples.Keys.Sealing("moj", Justice, SealedSamples.Now);
        var sound = samples.Keys.Sealing("dls", Lands, SealedSamples.Now);
        Assert.False(RevocationList.Read(samples.Keys.RevocationList(SealedSamples.Now))!.Revokes(lost.Certificate));

        Assert.True(samples.Keys.Retire(lost.KeyId, SealedSamples.Now.AddHours(1), compromised: true));

        var list = RevocationList.Read(samples.Keys.RevocationList(SealedSamples.Now.AddHours(1)))!;
        Assert.True(list.IsOf(lost.Issuer));
        Assert.True(list.Revokes(lost.Certificate));
        Assert.False(list.Revokes(sound.Certificate));
        // What it sealed before that moment, by its time-stamp, stays genuine.
        Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(before.Pdf, samples.Keys.Published()));

        var authority = Save(samples, "authority.pem", lost.Issuer.ExportCertificatePem());
        var crl = Path.Combine(samples.Folder, "list.crl");
        File.WriteAllBytes(crl, list.Bytes);
        var at = SealedSamples.Now.AddHours(2).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        (int Exit, string Output) Verify(SealKey key) => OutsideTool.Run(
            "openssl", "verify", "-attime", at, "-crl_check", "-CRLfile", crl, "-CAfile", authority, "-purpose", "any", Save(samples, $"{key.KeyId}.pem", key.Certificate.ExportCertificatePem()));
        Assert.Equal(0, Verify(sound).Exit);
        var (exit, said) = Verify(lost);
        Assert.NotEqual(0, exit);
        Assert.Contains("certificate revoked", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Keys_are_found_again_after_a_restart(Place place)
    {
        var samples = Open(place);
        var first = samples.Keys.Sealing("moj", Justice, SealedSamples.Now);
        var vault = place == Place.Module ? SoftHsm.Vault() : (IKeyVault)new FolderVault(samples.Folder, "a passphrase for tests only");

        var again = new SealKeys(samples.Folder, vault).Sealing("moj", Justice, SealedSamples.Now.AddDays(1));

        Assert.Equal(first.KeyId, again.KeyId);
        var signature = again.Key.SignData((byte[])[1, 2, 3], HashAlgorithmName.SHA256);
        using var seen = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPublicKey(first.Certificate);
        Assert.True(seen!.VerifyData((byte[])[1, 2, 3], signature, HashAlgorithmName.SHA256));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Many_threads_seal_at_once(Place place)
    {
        var samples = Open(place);
        var key = samples.Keys.Sealing("moj", Justice, SealedSamples.Now);
        using var seen = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPublicKey(key.Certificate);

        var signatures = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Enumerable.Range(0, 20).Select(k => ((byte[])[(byte)i, (byte)k], key.Key.SignData((byte[])[(byte)i, (byte)k], HashAlgorithmName.SHA256))).ToList())));

        Assert.All(signatures.SelectMany(s => s), s => Assert.True(seen!.VerifyData(s.Item1, s.Item2, HashAlgorithmName.SHA256)));
    }

    [Fact]
    public void A_key_never_leaves_the_module()
    {
        var samples = Open(Place.Module);
        var key = samples.Keys.Sealing("moj", Justice, SealedSamples.Now);

        Assert.Throws<CryptographicException>(() => key.Key.ExportParameters(includePrivateParameters: true));
        Assert.Empty(Directory.EnumerateFiles(samples.Folder, "*.key", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_module_that_cannot_be_used_says_which_and_why()
    {
        using var wrongPin = SoftHsm.Vault("other", "0000000");
        using var noToken = SoftHsm.Vault("nowhere");
        using var noLibrary = new Pkcs11Vault("/nowhere/module.so", "diwan", "1");

        Assert.Contains("CKR_PIN_INCORRECT", Assert.Throws<KeyVaultException>(() => wrongPin.Make("moj")).Message, StringComparison.Ordinal);
        Assert.Contains("no token labelled nowhere", Assert.Throws<KeyVaultException>(() => noToken.Make("moj")).Message, StringComparison.Ordinal);
        Assert.Contains("module.so", Assert.Throws<KeyVaultException>(() => noLibrary.Make("moj")).Message, StringComparison.Ordinal);
    }

    private static string Save(SealedSamples samples, string name, string text)
    {
        var path = Path.Combine(samples.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private SealedSamples Open(Place place)
    {
        var samples = new SealedSamples(place == Place.Module ? SoftHsm.Vault() : null);
        opened.Add(samples);
        return samples;
    }
}
