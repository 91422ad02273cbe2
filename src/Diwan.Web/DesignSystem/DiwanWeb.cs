using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Diwan.Web.Telephone;
using Diwan.Web.Pages.Desk;
using Diwan.Web.Pages.Desk.Finance;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Pages.Portal.Apply;
using Diwan.Web.Pages.Portal.Pay;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Diwan.Web;

/// <summary>The frame of the site: languages, pages, errors, headers, files. What the pages are about is added by the rooms.</summary>
public static class DiwanWeb
{
    public static WebApplicationBuilder AddDiwanWeb(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<WebOptions>()
            .Bind(builder.Configuration.GetSection(WebOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                o => !o.BadOrigins.Any(),
                $"{WebOptions.Section}:FormActionOrigins holds something that is not an origin such as https://pay.example.jo.")
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        builder.AddServicesFolder();
        services.AddSingleton<ServiceOffers>();
        services.AddHttpContextAccessor();
        services.AddScoped<Links>();
        services.AddSingleton(TextCatalogue.Load());
        services.AddScoped<Text>();
        services.AddScoped<FieldMapper>();
        services.AddScoped<AnswerWriter>();
        services.AddScoped<ProcessDrawing>();
        services.AddScoped<Pages.Portal.Cases.CaseSheets>();
        services.AddScoped<Pages.Centre.CentreWords>();
        services.AddScoped<FactWriter>();
        services.AddScoped<MoneyNames>();
        services.AddScoped<StatementWorkbook>();
        services.AddScoped<Checkout>();

        // The default encoder writes every Arabic letter as a numeric reference: six bytes instead of two.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorPages(options =>
        {
            options.Conventions.Add(new LanguageRoutes());
        });
        services.AddRouting(options =>
        {
            options.LowercaseUrls = true;
            options.AppendTrailingSlash = false;
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "diwan-form";

            // One for the site and the institutions' applications below it.
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.FormFieldName = "_token";
        });
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Api.Problems.Complete(context.ProblemDetails));

        // What a program sends wrongly is answered as such in every environment, not thrown; a name given twice would be read in one way here and in another there.
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.Converters.Add(new Api.Calls.ReadObject());
        });
        services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Cultures.Arabic);
            options.SupportedCultures = [Cultures.Arabic, Cultures.English];
            options.SupportedUICultures = [Cultures.Arabic, Cultures.English];
            options.RequestCultureProviders = [new RouteCultureProvider()];
        });
        if (!builder.Environment.IsDevelopment())
        {
            // A build that is run where it was made counts as one under development: its files would be read anew, sent all but uncompressed, and kept by no browser.
            builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
            builder.Configuration["EnableStaticAssetsDevelopmentCaching"] ??= "true";
        }

        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;

            // An address that is too long is answered with a page of ours, which needs it to be read first.
            o.Limits.MaxRequestLineSize = 16 * ErrorPages.LongestAddress;
            o.Limits.MaxRequestHeadersTotalSize = 20 * ErrorPages.LongestAddress;
        });
        return builder;
    }

    /// <param name="app">The site.</param>
    /// <param name="signIn">Authentication and authorization, placed where the order of the pipeline wants them.</param>
    public static WebApplication UseDiwanWeb(this WebApplication app, Action<WebApplication>? signIn = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseResponseCompression();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseSecurityHeaders();
        app.UseAppPaths();
        app.UseErrorPages();
        app.UseRouting();
        app.UseRequestLocalization();
        signIn?.Invoke(app);
        app.UseNoTraces();
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.MapApps();
        app.MapRazorPages().WithStaticAssets();
        app.MapGet("/", (HttpContext context) =>
            {
                context.Response.Headers.Vary = "Accept-Language";
                context.Response.Headers.CacheControl = "no-store";
                var language = RouteCultureProvider.Preferred(context.Request) == Kernel.Language.English ? "en" : "ar";
                return Results.Redirect($"{context.Request.PathBase}/{language}");
            })
            .ExcludeFromDescription();
        return app;
    }
}
