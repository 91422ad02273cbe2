using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// The keys of the bill rail's envelope. Ours is in <c>Payments:BillRail:KeyFile</c> (PEM; by default <c>keys/bill-rail.pem</c> in the data
/// directory, made at first need; nodes share the file). The rail's public key is <c>Payments:BillRail:RailKey</c>.
/// ECDSA and RSA keys are taken; both sign with SHA-256.
/// </summary>
public sealed class RailKeys : IDisposable
{
    private readonly Lazy<AsymmetricAlgorithm> _ours;
    private readonly Lazy<AsymmetricAlgorithm?> _theirs;

    public RailKeys(IOptions<PaymentsOptions> options, IConfiguration configuration)
    {
        _ours = new(() => Load(options.Value.BillRail.KeyFile is { Length: > 0 } file
            ? file
            : Path.Combine(configuration["Data:Directory"] ?? ".diwan", "keys", "bill-rail.pem")));
        _theirs = new(() => options.Value.BillRail.RailKey is { Length: > 0 } pem ? Import(pem) : null);
    }

    /// <summary>What the rail verifies our envelopes with.</summary>
    public string PublicPem => _ours.Value.ExportSubjectPublicKeyInfoPem();

    internal byte[] Sign(byte[] data) => _ours.Value switch
    {
        ECDsa key => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        RSA key => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        var other => throw new InvalidOperationException($"A {other.SignatureAlgorithm} key cannot sign."),
    };

    /// <summary>False, too, when no key of the rail is configured.</summary>
    internal bool Verifies(byte[] data, byte[] signature) => _theirs.Value switch
    {
        ECDsa key => key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        RSA key => key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => false,
    };

    /// <exception cref="CryptographicException">It is no public key of a kind we know.</exception>
    /// <exception cref="ArgumentException">It is no PEM.</exception>
    internal static AsymmetricAlgorithm Import(string pem)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(pem);
            return ecdsa;
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }

    public void Dispose()
    {
        if (_ours.IsValueCreated)
        {
            _ours.Value.Dispose();
        }

        if (_theirs.IsValueCreated)
        {
            _theirs.Value?.Dispose();
        }
    }

    private static AsymmetricAlgorithm Load(string file)
    {
        if (!File.Exists(file))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);

            // Written aside and moved into place whole: a process that dies, or another that reads, never meets half a key.
            var aside = $"{file}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(aside, options))
            {
                writer.Write(made.ExportPkcs8PrivateKeyPem());
            }

            try
            {
                File.Move(aside, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another process made it at the same moment: theirs is the key.
                File.Delete(aside);
            }
        }

        return Import(File.ReadAllText(file));
    }
}
