using System.Text.Json;
using Diwan.Documents;
using Diwan.Documents.Rendering;
using Diwan.Documents.Sealing;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Documents;

public sealed class DocumentUseCaseTests
{
    private static readonly Guid Case = new("01980000-0000-7000-8000-000000000001");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task An_issued_document_is_verified_by_its_code_its_file_and_its_seal(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var issued = await world.IssueAsync("case/1");

        var byCode = Assert.IsType<Verification.InForce>(await world.Verify.ByCodeAsync($" {issued.Number.ToLowerInvariant().Replace('-', ' ')} ", Ct));
        Assert.Equal("شهادة عدم محكومية", byCode.Copy.Title.Ar);
        Assert.Equal(["name", "nn", "purpose"], byCode.Copy.Facts.Select(f => f.Key));
        Assert.Equal("ليان سامر خليل الحوراني", byCode.Copy.Facts[0].Value);

        var file = Assert.IsType<DownloadDocument.Result.Ready>(await world.Download.RunAsync(issued.Number, "person-1", Actor.System("test"), Ct));
        Assert.Equal($"non-conviction-certificate-{issued.Number}.pdf", file.Name);
        Assert.IsType<Verification.InForce>(await world.Verify.ByFileAsync(file.Bytes, Ct));

        Assert.IsType<Verification.InForce>(await world.Verify.BySealAsync(world.Seal(issued.Number), Ct));
    }

