using System.CommandLine;
using Diwan.Kernel;
using Diwan.Sandbox;
using Diwan.Sandbox.Trust;
using Diwan.Simulation;
using Diwan.Web;

namespace Diwan.Cli.Commands;

/// <summary>Serves the product with the sandbox nation: two hosts in one process that talk over HTTP only.</summary>
internal static class RunCommand
{
    internal static Command Build()
    {
        var port = new Option<int>("--port") { Description = "Port of the product on 127.0.0.1.", DefaultValueFactory = _ => 5080 };
        var sandboxPort = new Option<int>("--sandbox-port") { Description = "Port of the simulated outside world.", DefaultValueFactory = _ => 5081 };
        var mailPort = new Option<int>("--mail-port") { Description = "Port of the simulated mail server.", DefaultValueFactory = _ => 5082 };
        var data = new Option<string>("--data") { Description = "Where everything is kept.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var people = new Option<int>("--people") { Description = "How many people the nation has.", DefaultValueFactory = _ => 20_000 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same nation.", DefaultValueFactory = _ => 2018 };
        var database = new Option<string?>("--database") { Description = "A connection string: \"Host=…\" for PostgreSQL; SQLite in the data folder otherwise." };
        var rail = new Option<string?>("--rail") { Description = "Address of a rail simulator that runs apart (diwan rail-simulator); the sandbox's own rails otherwise." };
        var command = new Command("run", "Serve the product with the sandbox nation.") { port, sandboxPort, mailPort, data, people, seed, database, rail };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(port), parsed.GetValue(sandboxPort), parsed.GetValue(mailPort), parsed.GetValue(data)!, parsed.GetValue(people), parsed.GetValue(seed), parsed.GetValue(database), parsed.GetValue(rail)?.TrimEnd('/'), ct));
        return command;
    }

    private static async Task<int> RunAsync(int port, int sandboxPort, int mailPort, string data, int people, ulong seed, string? database, string? rail, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(data).FullName;
        var address = $"http://localhost:{port}";
        var outside = $"http://localhost:{sandboxPort}";
        await using var sandbox = SandboxHost.Build(new SandboxOptions
        {
            Port = sandboxPort,
            MailPort = mailPort,
            Seed = seed,
            People = people,
            DataDirectory = Path.Combine(folder, "sandbox"),
            ProductUrl = address,
        });
        await using var product = DiwanSite.Build(Site, builder =>
        {
            builder.WebHost.UseStaticWebAssets();
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Configuration.AddInMemoryCollection(Settings(folder, address, outside, database, rail, mailPort));
        });
        try
        {
            await sandbox.StartAsync(ct);
            await product.StartAsync(ct);
            await using var scope = product.Services.CreateAsyncScope();
            await ThePost.TakeOnAsync(scope.ServiceProvider, NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()), ct);
        }
        catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"المنفذ {port} أو {sandboxPort} مستعمل. جرّب --port و--sandbox-port.\nPort {port} or {sandboxPort} is taken. Try --port and --sandbox-port.");
            return 2;
        }

        Console.WriteLine($"""

              ديوان   {address}/ar
              Diwan   {address}/en
              بيئة تجريبية: كل الأسماء والسجلات مولّدة، ولا قيمة قانونية لشيء هنا.
              Sandbox: every name and record is generated, and nothing here has legal force.

              Sign in        choose one of the ready-made persons on the sign-in page: citizens for each service and
                             edge case, officers and a judge of each institution
              Outside world  {outside}   (registers, payment page, tellers, telephones, mail, knobs)
              Data           {folder}
              Stop           Ctrl+C
            """);
        await product.WaitForShutdownAsync(ct);
        await sandbox.StopAsync(CancellationToken.None);
        return 0;
    }

    /// <summary>The site's own files lie beside this program.</summary>
    internal static WebApplicationOptions Site => new()
    {
        ApplicationName = "Diwan.Web",
        ContentRootPath = AppContext.BaseDirectory,
        EnvironmentName = Environments.Production,
    };

    /// <summary>The product's settings in front of the sandbox.</summary>
    internal static Dictionary<string, string?> Settings(string folder, string address, string outside, string? database, string? rail = null, int? mailPort = null) => new(ProductSettings.For(address, outside, rail, mailPort))
    {
        ["Urls"] = address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + ";" + address.Replace("localhost", "[::1]", StringComparison.Ordinal),
        ["Data:Directory"] = folder,
        ["Database:ConnectionString"] = database ?? "",
        ["Web:FormActionOrigins:0"] = outside,
        ["Web:FormActionOrigins:1"] = rail ?? outside,
        ["Messages:ReportUrl"] = address,
        ["Documents:TimeStamp:Url"] = outside + "/tsa",
        ["Documents:TimeStamp:Root"] = TimeStampAuthority.RootPem(),
    };
}
