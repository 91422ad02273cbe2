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

    /// <summary>A transaction number is booked once, however often it is told.</summary>
    public const string TransactionNumber = "transaction-number";

    /// <summary>Lost notices are found by asking the rail.</summary>
    public const string AskRail = "ask-rail";

    /// <summary>A notice is believed only if it is signed.</summary>
    public const string Signature = "signature";

    /// <summary>The money and the case move in one transaction.</summary>
    public const string OneTransaction = "one-transaction";

    /// <summary>Money that no bill needs goes back.</summary>
    public const string Refunds = "refunds";

    public static readonly string[] All = [TransactionNumber, AskRail, Signature, OneTransaction, Refunds];

    private static int _count;

    /// <summary>Takes a safeguard out of the composed product.</summary>
    public static void Remove(string safeguard, IServiceCollection services)
    {
        switch (safeguard)
        {
            case AskRail:
                Replace("AskRail", "payments.ask-rail");
                Replace("WatchBill", "payments.watch-bill");
                break;
            case Refunds:
                Replace("RefundUnmatched", "payments.refund-unmatched");
                break;
            case OneTransaction:
                var together = services.Single(d => d.ServiceType == typeof(INewsHandler<BillSettled>) && d.ImplementationType?.Name == "SettledBills");
                services.Remove(together);
                services.AddScoped<INewsHandler<BillSettled>>(provider => new Afterwards(
                    provider.GetRequiredService<IServiceScopeFactory>(), together.ImplementationType!, provider.GetRequiredService<ChangeWriter>(), provider.GetRequiredService<TimeProvider>()));
                break;
        }

        void Replace(string handler, string kind)
        {
            services.Remove(services.Single(d => d.ServiceType == typeof(IDutyHandler) && d.ImplementationType?.Name == handler));
            services.AddScoped<IDutyHandler>(_ => new Idle(kind));
        }
    }

    /// <summary>Takes a safeguard away on the way in: the message is altered and signed anew before the product sees it.</summary>
    public static void Remove(string safeguard, WebApplication app, string secret)
    {
        if (safeguard is not (TransactionNumber or Signature))
        {
            return;
        }

        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (http, next) =>
        {
            if (http.Request.Path == PaymentsEndpoints.CardNotice)
            {
                using var memory = new MemoryStream();
                await http.Request.Body.CopyToAsync(memory);
                var bytes = memory.ToArray();
                if (safeguard == TransactionNumber && JsonNode.Parse(bytes) is JsonObject notice)
                {
                    notice["transactionNo"] = $"{notice["transactionNo"]}-{Interlocked.Increment(ref _count)}-{Environment.ProcessId}";
                    bytes = JsonSerializer.SerializeToUtf8Bytes(notice);
                }

                http.Request.Body = new MemoryStream(bytes);
                http.Request.ContentLength = bytes.Length;
                http.Request.Headers[RailSignature.Header] = RailSignature.Sign(secret, bytes, time.GetUtcNow());
            }

            await next(http);
        });
    }

    private sealed class Idle(string kind) : IDutyHandler
    {
        public string Kind => kind;

        public Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct) => Task.FromResult<DutyOutcome>(new DutyOutcome.Done());
    }

    /// <summary>Moves the case a moment after the money, in a change of its own.</summary>
    private sealed class Afterwards(IServiceScopeFactory scopes, Type handler, ChangeWriter writer, TimeProvider time) : INewsHandler<BillSettled>
    {
        public Task HandleAsync(BillSettled news, Change change, CancellationToken ct)
        {
            _ = Task.Run(
                async () =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(700), CancellationToken.None);
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
