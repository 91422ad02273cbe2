using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Diwan.Documents;

/// <summary>
/// Keys in a security module, spoken to by PKCS #11 (v2.40): they are made inside it, marked sensitive and not extractable, and only asked to sign.
/// A key is found by its label (<c>diwan/</c> and the owner) and its identifier, the beginning of the SHA-256 of the public key.
/// </summary>
public sealed class Pkcs11Vault : IKeyVault, IDisposable
{
    /// <summary>A module is initialised once in a process, however many vaults use it.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<IPkcs11Library>> Libraries = new(StringComparer.Ordinal);

    private static readonly Pkcs11InteropFactories Factories = new();

    /// <summary>The object identifier of P-256, in DER.</summary>
    private static readonly byte[] P256 = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    private readonly string library;
    private readonly string token;
    private readonly string pin;
    private readonly ConcurrentBag<ISession> idle = [];
    private readonly Lock opening = new();

    /// <summary>The library asks for <c>libdl</c>, which without the packages for developers is there only under its full name.</summary>
    static Pkcs11Vault() => NativeLibrary.SetDllImportResolver(
        typeof(Pkcs11InteropFactories).Assembly,
        (name, assembly, search) => name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", assembly, search, out var handle) ? handle : nint.Zero);

    /// <param name="library">The path of the module's PKCS #11 library.</param>
    /// <param name="token">The label of the token.</param>
    public Pkcs11Vault(string library, string token, string pin) => (this.library, this.token, this.pin) = (library, token, pin);

    public ECDsa Make(string owner) => With("making a key / إنشاء مفتاح", session =>
    {
        var label = LabelOf(owner);
        var make = Factories.ObjectAttributeFactory;
        using var mechanism = Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN);
        session.GenerateKeyPair(
            mechanism,
            [
                make.Create(CKA.CKA_TOKEN, true), make.Create(CKA.CKA_LABEL, label), make.Create(CKA.CKA_VERIFY, true), make.Create(CKA.CKA_EC_PARAMS, P256),
            ],
            [
                make.Create(CKA.CKA_TOKEN, true), make.Create(CKA.CKA_PRIVATE, true), make.Create(CKA.CKA_LABEL, label), make.Create(CKA.CKA_SIGN, true),
                make.Create(CKA.CKA_SENSITIVE, true), make.Create(CKA.CKA_EXTRACTABLE, false),
            ],
            out var publicKey,
            out var privateKey);
        var point = session.GetAttributeValue(publicKey, [CKA.CKA_EC_POINT])[0].GetValueAsByteArray();
        var key = new ModuleKey(this, PublicOf(point), privateKey);
        List<IObjectAttribute> name = [make.Create(CKA.CKA_ID, VaultKeyName.Of(key))];
        session.SetAttributeValue(publicKey, name);
        session.SetAttributeValue(privateKey, name);
        return key;
    });

    public ECDsa? Open(string owner, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var publicKey = certificate.GetECDsaPublicKey();
        return publicKey is null
            ? null
            : With("looking for a key / البحث عن مفتاح", session =>
                Find(session, owner, certificate, CKO.CKO_PRIVATE_KEY) is { } handle ? new ModuleKey(this, publicKey.ExportParameters(false), handle) : null);
    }

    public void Destroy(string owner, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        With("destroying a key / إتلاف مفتاح", session =>
        {
            foreach (var kind in (CKO[])[CKO.CKO_PRIVATE_KEY, CKO.CKO_PUBLIC_KEY])
            {
                if (Find(session, owner, certificate, kind) is { } handle)
                {
                    session.DestroyObject(handle);
                }
            }

            return true;
        });
    }

