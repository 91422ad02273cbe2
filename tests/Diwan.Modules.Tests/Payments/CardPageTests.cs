using System.Net;
using System.Text;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Microsoft.Extensions.Options;

namespace Diwan.Modules.Tests.Payments;

/// <summary>The card page where another house hosts it than the bill rail's.</summary>
public sealed class CardPageTests
{
    private const string RailsSecret = "the-secret-of-the-rail";
    private const string PagesSecret = "the-secret-of-the-page";
    private static readonly DateTimeOffset Now = new(2018, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_an_address_a_secret_and_a_name_for_us_of_its_own()
    {
        var (page, house) = Page(new CardPageOptions { Url = "https://cards.test/v1", Secret = PagesSecret, Merchant = "diwan-at-cards" });
        house.Answer = """{ "id": "cs_1", "redirectUrl": "https://cards.test/pay/cs_1", "status": "open" }""";
        var checkout = new CheckoutRow { Id = Guid.CreateVersion7(Now), BillNumber = "2000000000019", ReturnUrl = "https://diwan.test/back", Amount = new Money(5000), ExpiresAt = Now.AddMinutes(30) };

        Assert.Equal("https://cards.test/pay/cs_1", await page.OpenAsync(checkout, Ct));
        Assert.Equal("https://cards.test/v1/checkout-sessions", house.Asked);
        Assert.Contains("diwan-at-cards", house.Said, StringComparison.Ordinal);
        Assert.True(RailSignature.Verifies(PagesSecret, Encoding.UTF8.GetBytes(house.Said), house.Signature, Now));

        house.Answer = """{ "id": "cs_1", "redirectUrl": "", "status": "expired" }""";
        Assert.Equal("", await page.OpenAsync(checkout, Ct));
        house.Status = HttpStatusCode.UnprocessableEntity;
        await Assert.ThrowsAsync<RailDownException>(() => page.OpenAsync(checkout, Ct));
    }

    [Fact]
    public void Its_notice_is_believed_by_its_own_secret_alone()
    {
        var (page, _) = Page(new CardPageOptions { Url = "https://cards.test/v1", Secret = PagesSecret, Merchant = "diwan-at-cards" });
        var body = """{ "transactionNo": "T1", "merchant": "diwan-at-cards", "billNo": "2000000000019", "amountFils": 5000, "currency": "JOD", "status": "paid", "paidAt": "2018-03-01T08:00:00Z" }"""u8.ToArray();

        Assert.IsType<CardNotice.Forged>(page.Read(body, RailSignature.Sign(RailsSecret, body, Now)));
        Assert.Equal("stale", Assert.IsType<CardNotice.Forged>(page.Read(body, RailSignature.Sign(PagesSecret, body, Now.AddMinutes(-6)))).Why);
        var fact = Assert.IsType<CardNotice.Paid>(page.Read(body, RailSignature.Sign(PagesSecret, body, Now))).Fact;
        Assert.Equal((Rail.Card, "diwan-at-cards", 5000L), (fact.Rail, fact.Merchant, fact.AmountFils));
        var nothing = "[]"u8.ToArray();
        Assert.IsType<CardNotice.Unreadable>(page.Read(nothing, RailSignature.Sign(PagesSecret, nothing, Now)));
    }

    [Fact]
    public void What_is_not_said_of_it_is_the_rails_and_half_of_it_does_not_start()
    {
        var rail = new RailOptions { Url = "https://rail.test/rail", Secret = RailsSecret, Merchant = "diwan-at-rail" };
        var same = new PaymentsOptions { Rail = rail, PublicUrl = "https://diwan.test" };
        Assert.Equal(("https://rail.test/rail", RailsSecret, "diwan-at-rail"), (same.Cards.Url, same.Cards.Secret, same.MerchantOf(Rail.Card)));
        Assert.Empty(same.Validate(new(same)));
        var half = new PaymentsOptions { Rail = rail, PublicUrl = "https://diwan.test", CardPage = new() { Url = "https://cards.test/v1" } };
        Assert.Contains("Payments:CardPage:Secret", Assert.Single(half.Validate(new(half))).ErrorMessage, StringComparison.Ordinal);
    }

    private static (HostedCheckout Page, House House) Page(CardPageOptions cards)
    {
        var house = new House();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now);
        var options = new PaymentsOptions { Rail = new() { Url = "https://rail.test/rail", Secret = RailsSecret }, PublicUrl = "https://diwan.test", CardPage = cards };
        return (new HostedCheckout(new RailWire(new HttpClient(house), new OutsideWatch(time), time), Options.Create(options), time), house);
    }

    private sealed class House : HttpMessageHandler
    {
        public string Answer { get; set; } = "";

        public HttpStatusCode Status { get; set; } = HttpStatusCode.Created;

        public string Asked { get; private set; } = "";

        public string Said { get; private set; } = "";

        public string Signature { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Asked, Said) = (request.RequestUri!.ToString(), await request.Content!.ReadAsStringAsync(cancellationToken));
            Signature = request.Headers.GetValues(RailSignature.Header).Single();
            return new HttpResponseMessage(Status) { Content = new StringContent(Answer) };
        }
    }
}
