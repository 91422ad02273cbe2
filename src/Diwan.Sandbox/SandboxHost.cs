using Diwan.Kernel;
using Diwan.Sandbox.Identity;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Phones;
using Diwan.Sandbox.Rails;
using Diwan.Sandbox.Registers;
using Diwan.Sandbox.State;
using Diwan.Sandbox.Trust;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Sandbox;

/// <summary>
/// The outside world, simulated: registers, identity, payment rails, telephones. It runs on its own port and shares nothing with the
/// product; everything goes over HTTP, so that what works against it works against the real thing.
/// </summary>
public static class SandboxHost
{
    /// <summary>The host, ready to be started. After starting, its address is in <c>Urls</c>.</summary>
    /// <exception cref="ArgumentException">The options are out of range; the message names the option.</exception>
    public static WebApplication Build(SandboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.People is < 100 or > 7_000_000)
        {
            throw new ArgumentException($"People must be from 100 to 7,000,000, not {options.People}. / عدد السكان يجب أن يكون بين 100 و7,000,000.", nameof(options));
        }

        var builder = OutsideHost.Builder(options.Host, options.Port, options.DataDirectory);
        var app = builder.Build();

        var journal = app.Services.GetRequiredService<Journal>();
        var founding = Found(options, journal);
        var world = new World(options.Seed, options.People, founding.On, journal, options.Time);
        var knobs = new Knobs(journal);
        var registers = new RegisterServer(world, knobs);
        var clients = app.Services.GetRequiredService<IHttpClientFactory>();
        var product = options.ProductUrl is { } url ? new Uri(url) : null;

        OutsideHost.Mark(app);
        registers.Map(app);
        new IdentityPages(new IdentityProvider(world, product), world, knobs).Map(app);
        new PhoneNetwork(world, knobs, clients, product).Map(app);
        new PushService(world, knobs).Map(app);
        new Mailboxes(world, knobs, options).Map(app);
        new TimeStampAuthority(journal, knobs, options.Time).Map(app);
        RailHost.Map(app, journal, knobs, clients, new RailHostOptions
        {
            BillerUrl = options.BillerUrl ?? options.ProductUrl,
            Secret = options.RailSecret,
            Xml = options.RailXml,
            Time = options.Time,
        });
        new HomePages(world, knobs, registers, options).Map(app);
        app.MapFallback(() => (IResult)new Page("لا توجد صفحة هنا", "No page here", Html.Of($"<p><a href=\"/\">{Page.Both("إلى البداية", "To the start")}</a></p>"), 404));
        return app;
    }

    /// <summary>The founding is remembered, so that stories keep their dates; another seed or size needs another directory.</summary>
    private static Founding Found(SandboxOptions options, Journal journal)
    {
        var wanted = new Founding(options.FoundedOn ?? NationalCalendar.DateAt(options.Time.GetUtcNow()), options.Seed, options.People);
        if (journal.Get<Founding>("founding") is not { } kept)
        {
            journal.Put("founding", wanted);
            return wanted;
        }

        if (kept.Seed != wanted.Seed || kept.People != wanted.People || (options.FoundedOn is { } day && day != kept.On))
        {
            throw new ArgumentException(
                $"The data directory holds a nation founded on {kept.On.Iso()} with seed {kept.Seed} and {kept.People} people. Give the same, or another directory. / "
                + $"مجلد البيانات فيه أمة أخرى (البذرة {kept.Seed}، السكان {kept.People}). أعد القيم نفسها أو اختر مجلداً آخر.",
                nameof(options));
        }

        return kept;
    }
}
