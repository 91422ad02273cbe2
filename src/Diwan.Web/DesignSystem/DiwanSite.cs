namespace Diwan.Web;

/// <summary>The site, put together. The command line starts it; tests host it.</summary>
public static class DiwanSite
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
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
        });
        app.UseRooms();
        return app;
    }
}
