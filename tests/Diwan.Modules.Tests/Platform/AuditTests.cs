using System.Diagnostics;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Platform;

public sealed class AuditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task An_untouched_trail_is_sound(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = await TrailAsync(database);
        var report = await VerifyAsync(services);
        Assert.Empty(report.Faults);
        Assert.Equal((30, 10, 2), (report.Events, report.Chains, report.Checkpoints));
    }

    [Theory, OnEveryDatabase]
    public async Task A_changed_event_is_found_at_its_place(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = await TrailAsync(database);
        var chain = await TamperAsync(services, "UPDATE events SET reason = 'forged' WHERE seq = 2 AND chain_id = {0}");
        var fault = Assert.Single((await VerifyAsync(services)).Faults);
        Assert.Equal((chain, 2L), (fault.Chain, fault.Seq));
    }

    [Theory, OnEveryDatabase]
    public async Task A_deleted_event_is_found_in_the_middle_and_at_the_end(DatabaseProvider on)
    {
        foreach (var seq in new[] { 1, 2, 3 })
        {
            await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
            await using var services = await TrailAsync(database);
            var chain = await TamperAsync(services, $"DELETE FROM events WHERE seq = {seq} AND chain_id = {{0}}");
            var fault = Assert.Single((await VerifyAsync(services)).Faults);
            Assert.Equal((chain, (long)seq), (fault.Chain, fault.Seq));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task An_inserted_event_is_found_even_with_a_right_hash(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = await TrailAsync(database);
        await using var db = await ReadAsync(services);
        var thing = await db.Set<Thing>().FirstAsync(Ct);
        var change = new Change(Actor.System("intruder"), Channel.System, "forging", database.Time.GetUtcNow());
        change.Record(thing.Chain, "approved", new { });
        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();

        var fault = Assert.Single((await VerifyAsync(services)).Faults);
        Assert.Equal((thing.Id, 4L), (fault.Chain, fault.Seq));
    }

    [Theory, OnEveryDatabase]
    public async Task A_chain_rewritten_whole_with_its_owner_is_found_by_the_checkpoint(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = await TrailAsync(database);
        await using var db = await ReadAsync(services);
        var thing = await db.Set<Thing>().FirstAsync(Ct);
        var chain = await TamperAsync(services, "DELETE FROM events WHERE chain_id = {0}", thing.Id);
        var forged = Chain.Start(chain);
        var change = new Change(Actor.System("intruder"), Channel.System, "forging", database.Time.GetUtcNow());
        for (var i = 0; i < 3; i++)
        {
            change.Record(forged, "approved", new { i });
        }

        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        await db.Set<Thing>().Where(x => x.Id == chain).ExecuteUpdateAsync(s => s.SetProperty(x => x.Chain.Hash, forged.Hash), Ct);

        var faults = (await VerifyAsync(services)).Faults;
        Assert.Contains(faults, f => f.Chain == chain && f.What.Contains("checkpoint", StringComparison.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task A_checkpoint_rewritten_without_the_key_is_found(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = await TrailAsync(database);
        await TamperAsync(services, "UPDATE checkpoints SET leaves = leaves + 0, at = at + 1 WHERE number = 2");
        var fault = Assert.Single((await VerifyAsync(services)).Faults);
        Assert.Equal((null, 2L), (fault.Chain, fault.Seq));
        Assert.Contains("signature", fault.What, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task A_checkpoint_signed_with_another_key_is_refused_by_whoever_holds_the_right_one(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = await TrailAsync(database);
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var verifier = services.GetRequiredService<AuditVerifier>();
        Assert.True((await verifier.VerifyAsync(services.GetRequiredService<CheckpointKey>().PublicPem, Ct)).IsSound);
        Assert.Equal(2, (await verifier.VerifyAsync(other.ExportSubjectPublicKeyInfoPem(), Ct)).Faults.Count);
    }

    [Fact]
    public async Task The_signature_is_one_that_openssl_verifies()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite, new ThingsModel());
        await using var services = await TrailAsync(database);
        await using var db = await ReadAsync(services);
        var checkpoint = await db.Set<CheckpointRow>().SingleAsync(x => x.Number == 2, Ct);
        var folder = Directory.CreateTempSubdirectory("diwan-openssl-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), (await db.Set<CheckpointKeyRow>().SingleAsync(Ct)).Pem, Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "statement"), checkpoint.Statement(), Ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "signature"), checkpoint.Signature, Ct);
        try
        {
            using var openssl = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "statement"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
            Assert.Equal("Verified OK", (await openssl.StandardOutput.ReadToEndAsync(Ct)).Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("openssl is not installed.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_hash_of_an_event_is_the_documented_one()
    {
        var row = new EventRow
        {
            ChainId = Guid.Parse("0190163d-8694-739b-aea5-966c26f8ad90"),
            Seq = 1,
            Type = "submitted",
            At = new DateTimeOffset(2018, 1, 1, 8, 0, 0, TimeSpan.Zero),
            ActorKind = ActorKind.Person,
            ActorId = "p1",
            ActorName = "ليلى",
            Channel = Channel.Portal,
            Process = "case-submitting",
            Payload = "{}",
            PreviousHash = new byte[32],
            Hash = [],
        };
        const string Expected =
            "13:diwan-event-1,36:0190163d-8694-739b-aea5-966c26f8ad90,1:1,64:0000000000000000000000000000000000000000000000000000000000000000,"
            + "28:2018-01-01T08:00:00.0000000Z,9:submitted,6:Person,2:p1,8:ليلى,0:,6:Portal,15:case-submitting,0:,2:{},";
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Expected)), row.ComputeHash());
    }

    /// <summary>Ten things with three events each, sealed after the second and after the third.</summary>
    private static async Task<ServiceProvider> TrailAsync(TestDatabase database)
    {
        var services = database.Services();
        var writer = services.GetRequiredService<ChangeWriter>();
        var checkpoints = services.GetRequiredService<Checkpoints>();
        var things = new List<Thing>();
        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                var change = new Change(Actor.System("test"), Channel.System, "testing", database.Time.GetUtcNow(), "because");
                if (round == 1)
                {
                    things.Add(Thing.New(change, $"t{i}"));
                    change.Insert(things[i]);
                }
                else
                {
                    change.Update(things[i]);
                }

                change.Record(things[i].Chain, "moved", new { round, i });
                (await writer.WriteAsync(change, Ct)).OrThrow();
                database.Time.Advance(TimeSpan.FromSeconds(1));
            }

            if (round > 1)
            {
                Assert.Equal(10, await checkpoints.SealAsync(Ct));
                Assert.Equal(0, await checkpoints.SealAsync(Ct));
            }
        }

        return services;
    }

    private static Task<AuditReport> VerifyAsync(IServiceProvider services) =>
        services.GetRequiredService<AuditVerifier>().VerifyAsync(null, Ct);

    private static Task<AppDbContext> ReadAsync(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);

    /// <summary>As one with all rights in the database: the triggers go first.</summary>
    private static async Task<Guid> TamperAsync(IServiceProvider services, string sql, Guid? chain = null)
    {
        await using var db = await ReadAsync(services);
        var target = chain ?? (await db.Set<Thing>().OrderBy(x => x.Name).FirstAsync(Ct)).Id;
        string[] drops = db.Provider == DatabaseProvider.Sqlite
            ? ["DROP TRIGGER events_keep_update", "DROP TRIGGER events_keep_delete", "DROP TRIGGER checkpoints_keep_update"]
            : ["DROP TRIGGER events_keep ON events", "DROP TRIGGER checkpoints_keep ON checkpoints"];
        foreach (var drop in drops)
        {
            await db.Database.ExecuteSqlRawAsync(drop, Ct);
        }

        Assert.True(await db.Database.ExecuteSqlRawAsync(sql, [target], Ct) > 0);
        return target;
    }
}
