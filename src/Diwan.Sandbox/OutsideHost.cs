using System.Net;
using Diwan.Sandbox.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Sandbox;

/// <summary>What the hosts of the outside world have in common, whole or the rails alone.</summary>
internal static class OutsideHost
{
    /// <exception cref="ArgumentException">The host is no IP address.</exception>
    internal static WebApplicationBuilder Builder(string host, int port, string? dataDirectory)
    {
        if (!IPAddress.TryParse(host, out var address))
        {
            throw new ArgumentException($"Host must be an IP address such as 127.0.0.1, not '{host}'. / العنوان يجب أن يكون مثل 127.0.0.1.", nameof(host));
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Diwan.Sandbox" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddHttpClient("rails", c => c.Timeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton(_ => new Journal(dataDirectory));
        return builder;
    }

    /// <summary>Every answer says that it is of the sandbox.</summary>
    internal static void Mark(WebApplication app) => app.Use((http, next) =>
    {
        http.Response.Headers["X-Diwan-Sandbox"] = "1";
        return next(http);
    });
}
