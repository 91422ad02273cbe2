using System.Security.Cryptography;
using System.Text;

namespace Diwan.Sandbox.Rails;

/// <summary>The key with which the simulated bill rail signs its envelopes. It follows from the sandbox's secret, which is public: it proves nothing.</summary>
public static class RailKey
{
    public static string PublicPem(string secret)
    {
        using var key = Of(secret);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    internal static ECDsa Of(string secret)
    {
        var scalar = SHA256.HashData(Encoding.UTF8.GetBytes("bill rail " + secret));
        scalar[0] = 0; // below the order of the curve
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }
}
