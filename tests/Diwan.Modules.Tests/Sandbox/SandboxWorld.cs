using System.Text.Json.Nodes;
using Diwan.Sandbox;
using Diwan.Sandbox.Registers;
using Diwan.Sandbox.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Diwan.Modules.Tests.Sandbox;

/// <summary>A nation founded on a fixed day, asked without a network.</summary>
internal sealed class SandboxWorld : IDisposable
{
    internal static readonly DateOnly Founded = new(2026, 11, 23);
    private readonly RegisterServer _server;

    internal SandboxWorld(int people = 2_000, ulong seed = 2018, string? directory = null)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));
        Journal = new Journal(directory);
        World = new World(seed, people, Founded, Journal, Time);
        Knobs = new Knobs(Journal);
        _server = new RegisterServer(World, Knobs);
    }

    internal FakeTimeProvider Time { get; }

    internal Journal Journal { get; }

    internal World World { get; }

    internal Knobs Knobs { get; }

    internal IReadOnlyCollection<string> Served => _server.Served;

    internal JsonObject Ask(string operation, object input) =>
        (JsonObject)JsonNode.Parse(AskText(operation, input))!;

    internal string AskText(string operation, object input) =>
        _server.Answer(Contract.Operations[operation], (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(input)!);

    internal Fault Refusal(string operation, object input) => Assert.Throws<Fault>(() => AskText(operation, input));

    public void Dispose() => Journal.Dispose();

    /// <summary>A running host on a free port.</summary>
    internal static async Task<(WebApplication App, HttpClient Client)> StartAsync(SandboxOptions? options = null)
    {
        var app = SandboxHost.Build(options ?? new SandboxOptions { Port = 0, People = 500, FoundedOn = Founded });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        return (app, new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) });
    }
}
