using System.Net.Http.Json;

namespace Diwan.Simulation;

/// <summary>The outside world of the simulation, spoken to over HTTP as everybody does: card page, tellers, and the knobs by which things break.</summary>
internal sealed class Outside(HttpClient http)
{
    private const string GoodCard = "4000000000000000";
    private const string DeclinedCard = "4000000000000002";

    /// <summary>The payer fills in the rail's card page, to which the product sent them.</summary>
    public async Task PayByCardAsync(string page, bool declined, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent([new("card", declined ? DeclinedCard : GoodCard)]);
        using var answer = await http.PostAsync(new Uri(page), form, ct);
    }

    /// <summary>Somebody pays a bill at a teller, an agent, or in the app of their bank. Whether it was taken.</summary>
    public async Task<bool> PayBillAsync(string place, string bill, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent([new("bill", bill)]);
        using var answer = await http.PostAsync(new Uri($"/{place}/pay", UriKind.Relative), form, ct);
        return answer.IsSuccessStatusCode;
    }

    /// <param name="what">A register's subsystem, <c>sms</c> or <c>rail</c>.</param>
    public async Task SetDownAsync(string what, bool down, CancellationToken ct)
    {
        using var answer = await http.PutAsJsonAsync(new Uri($"/control/api/{what}", UriKind.Relative), new { latencyMs = 0, errorPercent = 0, down }, ct);
        answer.EnsureSuccessStatusCode();
    }
}
