using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Accounts;

/// <summary>Passkeys and recovery: who may add one, what it is worth, what is refused, and that the person is told of all of it.</summary>
public sealed class PasskeyTests
{
    private const string Number = "2000000102";
    private const string Key = "JO:" + Number;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<SignedIn> InAsync(CaseWorld world, string number = Number, string acr = "substantial", string kind = "citizen") =>
        Assert.IsType<SignIn.Result.Welcome>(await world.Get<SignIn>().RunAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim("sub", number), new Claim("name", "أحمد"), new Claim("kind", kind), new Claim("acr", acr), new Claim("phone_number", "+962790000102"),
                .. kind == "officer" ? new[] { new Claim("roles", "moj:officer") } : [],
            ], "oidc")), Channel.Portal, Ct)).Who;

    private static async Task<KeepPasskeys.Result> AddAsync(CaseWorld world, SignedIn me, SoftKey key, string name = "هاتفي")
    {
        var asked = Assert.IsType<KeepPasskeys.Result.Asked>(await world.Get<KeepPasskeys>().BeginAsync(me, Ct));
        return await world.Get<KeepPasskeys>().AddAsync(me, asked.Challenge, key.Attest(asked.Options), name, Ct);
    }

    private static async Task<SignInByPasskey.Result> UseAsync(CaseWorld world, SoftKey key)
    {
        var asked = (await world.Get<SignInByPasskey>().BeginAsync(Ct))!.Value;
        return await world.Get<SignInByPasskey>().RunAsync(asked.Challenge, key.Sign(asked.Options), Ct);
    }

    private static async Task<int> ToldAsync(CaseWorld world, string words) =>
        (await world.Get<Inbox>().OfPersonAsync(Key, 50, Ct)).Count(m => m.Text.En.Contains(words, StringComparison.Ordinal));

    [Theory, OnEveryDatabase]
    public async Task A_passkey_is_added_used_renamed_and_removed_and_the_person_is_told(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var me = await InAsync(world);
        using var key = new SoftKey { Count = 1 };
        Assert.IsType<KeepPasskeys.Result.Done>(await AddAsync(world, me, key));
        Assert.Equal(1, await ToldAsync(world, "\"هاتفي\" was added"));
        var mine = Assert.Single(await world.Get<KeepPasskeys>().OfPersonAsync(Key, Ct));
        Assert.Equal(("هاتفي", null, Assurance.Substantial, false), (mine.Name, mine.LastUsedAt, mine.Level, mine.Stopped));

        key.Count = 2;
        var who = Assert.IsType<SignInByPasskey.Result.Welcome>(await UseAsync(world, key)).Who;
        Assert.Equal((Key, Assurance.Substantial, SignInMethod.Passkey), (who.PersonKey, who.Level, who.Method));
        Assert.Equal(me.Alias, who.Alias);
        Assert.NotNull(Assert.Single(await world.Get<KeepPasskeys>().OfPersonAsync(Key, Ct)).LastUsedAt);

        // The same key again for the same account, and for another's: refused, nothing added.
        Assert.IsType<KeepPasskeys.Result.Refused>(await AddAsync(world, me, key, "مرة أخرى"));
        Assert.IsType<KeepPasskeys.Result.Refused>(await AddAsync(world, await InAsync(world, "2000000103"), key, "لغيره"));
        Assert.Empty(await world.Get<KeepPasskeys>().OfPersonAsync("JO:2000000103", Ct));

        var keep = world.Get<KeepPasskeys>();
        Assert.IsType<KeepPasskeys.Result.Done>(await keep.RenameAsync(who, mine.Id, " حاسوبي ", Ct));
        Assert.Equal("حاسوبي", Assert.Single(await keep.OfPersonAsync(Key, Ct)).Name);
        foreach (var wrong in new[] { "", "   ", null, new string('x', 61), "a\nb" })
        {
            Assert.IsType<KeepPasskeys.Result.Refused>(await keep.RenameAsync(who, mine.Id, wrong, Ct));
        }

        // Another person's is not there.
        var other = await InAsync(world, "2000000103");
        Assert.IsType<KeepPasskeys.Result.NotFound>(await keep.RenameAsync(other, mine.Id, "لي", Ct));
        Assert.IsType<KeepPasskeys.Result.NotFound>(await keep.RemoveAsync(other, mine.Id, Ct));
        Assert.IsType<KeepPasskeys.Result.Done>(await keep.RemoveAsync(who, mine.Id, Ct));
        Assert.IsType<KeepPasskeys.Result.NotFound>(await keep.RemoveAsync(who, mine.Id, Ct));
        Assert.Equal(1, await ToldAsync(world, "\"حاسوبي\" was removed"));
        key.Count = 3;
        Assert.Contains("not known", Assert.IsType<SignInByPasskey.Result.Refused>(await UseAsync(world, key)).Why.En, StringComparison.Ordinal);
        Assert.Empty((await world.Get<AuditVerifier>().VerifyAsync(null, Ct)).Faults);
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_device_answers_wrongly_or_twice_or_too_late_is_refused(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var me = await InAsync(world);
        var (keep, signIn) = (world.Get<KeepPasskeys>(), world.Get<SignInByPasskey>());

        // Adding: another site, another origin, nobody verified, no answer at all, somebody else's question, too late, twice.
        foreach (var wrong in new[] { new SoftKey { Origin = "https://evil.example" }, new SoftKey { Site = "evil.example" }, new SoftKey { Verifies = false } })
        {
            using (wrong)
            {
                Assert.Contains("does not belong", Assert.IsType<KeepPasskeys.Result.Refused>(await AddAsync(world, me, wrong)).Why.En, StringComparison.Ordinal);
            }
        }

        using var key = new SoftKey();
        foreach (var nonsense in new[] { null, "", "-", "{}", "[]", "null", "{\"id\":5}", "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"attestationObject\":\"AA\",\"clientDataJSON\":\"AA\"}}", new string('x', 40_000) })
        {
            var tried = Assert.IsType<KeepPasskeys.Result.Asked>(await keep.BeginAsync(me, Ct));
            Assert.IsType<KeepPasskeys.Result.Refused>(await keep.AddAsync(me, tried.Challenge, nonsense, "اسم", Ct));
            var used = (await signIn.BeginAsync(Ct))!.Value;
            Assert.IsType<SignInByPasskey.Result.Refused>(await signIn.RunAsync(used.Challenge, nonsense, Ct));
        }

        var asked = Assert.IsType<KeepPasskeys.Result.Asked>(await keep.BeginAsync(me, Ct));
        var other = await InAsync(world, "2000000103");
        Assert.Contains("This try is over", Assert.IsType<KeepPasskeys.Result.Refused>(await keep.AddAsync(other, asked.Challenge, key.Attest(asked.Options), "لي", Ct)).Why.En, StringComparison.Ordinal);
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.IsType<KeepPasskeys.Result.Refused>(await keep.AddAsync(me, asked.Challenge, key.Attest(asked.Options), "اسم", Ct));
        asked = Assert.IsType<KeepPasskeys.Result.Asked>(await keep.BeginAsync(me, Ct));
        var answer = key.Attest(asked.Options);
        Assert.IsType<KeepPasskeys.Result.Done>(await keep.AddAsync(me, asked.Challenge, answer, "اسم", Ct));
        Assert.Contains("This try is over", Assert.IsType<KeepPasskeys.Result.Refused>(await keep.AddAsync(me, asked.Challenge, answer, "اسم", Ct)).Why.En, StringComparison.Ordinal);
        Assert.Single(await keep.OfPersonAsync(Key, Ct));

        // Signing in: the same, another person's account named, another key under this name, a question of another kind.
        key.Count = 1;
        var question = (await signIn.BeginAsync(Ct))!.Value;
        var signed = key.Sign(question.Options);
        Assert.IsType<SignInByPasskey.Result.Welcome>(await signIn.RunAsync(question.Challenge, signed, Ct));
        Assert.Contains("This try is over", Assert.IsType<SignInByPasskey.Result.Refused>(await signIn.RunAsync(question.Challenge, signed, Ct)).Why.En, StringComparison.Ordinal);
        var next = (await signIn.BeginAsync(Ct))!.Value;
        Assert.Contains("does not belong", Assert.IsType<SignInByPasskey.Result.Refused>(await signIn.RunAsync(next.Challenge, signed, Ct)).Why.En, StringComparison.Ordinal);
        var (own, verifies) = (key.Holder, key.Verifies);
        key.Count = 2;
        key.Holder = System.Buffers.Text.Base64Url.EncodeToString(other.Alias!.Value.ToByteArray());
        Assert.IsType<SignInByPasskey.Result.Refused>(await UseAsync(world, key));
        (key.Holder, key.Verifies) = (own, false);
        Assert.IsType<SignInByPasskey.Result.Refused>(await UseAsync(world, key));
        key.Verifies = verifies;
        var late = (await signIn.BeginAsync(Ct))!.Value;
        world.Pass(TimeSpan.FromMinutes(6));
        Assert.IsType<SignInByPasskey.Result.Refused>(await signIn.RunAsync(late.Challenge, key.Sign(late.Options), Ct));
        var foreign = Assert.IsType<KeepPasskeys.Result.Asked>(await keep.BeginAsync(await InAsync(world), Ct));
        Assert.IsType<SignInByPasskey.Result.Refused>(await signIn.RunAsync(foreign.Challenge, key.Sign(foreign.Options), Ct));
        Assert.IsType<SignInByPasskey.Result.Refused>(await signIn.RunAsync(Guid.Empty, "{}", Ct));
        Assert.IsType<SignInByPasskey.Result.Welcome>(await UseAsync(world, key));
    }

    [Theory, OnEveryDatabase]
    public async Task A_counter_that_goes_back_stops_the_passkey_and_is_told(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        using var key = new SoftKey { Count = 5 };
        await AddAsync(world, await InAsync(world), key);
        foreach (var (count, why) in new[] { (5u, "went back"), (6u, "went back") })
        {
            // The copy first; then the true one as well, since nobody can tell which is which.
            key.Count = count;
            Assert.Contains(why, Assert.IsType<SignInByPasskey.Result.Refused>(await UseAsync(world, key)).Why.En, StringComparison.Ordinal);
        }

        Assert.True(Assert.Single(await world.Get<KeepPasskeys>().OfPersonAsync(Key, Ct)).Stopped);
        Assert.Equal(1, await ToldAsync(world, "may have been copied"));

        // Devices that do not count say zero each time.
        using var silent = new SoftKey();
        await AddAsync(world, await InAsync(world), silent, "صامت");
        Assert.IsType<SignInByPasskey.Result.Welcome>(await UseAsync(world, silent));
        Assert.IsType<SignInByPasskey.Result.Welcome>(await UseAsync(world, silent));
        Assert.Empty((await world.Get<AuditVerifier>().VerifyAsync(null, Ct)).Faults);
    }

    [Theory, OnEveryDatabase]
    public async Task Only_who_was_just_at_the_national_identity_adds_and_ten_are_the_limit(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var keep = world.Get<KeepPasskeys>();
        var me = await InAsync(world);
        Assert.IsType<KeepPasskeys.Result.Refused>(await keep.BeginAsync(await InAsync(world, "2000000903", "high", "officer"), Ct));
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await keep.BeginAsync(me with { Level = Assurance.Low }, Ct));
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await keep.BeginAsync(me with { Method = SignInMethod.Passkey }, Ct));
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await keep.BeginAsync(me with { AuthenticatedAt = world.Now - KeepPasskeys.FreshFor - TimeSpan.FromSeconds(1) }, Ct));

        // Asked while it was fresh and answered when it no longer is.
        var asked = Assert.IsType<KeepPasskeys.Result.Asked>(await keep.BeginAsync(me, Ct));
        using var late = new SoftKey();
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await keep.AddAsync(me with { AuthenticatedAt = world.Now.AddHours(-1) }, asked.Challenge, late.Attest(asked.Options), "اسم", Ct));

        for (var i = 0; i < KeepPasskeys.Most; i++)
        {
            using var key = new SoftKey();
            Assert.IsType<KeepPasskeys.Result.Done>(await AddAsync(world, me, key, $"k{i}"));
        }

        Assert.Contains("limit", Assert.IsType<KeepPasskeys.Result.Refused>(await keep.BeginAsync(me, Ct)).Why.En, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task A_recovery_code_lets_in_once_at_the_lowest_level_and_adds_nothing_for_three_days(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (keep, signIn, passkeys) = (world.Get<KeepRecovery>(), world.Get<SignInByCode>(), world.Get<KeepPasskeys>());
        var me = await InAsync(world);
        Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(Number, "AAAAA-AAAAA", Ct));
        Assert.IsType<KeepRecovery.Result.NeedsFresh>(await keep.MakeAsync(me with { Method = SignInMethod.Passkey }, Ct));
        Assert.IsType<KeepRecovery.Result.NotAllowed>(await keep.MakeAsync(me with { Method = SignInMethod.RecoveryCode, Level = Assurance.Low }, Ct));
        var old = Assert.IsType<KeepRecovery.Result.Made>(await keep.MakeAsync(me, Ct)).Codes;
        var codes = Assert.IsType<KeepRecovery.Result.Made>(await keep.MakeAsync(me, Ct)).Codes;
        Assert.Equal((KeepRecovery.Codes, KeepRecovery.Codes), (codes.Distinct().Count(), (await keep.StateAsync(Key, Ct)).Left));
        Assert.Equal(2, await ToldAsync(world, "New recovery codes"));

        // Nothing that is kept is a code, or its plain hash.
        await using (var db = await world.Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct))
        {
            var kept = await db.Database.SqlQueryRaw<byte[]>("SELECT hash AS \"Value\" FROM recovery_codes").ToListAsync(Ct);
            var plain = codes.Select(c => System.Text.Encoding.ASCII.GetBytes(c.Replace("-", "", StringComparison.Ordinal))).ToList();
            Assert.All(kept, h => Assert.DoesNotContain(plain, p => h.AsSpan().SequenceEqual(p) || h.AsSpan().SequenceEqual(System.Security.Cryptography.SHA256.HashData(p))));
        }

        Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(Number, old[0], Ct));
        Assert.Equal(1, await ToldAsync(world, "Somebody tried a wrong recovery code"));
        var came = Assert.IsType<SignInByCode.Result.Welcome>(await signIn.RunAsync(Number, $" {codes[0].ToLowerInvariant().Replace('-', ' ')} ", Ct));
        Assert.Equal((Key, Assurance.Low, SignInMethod.RecoveryCode, 9), (came.Who.PersonKey, came.Who.Level, came.Who.Method, came.Left));
        Assert.Equal(1, await ToldAsync(world, "9 are left"));
        Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(Number, codes[0], Ct));

        // Passkeys may go at once, and come only after the person had time to object; what then comes is worth what added it.
        using var key = new SoftKey();
        await AddAsync(world, me, key);
        came = Assert.IsType<SignInByCode.Result.Welcome>(await signIn.RunAsync(Number, codes[1], Ct));
        var until = Assert.IsType<KeepPasskeys.Result.Waits>(await passkeys.BeginAsync(came.Who, Ct)).Until;
        Assert.Equal(world.Now + SignInByCode.Wait, until);
        Assert.IsType<KeepPasskeys.Result.Done>(await passkeys.RemoveAsync(came.Who, Assert.Single(await passkeys.OfPersonAsync(Key, Ct)).Id, Ct));
        Assert.IsType<KeepRecovery.Result.NotAllowed>(await keep.EndAsync(came.Who, Ct));
        world.Pass(SignInByCode.Wait);
        came = Assert.IsType<SignInByCode.Result.Welcome>(await signIn.RunAsync(Number, codes[2], Ct));
        using var found = new SoftKey();
        Assert.IsType<KeepPasskeys.Result.Done>(await AddAsync(world, came.Who, found, "جهاز جديد"));
        Assert.Equal(Assurance.Low, Assert.IsType<SignInByPasskey.Result.Welcome>(await UseAsync(world, found)).Who.Level);

        // Used up: the next recovery waits again.
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await passkeys.MayAddAsync(came.Who, Ct));
        came = Assert.IsType<SignInByCode.Result.Welcome>(await signIn.RunAsync(Number, codes[3], Ct));
        Assert.IsType<KeepPasskeys.Result.Waits>(await passkeys.MayAddAsync(came.Who, Ct));

        // Left lying, it is over: another one waits for itself.
        world.Pass(SignInByCode.Wait + SignInByCode.Open);
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await passkeys.MayAddAsync(came.Who, Ct));
        came = Assert.IsType<SignInByCode.Result.Welcome>(await signIn.RunAsync(Number, codes[5], Ct));
        Assert.Equal(world.Now + SignInByCode.Wait, Assert.IsType<KeepPasskeys.Result.Waits>(await passkeys.MayAddAsync(came.Who, Ct)).Until);

        // The person objects: the codes end, and what waits with them.
        Assert.IsType<KeepRecovery.Result.Ended>(await keep.EndAsync(await InAsync(world), Ct));
        Assert.Equal(new RecoveryState(0, null, null), await keep.StateAsync(Key, Ct));
        Assert.IsType<KeepPasskeys.Result.NeedsFresh>(await passkeys.MayAddAsync(came.Who, Ct));
        Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(Number, codes[4], Ct));
        Assert.Empty((await world.Get<AuditVerifier>().VerifyAsync(null, Ct)).Faults);
    }

    [Theory, OnEveryDatabase]
    public async Task After_five_wrong_codes_none_is_taken_for_a_day_and_the_person_is_told_once(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var signIn = world.Get<SignInByCode>();
        var codes = Assert.IsType<KeepRecovery.Result.Made>(await world.Get<KeepRecovery>().MakeAsync(await InAsync(world), Ct)).Codes;
        for (var i = 0; i < SignInByCode.MostTries; i++)
        {
            Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(Number, "AAAAA-AAAAA", Ct));
        }

        Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(Number, codes[0], Ct));
        Assert.Equal(1, await ToldAsync(world, "Somebody tried a wrong recovery code"));
        foreach (var (number, code) in new[] { ("", codes[0]), (null, null), ("2000000999", codes[0]), (new string('1', 50), codes[0]), (Number, null) })
        {
            Assert.IsType<SignInByCode.Result.Refused>(await signIn.RunAsync(number, code, Ct));
        }

        world.Pass(SignInByCode.Window);
        Assert.IsType<SignInByCode.Result.Welcome>(await signIn.RunAsync("٢٠٠٠٠٠٠١٠٢", codes[0], Ct));
    }
}
