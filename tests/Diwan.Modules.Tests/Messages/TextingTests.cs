using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Messages;

/// <summary>What people ask by SMS, from their own number and from others', over the sandbox's registers and telephones.</summary>
public sealed class TextingTests
{
    private const string Stranger = "+962790000999";
    private static readonly Applicant Layla = CaseWorld.Citizen("2000000101", "ليلى الحوراني");
    private static int _ids;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_case_is_told_to_its_own_number_and_barely_to_another(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var id = await world.StartAsync("moj/non-conviction-certificate", Layla);
        await world.AnswerCertificateAsync(id, Layla);
        var reference = await world.SubmitAsync(id, Layla);
        var bill = (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(Layla), Ct))!.State.Bill!;

        // The number she gave for this matter, with a letter wrong and Arabic digits.
        var own = await AskAsync(world, "+962790000102", $"حاله {string.Concat(reference.Select(c => char.IsAsciiDigit(c) ? (char)('٠' + (c - '0')) : c))}");
        Assert.Contains("بانتظار الدفع", own, StringComparison.Ordinal);
        Assert.Contains(bill.Number, own, StringComparison.Ordinal);
        Assert.Contains("شهادة", own, StringComparison.Ordinal);
        Assert.Single(await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(Layla), null, 50, Ct), l => l.Role == "sms" && l.Subject == reference && l.Channel == Channel.Sms);

        var other = await AskAsync(world, Stranger, $"status {reference}");
        Assert.Contains("not ended yet", other, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", other, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("payment", other, StringComparison.OrdinalIgnoreCase);
        Assert.Single(await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(Layla), null, 50, Ct), l => l.Role == "sms");

        Assert.Contains("no case", await AskAsync(world, Stranger, $"status {CaseReference.New().Value}"), StringComparison.Ordinal);
        Assert.Contains("7K4M-92QX-3", await AskAsync(world, Stranger, "status of my thing"), StringComparison.Ordinal);

        // Whoever has a bill's number may pay it: what is due is told, and not whose it is.
        var due = await AskAsync(world, Stranger, $"فاتورة {bill.Number}");
        Assert.Contains(bill.Total.ToString(), due, StringComparison.Ordinal);
        Assert.DoesNotContain("ليلى", due, StringComparison.Ordinal);
        Assert.Contains("13 digits", await AskAsync(world, Stranger, "bill 123"), StringComparison.Ordinal);

        // Every exchange is in the audit trail, and its chains are whole.
        Assert.True((await world.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
    }

    [Fact]
    public async Task Fines_by_plate_for_the_owners_number_and_with_the_registration_number_for_any()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        await SignInAsync(world, "2000000403", "+962790000403", "ar");
        var own = await AskAsync(world, "+962790000403", "٤١ Pr ٢٠-١٠٤٠٣");
        Assert.Contains("تُدفع الآن: 1", own, StringComparison.Ordinal);
        Assert.Contains("دينار", own, StringComparison.Ordinal);
        Assert.Single(await world.Get<AccessLedger>().OfPersonAsync("JO:2000000403", null, 50, Ct), l => l.Role == "sms");

        Assert.Contains("4000401", await AskAsync(world, Stranger, "fines 20-10403"), StringComparison.Ordinal);
        Assert.Contains("registration number", await AskAsync(world, Stranger, "fines 20-10403 4009999"), StringComparison.Ordinal);
        var proven = await AskAsync(world, Stranger, "fines 20-10403 4000403");
        Assert.Contains("to pay now: 1", proven, StringComparison.Ordinal);
        Assert.Contains("لا مخالفات", await AskAsync(world, Stranger, "مخالفات 20-10401 4000401"), StringComparison.Ordinal);
        // The owner's number asks of another's vehicle.
        Assert.Contains("4000401", await AskAsync(world, "+962790000403", "41 Pr 20-10401"), StringComparison.Ordinal);
        Assert.Contains("صفة المركبة", await AskAsync(world, Stranger, "41"), StringComparison.Ordinal);

        await SignInAsync(world, "2000000501", "+962790000501", "ar");
        Assert.Contains("5000501", await AskAsync(world, "+962790000501", "43 5000501"), StringComparison.Ordinal);
        Assert.DoesNotContain("دينار", await AskAsync(world, Stranger, "43 5000501"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_that_is_silent_is_said_to_be_after_a_while()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        await world.KnobAsync("traffic", down: true);
        await TakeAsync(world, Stranger, "fines 20-10403 4000403");
        for (var i = 0; i < 6; i++)
        {
            // The patience of the register's client passes on this clock too.
            var work = world.WorkAsync();
            while (!work.IsCompleted)
            {
                world.Pass(TimeSpan.FromSeconds(1));
                await Task.Delay(20, Ct);
            }

            await work;
            world.Pass(TimeSpan.FromMinutes(2));
        }

        Assert.Contains("does not answer now", await LastAsync(world, Stranger), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_stop_gets_nothing_but_answers_until_start()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        Assert.Contains("لن تصل رسائل", await AskAsync(world, Stranger, "إيقاف"), StringComparison.Ordinal);
        Assert.Contains("لن تصل رسائل", await AskAsync(world, Stranger, "قف"), StringComparison.Ordinal);
        Assert.Equal(DeliveryFailure.Stopped, (await SendAsync(world)).Failure);
        Assert.Contains("أرسل مجانًا", await AskAsync(world, Stranger, "مساعدة"), StringComparison.Ordinal);
        Assert.Contains("عادت الرسائل", await AskAsync(world, Stranger, "ابدأ"), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Handed, (await SendAsync(world)).State);

        async Task<DeliveryView> SendAsync(CaseWorld w)
        {
            w.Pass(TimeSpan.FromSeconds(1));
            var change = new Change(Actor.System("test"), Channel.System, "testing", w.Now);
            SendMessage.Add(change, new SendMessage.Order("JO:9", Stranger, new("خبر", "News"), "7K4M-92QX-3", "news"));
            (await w.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
            await w.WorkAsync();
            return (await w.Get<Inbox>().OfPersonAsync("JO:9", 1, Ct)).Single().By(Means.Sms)!;
        }
    }

    [Fact]
    public async Task Too_many_texts_are_answered_once_with_that_and_then_not_at_all()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        for (var i = 0; i < 20; i++)
        {
            await TakeAsync(world, Stranger, "help");
        }

        Assert.Contains("within an hour", await AskAsync(world, Stranger, "help"), StringComparison.Ordinal);
        await AskAsync(world, Stranger, "help");
        Assert.Equal(21, await CountAsync(world, Stranger));
        world.Pass(TimeSpan.FromMinutes(70));
        Assert.Contains("free of charge", await AskAsync(world, Stranger, "help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_told_twice_is_answered_once_and_a_stranger_to_the_gateway_is_refused()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        var receive = world.Get<ReceiveText>();
        var text = new InboundText(ProductSettings.InboundSecret, "same", Stranger, "94444", "help");
        Assert.IsType<ReceiveText.Result.Taken>(await receive.RunAsync(text, Ct));
        Assert.IsType<ReceiveText.Result.Taken>(await receive.RunAsync(text, Ct));
        await world.WorkAsync();
        Assert.Equal(1, await CountAsync(world, Stranger));
        Assert.IsType<ReceiveText.Result.Unknown>(await receive.RunAsync(text with { Secret = "guess", Id = "1" }, Ct));
        Assert.IsType<ReceiveText.Result.Unreadable>(await receive.RunAsync(text with { From = "nobody", Id = "2" }, Ct));
        Assert.IsType<ReceiveText.Result.Unreadable>(await receive.RunAsync(text with { Text = "", Id = "3" }, Ct));
        Assert.IsType<ReceiveText.Result.Unreadable>(await receive.RunAsync(text with { Id = "" }, Ct));
    }

    private static async Task SignInAsync(CaseWorld world, string number, string phone, string language) =>
        Assert.IsType<SignIn.Result.Welcome>(await world.Get<SignIn>().RunAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", number), new Claim("name", "مالك"), new Claim("kind", "citizen"), new Claim("phone_number", phone), new Claim("locale", language)], "test")),
            Channel.Portal,
            Ct));

    private static async Task TakeAsync(CaseWorld world, string phone, string text)
    {
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.IsType<ReceiveText.Result.Taken>(await world.Get<ReceiveText>().RunAsync(new InboundText(ProductSettings.InboundSecret, $"t{Interlocked.Increment(ref _ids)}", phone, "94444", text), Ct));
    }

    private static async Task<string> AskAsync(CaseWorld world, string phone, string text)
    {
        await world.WorkAsync();
        await TakeAsync(world, phone, text);
        await world.WorkAsync();
        return await LastAsync(world, phone);
    }

    private static async Task<string> LastAsync(CaseWorld world, string phone) => (string)(await world.PhoneAsync(phone))[0]!["text"]!;

    private static async Task<int> CountAsync(CaseWorld world, string phone) => (await world.PhoneAsync(phone)).Count;
}
