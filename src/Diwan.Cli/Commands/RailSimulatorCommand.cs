using System.CommandLine;
using Diwan.Sandbox;
using Diwan.Sandbox.Rails;

namespace Diwan.Cli.Commands;

/// <summary>Serves the payment rails alone: card page, teller, app and agent, speaking only the wire protocol of docs/payments-rail.md.</summary>
internal static class RailSimulatorCommand
{
    internal static Command Build()
    {
        var port = new Option<int>("--port") { Description = "Port of the rails on 127.0.0.1.", DefaultValueFactory = _ => 5082 };
        var biller = new Option<string>("--biller") { Description = "Address of the product whose bills are paid.", DefaultValueFactory = _ => "http://localhost:5080" };
        var billerKey = new Option<string?>("--biller-key") { Description = "File with the biller's public key (PEM). Without it the one it publishes at /rails/bills/key is taken." };
        var data = new Option<string>("--data") { Description = "Where payments and refunds are kept.", DefaultValueFactory = _ => Path.Combine(".diwan", "rails") };
        var secret = new Option<string>("--secret") { Description = "The secret shared with the product (Payments:Rail:Secret).", DefaultValueFactory = _ => ProductSettings.RailSecret };
        var json = new Option<bool>("--json") { Description = "The bill rail speaks the JSON variant instead of XML." };
        var fee = new Option<decimal>("--fee-rate") { Description = "What the rails keep of a payment at the biller's cost: 0.005 is half a per cent." };
        var command = new Command("rail-simulator", "Serve the simulated payment rails alone, over the wire protocol only.") { port, biller, billerKey, data, secret, json, fee };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(port),
            new RailHostOptions
            {
                Port = parsed.GetValue(port),
                BillerUrl = parsed.GetValue(biller),
                BillerKey = parsed.GetValue(billerKey) is { } file ? File.ReadAllText(file) : null,
                DataDirectory = parsed.GetValue(data),
                Secret = parsed.GetValue(secret)!,
                Xml = !parsed.GetValue(json),
                FeeRate = parsed.GetValue(fee),
            },
            ct));
        return command;
    }

    private static async Task<int> RunAsync(int port, RailHostOptions options, CancellationToken ct)
    {
        await using var rails = RailHost.Build(options);
        try
        {
            await rails.StartAsync(ct);
        }
        catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"المنفذ {port} مستعمل. جرّب --port.\nPort {port} is taken. Try --port.");
            return 2;
        }

        Console.WriteLine($"""

              محاكي قنوات الدفع   {rails.Urls.First()}/teller  /app  /agent
              بيئة تجريبية: لا يُحرَّك مال.  ·  Sandbox: no money moves.

              Biller      {options.BillerUrl}
              Product     run it with --rail {rails.Urls.First()}
              Stop        Ctrl+C
            """);
        await rails.WaitForShutdownAsync(ct);
        return 0;
    }
}