    [Fact]
    public async Task A_stolen_key_alone_makes_no_documents()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        await world.IssueAsync("case/1");
        var invented = DocumentCode.New().Value;
        var key = world.Keys.Sealing("moj", new("وزارة العدل", "Ministry of Justice"), world.Time.GetUtcNow());
        var content = SampleDocuments.Certificate(DocumentLanguage.Arabic);
        var pdf = PdfSeal.Sign(
            DocumentRenderer.Render(content, new DocumentStamp(invented, world.Time.GetUtcNow(), world.Seal(invented), "-")),
            key,
            world.Keys.TimeStamping(world.Time.GetUtcNow()),
            world.Time.GetUtcNow());

        Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, world.Keys.Published()));
        Assert.IsType<Verification.Unknown>(await world.Verify.ByFileAsync(pdf, Ct));
        Assert.IsType<Verification.Unknown>(await world.Verify.BySealAsync(world.Seal(invented), Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Issuing_again_with_the_same_key_adds_nothing_and_gives_the_same_number(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var first = await world.IssueAsync("case/1");
        var change = world.NewChange();

        var second = await world.Issue.AddAsync(change, world.Order("case/1"), Ct);

        Assert.Equal(first, second);
        Assert.True(change.IsEmpty);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_two_who_issue_at_once_only_one_does(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var (one, two) = (world.NewChange(), world.NewChange());
        await world.Issue.AddAsync(one, world.Order("case/1"), Ct);
        await world.Issue.AddAsync(two, world.Order("case/1"), Ct);

        Assert.True((await world.Writer.WriteAsync(one, Ct)).IsWritten);
        Assert.IsType<ChangeResult.Duplicate>(await world.Writer.WriteAsync(two, Ct));
        Assert.Single(await world.Find.OfPersonAsync("person-1", Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Nothing_is_issued_unless_the_change_is_written(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);

        var issued = await world.Issue.AddAsync(world.NewChange(), world.Order("case/1"), Ct);

        Assert.IsType<Verification.Unknown>(await world.Verify.ByCodeAsync(issued.Number, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_document_issued_again_supersedes_the_first_one(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var first = await world.IssueAsync("case/1");
        world.Time.Advance(TimeSpan.FromHours(2));
        var second = await world.IssueAsync("case/1/corrected");

        var superseded = Assert.IsType<Verification.Superseded>(await world.Verify.ByCodeAsync(first.Number, Ct));
        Assert.Equal(world.Time.GetUtcNow(), superseded.Since);
        Assert.IsType<Verification.InForce>(await world.Verify.ByCodeAsync(second.Number, Ct));
        Assert.Equal([DocumentStatus.InForce, DocumentStatus.Superseded], (await world.Find.OfCaseAsync("7K4M-92QX-3", Ct)).Select(d => d.Status));
    }

    [Theory, OnEveryDatabase]
    public async Task A_revoked_document_says_since_when_and_why_and_stays_revoked(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var issued = await world.IssueAsync("case/1");
        world.Time.Advance(TimeSpan.FromDays(3));
        var file = ((DownloadDocument.Result.Ready)await world.Download.RunAsync(issued.Number, "person-1", Actor.System("test"), Ct)).Bytes;

        Assert.IsType<RevokeDocument.Result.Revoked>(await world.RevokeAsync(issued.Number, RevocationReason.FactsChanged));
        var again = Assert.IsType<RevokeDocument.Result.AlreadyEnded>(await world.RevokeAsync(issued.Number, RevocationReason.IssuedInError));

        Assert.Equal(DocumentStatus.Revoked, again.Status);
        var byFile = Assert.IsType<Verification.Revoked>(await world.Verify.ByFileAsync(file, Ct));
        Assert.Equal((world.Time.GetUtcNow(), RevocationReason.FactsChanged), (byFile.Since, byFile.Reason));
        Assert.IsType<RevokeDocument.Result.NotFound>(await world.RevokeAsync(DocumentCode.New().Value, RevocationReason.ByOrder));
    }

    [Theory, OnEveryDatabase]
    public async Task A_document_expires_after_its_last_day_in_Amman(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var issued = await world.IssueAsync("case/1", c => c with { ValidUntil = new DateOnly(2018, 4, 3) });

        world.Time.SetUtcNow(NationalCalendar.At(new DateOnly(2018, 4, 3), new TimeOnly(23, 59)));
        Assert.IsType<Verification.InForce>(await world.Verify.ByCodeAsync(issued.Number, Ct));

        world.Time.SetUtcNow(NationalCalendar.At(new DateOnly(2018, 4, 4), TimeOnly.MinValue));
        Assert.Equal(new DateOnly(2018, 4, 3), Assert.IsType<Verification.Expired>(await world.Verify.ByCodeAsync(issued.Number, Ct)).LastDay);
    }

    [Theory, OnEveryDatabase]
    public async Task Who_verifies_offline_sees_from_a_kept_list_that_a_document_ended(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        var superseded = await world.IssueAsync("case/1");
        var inForce = await world.IssueAsync("case/1/corrected");
        var keys = TrustedKeys.Parse(world.Keys.Published().ToJson());
        var published = await world.Services.GetRequiredService<PublishEndedDocuments>().RunAsync(Ct);

        var list = EndedDocuments.Read(published, keys)!;

        Assert.Equal((1, world.Time.GetUtcNow()), (list.Count, list.AsAt));
        Assert.True(list.Contains(superseded.Number.ToLowerInvariant()));
        Assert.False(list.Contains(inForce.Number));
        for (var i = 0; i < published.Length; i++)
        {
            var altered = published.ToArray();
            altered[i] ^= 0x10;
            var read = EndedDocuments.Read(altered, keys);
            Assert.True(
                read is null || ((read.Count, read.AsAt, read.Next) == (list.Count, list.AsAt, list.Next) && read.Contains(superseded.Number)),
                $"A change at {i} changed what the list says.");
        }

        using var others = new SealedSamples();
        others.Keys.TimeStamping(SealedSamples.Now);
        Assert.Null(EndedDocuments.Read(published, others.Keys.Published()));
    }

    [Fact]
    public async Task Only_its_holder_downloads_a_document()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        var issued = await world.IssueAsync("case/1");

        Assert.IsType<DownloadDocument.Result.NotFound>(await world.Download.RunAsync(issued.Number, "person-2", Actor.System("test"), Ct));
        Assert.IsType<DownloadDocument.Result.NotFound>(await world.Download.RunAsync("not a number", "person-1", Actor.System("test"), Ct));
        Assert.Empty(await world.Find.OfPersonAsync("person-2", Ct));
    }

    [Fact]
    public async Task An_altered_file_and_an_unknown_code_are_told_apart_in_both_languages()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        var issued = await world.IssueAsync("case/1");
        var file = ((DownloadDocument.Result.Ready)await world.Download.RunAsync(issued.Number, "person-1", Actor.System("test"), Ct)).Bytes.ToArray();
        file[900] ^= 1;

        Assert.IsType<Verification.Altered>(await world.Verify.ByFileAsync(file, Ct));
        Assert.IsType<Verification.Unknown>(await world.Verify.ByFileAsync("%PDF-1.7 nothing of ours"u8.ToArray(), Ct));
        var unknown = Assert.IsType<Verification.Unknown>(await world.Verify.ByCodeAsync("7K3M", Ct));
        Assert.Contains("رمز", unknown.Reason.Ar, StringComparison.Ordinal);
        Assert.Contains("code", unknown.Reason.En, StringComparison.Ordinal);
        Assert.IsType<Verification.Unknown>(await world.Verify.BySealAsync("https://example.org", Ct));
    }

    [Fact]
    public async Task The_trail_of_a_document_holds_its_hash_and_no_name()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        await world.IssueAsync("case/1");
        await using var db = await world.Services.GetRequiredService<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);

        var payload = (await db.Database.SqlQuery<string>($"SELECT payload AS Value FROM events WHERE type = 'document-issued'").ToListAsync(Ct)).Single();

        Assert.Equal(64, JsonDocument.Parse(payload).RootElement.GetProperty("sha256").GetString()!.Length);
        Assert.DoesNotContain("ليان", payload, StringComparison.Ordinal);
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly string keys = Directory.CreateTempSubdirectory("diwan-keys").FullName;

        private World(TestDatabase database)
        {
            this.database = database;
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Documents:KeyFolder", keys), new("Documents:VerifyAddress", "https://diwan.example/verify")]).Build();
            Services = database.Services(services => services.AddDocuments(configuration));
        }

        internal ServiceProvider Services { get; }

        internal Microsoft.Extensions.Time.Testing.FakeTimeProvider Time => database.Time;

        internal IssueDocument Issue => Services.GetRequiredService<IssueDocument>();

        internal VerifyDocument Verify => Services.GetRequiredService<VerifyDocument>();

        internal DownloadDocument Download => Services.GetRequiredService<DownloadDocument>();

        internal FindDocuments Find => Services.GetRequiredService<FindDocuments>();

        internal SealKeys Keys => Services.GetRequiredService<SealKeys>();

        internal string Seal(string code)
        {
            var content = SampleDocuments.Certificate(DocumentLanguage.Arabic);
            return QrSeal.Make(content, code, Time.GetUtcNow(), Keys.Sealing(content.Institution, content.InstitutionName, Time.GetUtcNow()));
        }

        internal ChangeWriter Writer => Services.GetRequiredService<ChangeWriter>();

        internal static async Task<World> OpenAsync(DatabaseProvider on) => new(await TestDatabase.CreateAsync(on));

        internal Change NewChange() => new(Actor.System("tests"), Channel.System, "document-issuing", Time.GetUtcNow());

        internal IssueDocument.Order Order(string key, Func<DocumentContent, DocumentContent>? change = null)
        {
            var content = SampleDocuments.Certificate(DocumentLanguage.Arabic) with { ValidUntil = null };
            return new(Case, "7K4M-92QX-3", "person-1", content.Kind, "moj", _ => change?.Invoke(content) ?? content, Time.GetUtcNow(), key) { Assurance = Assurance.Low };
        }

        internal async Task<IssueDocument.Issued> IssueAsync(string key, Func<DocumentContent, DocumentContent>? content = null)
        {
            var change = NewChange();
            var issued = await Issue.AddAsync(change, Order(key, content), Ct);
            (await Writer.WriteAsync(change, Ct)).OrThrow();
            return issued;
        }

        internal async Task<RevokeDocument.Result> RevokeAsync(string number, RevocationReason reason)
        {
            await using var scope = Services.CreateAsyncScope();
            var change = new Change(new Actor(ActorKind.Officer, "officer-1", "An officer", "moj"), Channel.Portal, "document-revoking", Time.GetUtcNow());
            var result = await scope.ServiceProvider.GetRequiredService<RevokeDocument>().AddAsync(change, number, reason, Ct);
            (await Writer.WriteAsync(change, Ct)).OrThrow();
            return result;
        }

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            Directory.Delete(keys, recursive: true);
        }
    }
}
