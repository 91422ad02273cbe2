using Diwan.Documents;
using Diwan.Documents.Rendering;
using Diwan.Documents.Sealing;

namespace Diwan.Modules.Tests.Documents;

/// <summary>Sealed documents without a database: keys in a folder of their own, one clock.</summary>
internal sealed class SealedSamples : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    internal SealedSamples()
    {
        Folder = Directory.CreateTempSubdirectory("diwan-keys").FullName;
        Keys = new SoftwareSealKeys(Folder, "a passphrase for tests only");
    }

    internal string Folder { get; }

    internal SoftwareSealKeys Keys { get; }

    internal (byte[] Pdf, string Code, string Qr) Seal(DocumentContent content, DateTimeOffset? at = null)
    {
        var now = at ?? Now;
        var key = Keys.Sealing(content.Institution, content.InstitutionName, now);
        var code = DocumentCode.New().Value;
        var qr = QrSeal.Make(content, code, now, key);
        var pdf = DocumentRenderer.Render(content, new DocumentStamp(code, now, qr, "https://diwan.example/verify"));
        return (PdfSeal.Sign(pdf, key, Keys.TimeStamping(now), now), code, qr);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
