using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Diwan.Web.Tests.Api;

/// <summary>The real site with data of its own; documents are issued as the cases do.</summary>
public sealed class TrustSite : WebApplicationFactory<Program>
{
    internal const string Holder = "JO:2000000101";

    internal string Folder => folder;

    private static readonly Actor Officer = new(ActorKind.Officer, "OFF:1", "An officer", "moj");

    private readonly string folder = Directory.CreateTempSubdirectory("diwan-trust-site-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Directory", folder);
        builder.UseSetting("Web:Sandbox", "true");
        builder.UseSetting("Cases:Demonstration", "true");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Documents:VerifyAddress", "https://diwan.example/verify");
        builder.UseSetting("Documents:LogEvery", "1.00:00:00");
        builder.UseSetting("Verification:PerMinute", "40");
    }

    /// <summary>A document in force. What it says is the least a document can say.</summary>
    internal async Task<(string Code, byte[] Pdf)> IssueAsync(Guid? caseId = null, DateOnly? until = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var content = new DocumentContent(
            "moj/non-conviction-certificate/certificate", DocumentLanguage.Both, new("شهادة عدم محكومية", "Non-conviction certificate"), "moj", new("وزارة العدل", "Ministry of Justice"),
            [new DocumentBlock.Paragraph(new("نص", "Text"))], [new("holder", new("صاحب الوثيقة", "Holder"), "سلمى"), new("purpose", new("الغاية", "Purpose"), "عمل")], until, Sandbox: true);
        var change = new Change(Actor.System("tests"), Channel.System, "document-issuing", now);
        var key = Guid.CreateVersion7(now).ToString("N");
        var issued = await Services.GetRequiredService<IssueDocument>().AddAsync(
            change, new(caseId ?? Guid.CreateVersion7(now), "7K4M-92QX-3", Holder, "certificate", "moj", _ => content, now, key) { Assurance = Assurance.Low }, Ct);
        (await Services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        var file = (DownloadDocument.Result.Ready)await Services.GetRequiredService<DownloadDocument>().RunAsync(issued.Number, Holder, Actor.System("test"), Ct);
        return (issued.Number, file.Bytes);
    }

    internal async Task RevokeAsync(string code, RevocationReason reason)
    {
        await using var scope = Services.CreateAsyncScope();
        var change = new Change(Officer, Channel.Portal, "document-revoking", TimeProvider.System.GetUtcNow());
        await scope.ServiceProvider.GetRequiredService<RevokeDocument>().AddAsync(change, code, reason, Ct);
        (await Services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }

    internal async Task<string> KeyAsync(string name)
    {
        var added = (AddRelyingBody.Result.Added)await Services.GetRequiredService<AddRelyingBody>().RunAsync(name, name, Officer, Ct);
        return ((IssueRelyingKey.Result.Issued)await Services.GetRequiredService<IssueRelyingKey>().RunAsync(added.Id, Officer, Ct)).Key;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
