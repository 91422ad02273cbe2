using Diwan.Web.Api.Calls;
using Diwan.Web.Identity;

namespace Diwan.Web;

/// <summary>The site, put together. The command line starts it; tests host it.</summary>
public static class DiwanSite
{
    /// <param name="options">Where the site's files are, when another program hosts it.</param>
    public static WebApplication Build(WebApplicationOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(options);
        configure?.Invoke(builder);

        // Wrong lifetimes and missing services are found at the start, in production too.
        builder.Host.UseDefaultServiceProvider(options =>
        {
            options.ValidateOnBuild = true;
            options.ValidateScopes = true;
        });
        builder.AddDiwanWeb();
        builder.AddRooms();

        var app = builder.Build();
        app.UseDiwanWeb(site =>
        {
            site.UseAuthentication();
            site.UseAuthorization();
            site.UseRecoveryLimits();
            site.UseActing();
            site.UseRepeatableBodies();
        });
        app.UseRooms();
        return app;
    }
}