    public void Dispose()
    {
        while (idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private static string LabelOf(string owner) => $"diwan/{owner}";

    private static IObjectHandle? Find(ISession session, string owner, X509Certificate2 certificate, CKO kind)
    {
        var make = Factories.ObjectAttributeFactory;
        return session.FindAllObjects(
            [make.Create(CKA.CKA_CLASS, kind), make.Create(CKA.CKA_LABEL, LabelOf(owner)), make.Create(CKA.CKA_ID, VaultKeyName.Of(certificate))]).FirstOrDefault();
    }

    /// <summary>CKA_EC_POINT is an uncompressed point within an OCTET STRING.</summary>
    private static ECParameters PublicOf(byte[] encoded)
    {
        var point = AsnDecoder.ReadOctetString(encoded, AsnEncodingRules.DER, out _);
        if (point.Length != 65 || point[0] != 4)
        {
            throw new KeyVaultException("The security module gave a key that is not on P-256. / أعطت الوحدة الأمنية مفتاحًا من منحنى آخر.");
        }

        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } };
    }

    /// <summary>Works with a session of its own. A session that was lost (a module restarted, a cable) is replaced once.</summary>
    private T With<T>(string doing, Func<ISession, T> work)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                var session = idle.TryTake(out var kept) ? kept : OpenSession();
                var result = default(T);
                try
                {
                    result = work(session);
                }
                catch
                {
                    Forget(session);
                    throw;
                }

                idle.Add(session);
                return result;
            }
            catch (Pkcs11Exception e) when (!again && e.RV is CKR.CKR_SESSION_HANDLE_INVALID or CKR.CKR_SESSION_CLOSED or CKR.CKR_DEVICE_REMOVED or CKR.CKR_USER_NOT_LOGGED_IN)
            {
                while (idle.TryTake(out var stale))
                {
                    Forget(stale);
                }
            }
            catch (Exception e) when (e is Pkcs11Exception or UnmanagedException or DllNotFoundException)
            {
                throw new KeyVaultException(
                    $"The security module ({Path.GetFileName(library)}, token {token}) failed at {doing}: {e.Message} / تعذر استعمال الوحدة الأمنية.", e);
            }
        }
    }

    private static void Forget(ISession session)
    {
        try
        {
            session.Dispose();
        }
        catch (Pkcs11Exception)
        {
            // It was lost already.
        }
    }

    private ISession OpenSession()
    {
        var module = Libraries.GetOrAdd(library, path => new(() => Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded))).Value;
        var slot = module.GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(s => s.GetTokenInfo().Label.TrimEnd() == token)
            ?? throw new KeyVaultException(
                $"The security module ({Path.GetFileName(library)}) has no token labelled {token}. Check Documents:Module:Token. / لا رمز بهذا الاسم في الوحدة الأمنية.");
        var session = slot.OpenSession(SessionType.ReadWrite);
        // One login holds for all sessions of the process; two threads may meet here.
        lock (opening)
        {
            try
            {
                session.Login(CKU.CKU_USER, Encoding.UTF8.GetBytes(pin));
            }
            catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
            {
                // By another session of ours.
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }

        return session;
    }

    /// <summary>A key that stays in the module: signs there, verifies here.</summary>
    private sealed class ModuleKey : ECDsa
    {
        private readonly Pkcs11Vault vault;
        private readonly ECParameters publicKey;
        private readonly IObjectHandle handle;

        internal ModuleKey(Pkcs11Vault vault, ECParameters publicKey, IObjectHandle handle)
        {
            (this.vault, this.publicKey, this.handle) = (vault, publicKey, handle);
            LegalKeySizesValue = [new KeySizes(256, 256, 0)];
            KeySizeValue = 256;
        }

        /// <summary>CKM_ECDSA gives r and s one after the other, as .NET asks for.</summary>
        public override byte[] SignHash(byte[] hash) => vault.With("sealing / الختم", session =>
        {
            using var mechanism = Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
            return session.Sign(mechanism, handle, hash);
        });

        public override bool VerifyHash(byte[] hash, byte[] signature)
        {
            using var key = Create(publicKey);
            return key.VerifyHash(hash, signature);
        }

        public override ECParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
            ? throw new CryptographicException("The key stays in the security module. / المفتاح لا يغادر الوحدة الأمنية.")
            : publicKey;

        public override void ImportParameters(ECParameters parameters) => throw new NotSupportedException();

        public override void GenerateKey(ECCurve curve) => throw new NotSupportedException();
    }
}
