using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Documents.Trust;

/// <summary>The room with a database and keys of its own; documents are issued as the cases do.</summary>
internal sealed class TrustWorld : IAsyncDisposable
{
    internal const string Holder = "JO:2000000101";

    internal static readonly Actor Officer = new(ActorKind.Officer, "OFF:1", "An officer", "moj");
    internal static readonly Actor Person = new(ActorKind.Person, Holder, "A person");

    private readonly TestDatabase database;
    private readonly string folder = Directory.CreateTempSubdirectory("diwan-trust").FullName;

    private TrustWorld(TestDatabase database)
    {
        this.database = database;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Documents:KeyFolder", folder), new("Audit:KeyFile", Path.Combine(folder, "checkpoints.pem")), new("Documents:VerifyAddress", "https://diwan.example/verify")]).Build();
        Services = database.Services(services =>
        {
            services.AddDocuments(configuration);
            services.AddSingleton(_ => new CheckpointKey(configuration));
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal ServiceProvider Services { get; }

    internal Microsoft.Extensions.Time.Testing.FakeTimeProvider Time => database.Time;

    internal static async Task<TrustWorld> OpenAsync(DatabaseProvider on) => new(await TestDatabase.CreateAsync(on));

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    internal Task<AppDbContext> DatabaseAsync() => Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);

    internal async Task<string> IssueAsync(string key, Guid? caseId = null, Func<DocumentContent, DocumentContent>? with = null)
    {
        var content = SampleDocuments.Certificate(DocumentLanguage.Arabic) with { ValidUntil = null };
        var change = new Change(Actor.System("tests"), Channel.System, "document-issuing", Time.GetUtcNow());
        var order = new IssueDocument.Order(
            caseId ?? Guid.CreateVersion7(Time.GetUtcNow()), "7K4M-92QX-3", Holder, "certificate", "moj", _ => with?.Invoke(content) ?? content, Time.GetUtcNow(), key)
        {
            Assurance = Assurance.Low,
        };
        var issued = await Get<IssueDocument>().AddAsync(change, order, Ct);
        (await Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return issued.Number;
    }

    internal async Task RevokeAsync(string number, RevocationReason reason = RevocationReason.FactsChanged)
    {
        await using var scope = Services.CreateAsyncScope();
        var change = new Change(Officer, Channel.Portal, "document-revoking", Time.GetUtcNow());
        Assert.IsType<RevokeDocument.Result.Revoked>(await scope.ServiceProvider.GetRequiredService<RevokeDocument>().AddAsync(change, number, reason, Ct));
        (await Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }

    internal async Task<byte[]> FileAsync(string number) =>
        Assert.IsType<DownloadDocument.Result.Ready>(await Get<DownloadDocument>().RunAsync(number, Holder, Actor.System("test"), Ct)).Bytes;

    /// <summary>What somebody with the database in their hands could do.</summary>
    internal async Task TamperAsync(string sql)
    {
        await using var db = await DatabaseAsync();
        foreach (var table in (string[])["log_entries", "log_nodes", "log_heads"])
        {
            foreach (var name in db.Provider == DatabaseProvider.Sqlite ? (string[])[$"{table}_keep_update", $"{table}_keep_delete"] : [$"{table}_keep"])
            {
                await db.Database.ExecuteSqlRawAsync(db.Provider == DatabaseProvider.Sqlite ? $"DROP TRIGGER IF EXISTS {name}" : $"DROP TRIGGER IF EXISTS {name} ON {table}", Ct);
            }
        }

        Assert.True(await db.Database.ExecuteSqlRawAsync(sql, Ct) > 0, $"Nothing was tampered with: {sql}");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
