using Diwan.Documents;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Documents.Trust;

public sealed class TransparencyLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task What_happens_to_documents_is_in_the_log_once_and_proven(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var first = await world.IssueAsync("a");
        var caseId = Guid.CreateVersion7(world.Time.GetUtcNow());
        await world.IssueAsync("b", caseId);
        Assert.Equal(2, await world.Get<TransparencyLog>().GrowAsync(Ct));
        Assert.Equal(0, await world.Get<TransparencyLog>().GrowAsync(Ct));
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.RevokeAsync(first);
        await world.IssueAsync("c", caseId); // supersedes b
        Assert.Equal(3, await world.Get<TransparencyLog>().GrowAsync(Ct));

        var log = world.Get<ReadLog>();
        var head = (await log.HeadAsync(Ct))!;
        var entries = await log.EntriesAsync(0, 100, Ct);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await world.FileAsync(first)));
        var found = await log.FindAsync(hash, head.Size, Ct);

        Assert.Equal([LogEvent.Issued, LogEvent.Issued], entries.Take(2).Select(e => e.Event));
        Assert.Equal([LogEvent.Issued, LogEvent.Superseded, LogEvent.Revoked], entries.Skip(2).Select(e => e.Event).Order());
        Assert.Equal([LogEvent.Issued, LogEvent.Revoked], found.Select(p => p.Entry.Event));
        Assert.True(head.IsSignedBy(await log.KeyAsync(Ct)));
        Assert.All(found, p => Assert.True(MerkleLog.Includes(
            Convert.FromHexString(head.Root), head.Size, p.Entry.Index, p.Entry.LeafHash(), [.. p.Path.Select(Convert.FromHexString)])));
        Assert.Null(await LogAudit.HoldsAsync(log, head, hash, Ct));
        Assert.Contains("not in the log", await LogAudit.HoldsAsync(log, head, new string('a', 64), Ct), StringComparison.Ordinal);
        Assert.Empty(await log.MissingAsync(world.Time.GetUtcNow().AddDays(1), Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task The_log_holds_hashes_and_nothing_a_person_wrote(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var number = await world.IssueAsync("a");
        await world.Get<TransparencyLog>().GrowAsync(Ct);

        var text = System.Text.Encoding.ASCII.GetString((await world.Get<ReadLog>().EntriesAsync(0, 1, Ct)).Single().Bytes());

        Assert.Matches("^diwan-log-entry-1\nissued\n[0-9a-f]{64}\n2018-01-03T08:00:00.000Z\n$", text);
        Assert.DoesNotContain(number, text, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task Two_nodes_that_grow_the_log_at_once_do_not_divide_it(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        for (var i = 0; i < 12; i++)
        {
            await world.IssueAsync($"k{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Get<TransparencyLog>().GrowAsync(Ct)));
        await world.Get<TransparencyLog>().GrowAsync(Ct);

        var report = await AuditAsync(world, null);
        Assert.Empty(report.Faults);
        Assert.Equal(12, report.Entries);
    }

    [Theory, OnEveryDatabase]
    public async Task An_auditor_goes_on_from_what_was_kept_and_finds_a_sound_log_sound(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        SavedLog? saved = null;
        for (var look = 0; look < 4; look++)
        {
            for (var i = 0; i <= look; i++)
            {
                await world.IssueAsync($"{look}/{i}");
            }

            await world.Get<TransparencyLog>().GrowAsync(Ct);
            var report = await AuditAsync(world, saved);
            Assert.Empty(report.Faults);
            Assert.Equal((look + 1, 1), (report.Entries, report.Heads));
            saved = report.Saved;
            world.Time.Advance(TimeSpan.FromHours(3));
        }

        // From the beginning it comes to the same.
        var whole = await AuditAsync(world, null);
        Assert.Empty(whole.Faults);
        Assert.Equal((10, 4), (whole.Entries, whole.Heads));
        Assert.Equal(saved!.Frontier, whole.Saved!.Frontier);
    }

    [Theory, OnEveryDatabase]
    public async Task A_changed_entry_is_shown_up(DatabaseProvider on)
    {
        await using var world = await ThreeAsync(on);
        var saved = (await AuditAsync(world, null)).Saved;
        await world.TamperAsync("UPDATE log_entries SET document = '" + new string('b', 64) + "' WHERE \"index\" = 1");

        Assert.Contains(await FaultsAsync(world, null), f => f.Contains("is not that of its entries", StringComparison.Ordinal));
        // Who looked before keeps only the frontier, and is told of it when the log is asked to prove the beginning.
        await world.IssueAsync("later");
        await world.Get<TransparencyLog>().GrowAsync(Ct);
        Assert.Empty(await FaultsAsync(world, saved)); // hashes kept beside the entries were not touched: a whole look is needed, and is above
    }

    [Theory, OnEveryDatabase]
    public async Task A_log_made_anew_without_an_entry_is_shown_up_to_whoever_looked_before(DatabaseProvider on)
    {
        await using var world = await ThreeAsync(on);
        var saved = (await AuditAsync(world, null)).Saved;
        await world.TamperAsync("DELETE FROM log_nodes WHERE level >= 0");
        await world.TamperAsync("DELETE FROM log_heads WHERE size >= 0");
        await world.TamperAsync("DELETE FROM log_entries WHERE \"index\" >= 0");
        Assert.Contains(await FaultsAsync(world, saved), f => f.Contains("is empty", StringComparison.Ordinal));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 4; i++)
        {
            await world.IssueAsync($"new{i}"); // signed with the true key: the log itself is whole, but another
        }

        await world.Get<TransparencyLog>().GrowAsync(Ct);

        Assert.Empty(await FaultsAsync(world, null));
        Assert.Contains(await FaultsAsync(world, saved), f => f.Contains("rewritten", StringComparison.Ordinal));
        // What was issued before is missing beside the register, too.
        Assert.Equal(3, (await world.Get<ReadLog>().MissingAsync(world.Time.GetUtcNow().AddDays(1), Ct)).Count);
    }

    [Theory, OnEveryDatabase]
    public async Task A_back_dated_issue_is_shown_up(DatabaseProvider on)
    {
        await using var world = await ThreeAsync(on);
        var saved = (await AuditAsync(world, null)).Saved;
        world.Time.Advance(TimeSpan.FromDays(5));
        // Somebody with the database in their hands tells the log of an issue, and dates it a month back.
        await using (var db = await world.DatabaseAsync())
        {
            var change = new Change(TrustWorld.Officer, Kernel.Channel.System, "document-issuing", world.Time.GetUtcNow().AddDays(-30));
            TransparencyLog.Note(change, LogEvent.Issued, new string('c', 64));
            (await world.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }

        await world.Get<TransparencyLog>().GrowAsync(Ct);

        Assert.Contains(await FaultsAsync(world, saved), f => f.Contains("back-dated", StringComparison.Ordinal));
        Assert.Contains(await FaultsAsync(world, null), f => f.Contains("back-dated", StringComparison.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task A_hidden_issue_and_a_hidden_revocation_are_shown_up(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var hidden = await world.IssueAsync("hidden");
        var revoked = await world.IssueAsync("revoked");
        await world.TamperAsync("DELETE FROM log_pending WHERE at = (SELECT min(at) FROM log_pending) AND document = (SELECT sha256 FROM documents WHERE code = '" + hidden + "')");
        await world.Get<TransparencyLog>().GrowAsync(Ct);
        await world.RevokeAsync(revoked);
        await world.TamperAsync("DELETE FROM log_pending WHERE at > 0");
        await world.Get<TransparencyLog>().GrowAsync(Ct);

        var log = world.Get<ReadLog>();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await world.FileAsync(hidden)));

        Assert.Contains("hidden", await LogAudit.HoldsAsync(log, (await log.HeadAsync(Ct))!, hash, Ct), StringComparison.Ordinal);
        Assert.Equal(2, (await log.MissingAsync(world.Time.GetUtcNow().AddDays(1), Ct)).Count);
    }

    [Fact]
    public async Task A_head_signed_by_another_key_a_wrong_head_and_a_withheld_one_are_shown_up()
    {
        await using var world = await ThreeAsync(DatabaseProvider.Sqlite);
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var log = world.Get<ReadLog>();

        var report = await LogAudit.RunAsync(log, null, other.ExportSubjectPublicKeyInfoPem(), world.Time.GetUtcNow(), Ct);
        Assert.Contains(report.Faults, f => f.Contains("not signed by the key", StringComparison.Ordinal));

        report = await LogAudit.RunAsync(log, null, null, world.Time.GetUtcNow().AddDays(3), Ct);
        Assert.Contains(report.Faults, f => f.Contains("stands still or is withheld", StringComparison.Ordinal));

        await world.TamperAsync("UPDATE log_heads SET size = size + 1 WHERE size > 0");
        report = await LogAudit.RunAsync(log, null, null, world.Time.GetUtcNow(), Ct);
        Assert.Contains(report.Faults, f => f.Contains("not signed by the key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quiet_log_signs_its_head_anew()
    {
        await using var world = await ThreeAsync(DatabaseProvider.Sqlite);
        world.Time.Advance(TimeSpan.FromHours(13));
        await world.Get<TransparencyLog>().GrowAsync(Ct);

        var head = (await world.Get<ReadLog>().HeadAsync(Ct))!;
        Assert.Equal((3, world.Time.GetUtcNow()), (head.Size, head.At));
        Assert.Empty(await FaultsAsync(world, null));
    }

    private static async Task<TrustWorld> ThreeAsync(DatabaseProvider on)
    {
        var world = await TrustWorld.OpenAsync(on);
        for (var i = 0; i < 3; i++)
        {
            await world.IssueAsync($"three/{i}");
        }

        await world.Get<TransparencyLog>().GrowAsync(Ct);
        return world;
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(TrustWorld world, SavedLog? saved) => (await AuditAsync(world, saved)).Faults;

    private static Task<LogAudit.Report> AuditAsync(TrustWorld world, SavedLog? saved) =>
        LogAudit.RunAsync(world.Get<ReadLog>(), saved, null, world.Time.GetUtcNow(), Ct);
}
