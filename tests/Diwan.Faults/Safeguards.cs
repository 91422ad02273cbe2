using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Faults;

/// <summary>
/// What keeps the money right, and how to take it away one by one, to see the storm notice. Nothing of this is part of the product: it is
/// done to the product from here, in the process that the storm starts.
/// </summary>
internal static class Safeguards
{
    public const string None = "none";

    /// <summary>A message of the bill rail is answered once, under its GUID.</summary>
    public const string Guid = "guid";

    /// <summary>A transaction number is booked once, however often it is told.</summary>
    public const string TransactionNumber = "transaction-number";

    /// <summary>Lost notices are found by asking the rail, and by its settlement file.</summary>
    public const string Reconciliation = "reconciliation";

    /// <summary>A notice is believed only if it is signed.</summary>
    public const string Signature = "signature";

    /// <summary>What follows from a payment is written with it, as moves and duties, and not left to a task in memory.</summary>
    public const string Outbox = "outbox";

    /// <summary>Money that comes when its bill needs it no more is credited and goes back.</summary>
    public const string LateCredit = "late-credit";

    /// <summary>The same form of a counter takes money once.</summary>
    public const string CounterForm = "counter-form";

    public static readonly string[] All = [Guid, TransactionNumber, Reconciliation, Signature, Outbox, LateCredit, CounterForm];

    private static readonly ConcurrentDictionary<string, int> Told = new(StringComparer.Ordinal);

    /// <summary>Whether the storm's rail must speak JSON, so that its notices can be altered and signed anew.</summary>
    public static bool NeedsJson(string safeguard) => safeguard is Guid or TransactionNumber;

    /// <summary>Takes a safeguard out of the composed product.</summary>
    public static void Remove(string safeguard, IServiceCollection services)
    {
        switch (safeguard)
        {
            case Reconciliation:
                services.AddTransient<Deaf>();
                services.AddHttpClient("payment-rail").AddHttpMessageHandler<Deaf>();
                break;
            case LateCredit:
                services.Remove(services.Single(d => d.ServiceType == typeof(IDutyHandler) && d.ImplementationType?.Name == "RefundUnmatched"));
                services.AddScoped<IDutyHandler>(_ => new Idle("payments.refund-unmatched"));
                break;
            case Outbox:
                var together = services.Single(d => d.ServiceType == typeof(INewsHandler<BillSettled>) && d.ImplementationType?.Name == "SettledBills");
                services.Remove(together);
                services.AddScoped<INewsHandler<BillSettled>>(provider => new Afterwards(
                    provider.GetRequiredService<IServiceScopeFactory>(), together.ImplementationType!, provider.GetRequiredService<ChangeWriter>(), provider.GetRequiredService<TimeProvider>()));
                break;
        }
    }

    /// <summary>Takes a safeguard away on the way in: the message is altered and signed anew before the product sees it.</summary>
    public static void Remove(string safeguard, WebApplication app, string secret)
    {
        if (safeguard is not (TransactionNumber or Signature or Guid))
        {
            return;
        }

        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (http, next) =>
        {
            var (card, bill) = (http.Request.Path == PaymentsEndpoints.CardNotice, http.Request.Path == PaymentsEndpoints.BillNotice);
            if ((card && safeguard != Guid) || (bill && safeguard != Signature))
            {
                using var memory = new MemoryStream();
                await http.Request.Body.CopyToAsync(memory);
                var bytes = memory.ToArray();

                // Each repetition gets a name of its own: what was told before is told anew.
                if (safeguard == TransactionNumber && card && JsonNode.Parse(bytes) is JsonObject notice)
                {
                    notice["transactionNo"] = Anew(notice["transactionNo"]);
                    bytes = JsonSerializer.SerializeToUtf8Bytes(notice);
                }
                else if (bill && JsonNode.Parse(bytes)?["MFEP"] is JsonObject envelope)
                {
                    envelope["MsgHeader"]!["GUID"] = System.Guid.CreateVersion7().ToString();
                    foreach (var transaction in safeguard == TransactionNumber ? envelope["MsgBody"]!["Transactions"]!.AsArray() : [])
                    {
                        transaction!["JOEBPPSTrx"] = Anew(transaction["JOEBPPSTrx"]);
                    }

                    bytes = JsonSerializer.SerializeToUtf8Bytes(envelope.Parent);
                }

                http.Request.Body = new MemoryStream(bytes);
                http.Request.ContentLength = bytes.Length;
                http.Request.Headers[RailSignature.Header] = RailSignature.Sign(secret, bytes, time.GetUtcNow());
            }

            await next(http);
        });
    }

    private static string Anew(JsonNode? transaction)
    {
        var name = transaction!.GetValue<string>();
        var times = Told.AddOrUpdate(name, 1, (_, before) => before + 1);
        return times == 1 ? name : $"{name}-{times}-{Environment.ProcessId}";
    }

    /// <summary>Whoever asks the rail what it took hears that it took nothing, and that there is no file.</summary>
    private sealed class Deaf : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request switch
        {
            { Method.Method: "GET", RequestUri.AbsolutePath: "/rail/payments" } =>
                Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{ "payments": [] }""") }),
            { Method.Method: "GET" } => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)),
            _ => base.SendAsync(request, cancellationToken),
        };
    }

    private sealed class Idle(string kind) : IDutyHandler
    {
        public string Kind => kind;

        public Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct) => Task.FromResult<DutyOutcome>(new DutyOutcome.Done());
    }

    /// <summary>Moves the case a moment after the money, by a task that dies with its process.</summary>
    private sealed class Afterwards(IServiceScopeFactory scopes, Type handler, ChangeWriter writer, TimeProvider time) : INewsHandler<BillSettled>
    {
        public Task HandleAsync(BillSettled news, Change change, CancellationToken ct)
        {
            _ = Task.Run(
                async () =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(1.5), CancellationToken.None);
                    await using var scope = scopes.CreateAsyncScope();
                    var later = new Change(change.Actor, change.Channel, change.Process, time.GetUtcNow());
                    await ((INewsHandler<BillSettled>)ActivatorUtilities.CreateInstance(scope.ServiceProvider, handler)).HandleAsync(news, later, CancellationToken.None);
                    await writer.WriteAsync(later, CancellationToken.None);
                },
                CancellationToken.None);
            return Task.CompletedTask;
        }
    }
}
