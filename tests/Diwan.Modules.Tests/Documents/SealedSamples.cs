using Diwan.Documents;
using Diwan.Documents.Rendering;
using Diwan.Documents.Sealing;
using Microsoft.Extensions.Time.Testing;

namespace Diwan.Modules.Tests.Documents;

/// <summary>Sealed documents without a database: keys in a folder of their own or in a given vault, one clock.</summary>
internal sealed class SealedSamples : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    internal SealedSamples(IKeyVault? vault = null)
    {
        Folder = Directory.CreateTempSubdirectory("diwan-keys").FullName;
        Vault = vault ?? new FolderVault(Folder, "a passphrase for tests only");
        Keys = new SealKeys(Folder, Vault);
    }

    internal string Folder { get; }

    internal IKeyVault Vault { get; }

    internal SealKeys Keys { get; }

    internal (byte[] Pdf, string Code, string Qr) Seal(DocumentContent content, DateTimeOffset? at = null)
    {
        var now = at ?? Now;
        // The installation's own time-stamps wait for nobody.
        return SealAsync(content, new OwnTimeStamps(Keys, new FakeTimeProvider(now)), now).GetAwaiter().GetResult();
    }

    internal async Task<(byte[] Pdf, string Code, string Qr)> SealAsync(DocumentContent content, ITimeStamps stamps, DateTimeOffset now)
    {
        var key = Keys.Sealing(content.Institution, content.InstitutionName, now);
        var code = DocumentCode.New().Value;
        var qr = QrSeal.Make(content, code, now, key);
        var pdf = DocumentRenderer.Render(content, new DocumentStamp(code, now, qr, "https://diwan.example/verify"));
        return (await PdfSeal.SignAsync(pdf, key, Keys.ValidationOf(key, now), stamps, TestContext.Current.CancellationToken), code, qr);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
