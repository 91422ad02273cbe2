using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Diwan.Sandbox.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Sandbox.Rails;

/// <summary>How the rails alone listen, and whom they bill for.</summary>
public sealed class RailHostOptions
{
    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init; } = 5082;

    /// <summary>Address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Where the biller's rail endpoints are. Null: no bill can be looked up.</summary>
    public string? BillerUrl { get; init; }

    /// <summary>The biller's public key as PEM; null: as the biller publishes it.</summary>
    public string? BillerKey { get; init; }

    /// <summary>Where payments and refunds are kept; null: in memory only.</summary>
    public string? DataDirectory { get; init; }

    public string Secret { get; init; } = ProductSettings.RailSecret;

    /// <summary>Speaks the bill rail's XML envelope; otherwise its JSON variant.</summary>
    public bool Xml { get; init; } = true;

    /// <summary>What the rails keep of a payment at the biller's cost: 0.005 is half a per cent.</summary>
    public decimal FeeRate { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>The payment rails as a world of their own: a process that shares nothing with the product and speaks only the wire protocol.</summary>
public static class RailHost
{
    /// <exception cref="ArgumentException">The options are out of range; the message names the option.</exception>
    public static WebApplication Build(RailHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = OutsideHost.Builder(options.Host, options.Port, options.DataDirectory);
        builder.Services.AddSingleton(new Navigation(Html.Of($"""
            <a href="/">القنوات · <span lang="en">The rails</span></a> <a href="/teller">الصرّاف · <span lang="en">Teller</span></a> <a href="/app">التطبيق · <span lang="en">App</span></a> <a href="/agent">الوكيل · <span lang="en">Agent</span></a>
            """)));
        var app = builder.Build();
        OutsideHost.Mark(app);
        var css = HomePages.Read("sandbox.css");
        app.MapGet("/sandbox.css", () => Results.Bytes(css, "text/css; charset=utf-8"));
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet("/", () => new Page("محاكي قنوات الدفع", "Payment rail simulator", Html.Of($"""
            <p>{Page.Both("ثلاثة أماكن يُدفع فيها برقم الفاتورة، وصفحة بطاقة يرسل إليها ديوان الدافع.", "Three places to pay by bill number, and a card page to which Diwan sends the payer.")}</p>
            <ul><li><a href="/teller">{Page.Both("الصرّاف", "Teller")}</a></li><li><a href="/app">{Page.Both("تطبيق الدفع", "Payment app")}</a></li><li><a href="/agent">{Page.Both("وكيل الدفع", "Shop agent")}</a></li></ul>
            <p>{Page.Both("المفوتر", "The biller")}: <bdi dir="ltr">{options.BillerUrl ?? "—"}</bdi></p>
            """)));
        var journal = app.Services.GetRequiredService<Journal>();
        Map(app, journal, new Knobs(journal), app.Services.GetRequiredService<IHttpClientFactory>(), options);
        app.MapFallback(() => (IResult)new Page("لا توجد صفحة هنا", "No page here", Html.Of($"<p><a href=\"/\">{Page.Both("إلى البداية", "To the start")}</a></p>"), 404));
        return app;
    }

    /// <summary>The same rails, alone or within the sandbox.</summary>
    internal static void Map(IEndpointRouteBuilder app, Journal journal, Knobs knobs, IHttpClientFactory clients, RailHostOptions options)
    {
        var book = new RailBook(journal, options.Time, options.FeeRate);
        var wire = new RailWire(clients, options.Secret, options.Time);
        new CardRail(book, knobs, wire).Map(app);
        new BillRail(book, knobs, wire, options.BillerUrl?.TrimEnd('/'), options.BillerKey, options.Xml).Map(app);
        new SettlementFile(book, knobs, wire).Map(app);
    }
}
