using Microsoft.AspNetCore.Diagnostics;

namespace Diwan.Web;

/// <summary>
/// What a person meets when something is wrong: a page in their language that says what happened and what to do, never a bare code.
/// Programs under /api get problem details instead.
/// </summary>
internal static partial class ErrorPages
{
    /// <summary>Codes with words of their own; any other 4xx reads as 400, any other 5xx as 500.</summary>
    internal static readonly int[] Codes = [400, 403, 404, 409, 410, 413, 414, 429, 500, 503];

    /// <summary>The longest path and query, in characters, that anything of ours has use for.</summary>
    internal const int LongestAddress = 8 * 1024;

    internal static bool IsForPrograms(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    internal static void UseErrorPages(this WebApplication app)
    {
        app.Use(LastResortAsync);
        app.UseWhen(IsForPrograms, api =>
        {
            // A body that breaks a limit while it is read is a fault of who sent it.
            api.UseExceptionHandler(new ExceptionHandlerOptions
            {
                StatusCodeSelector = fault => (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
                SuppressDiagnosticsCallback = fault => fault.Exception is BadHttpRequestException,
            });
            api.UseStatusCodePages();
        });
        app.UseWhen(context => !IsForPrograms(context), pages =>
        {
            pages.UseExceptionHandler("/ar/error/500");
            pages.UseStatusCodePagesWithReExecute("/ar/error/{0}");
        });
        app.Use(SealsAwayAsync);
        app.Use((context, next) =>
        {
            if ((context.Request.Path.Value?.Length ?? 0) + (context.Request.QueryString.Value?.Length ?? 0) <= LongestAddress)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status414UriTooLong;
            return Task.CompletedTask;
        });
    }

    /// <summary>The path the person asked for, when this request is being answered by the error page instead.</summary>
    internal static (string Path, string? Query)? Asked(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is { } status ? (status.OriginalPath, status.OriginalQueryString)
        : context.Features.Get<IExceptionHandlerPathFeature>() is { } fault ? (fault.Path, null)
        : null;

    internal static int Known(int code) => Codes.Contains(code) ? code : code >= 500 ? 500 : 400;

    /// <summary>A paper that is made when it is asked for cannot be sealed just now: not a fault of ours, and worth another try.</summary>
    private static async Task SealsAwayAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Documents.SealUnavailableException) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "60";
        }
    }

    /// <summary>Should the error page itself fail, this one needs nothing that can be broken.</summary>
    private static async Task LastResortAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogLastResort(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Diwan.Web.Errors"), fault, context.Request.Path);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(
                """
                <!doctype html>
                <html lang="ar" dir="rtl"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>تعذّر عرض الصفحة / This page could not be shown</title>
                <main><h1>تعذّر عرض هذه الصفحة</h1>
                <p>حدث خلل من جهتنا. لم يضع شيء مما حفظته أو دفعته. حاول مرة أخرى بعد دقائق.</p><p><a href="/ar">الصفحة الرئيسية</a></p>
                <div lang="en" dir="ltr"><h2>This page could not be shown</h2>
                <p>Something went wrong on our side. Nothing you saved or paid is lost. Try again in a few minutes.</p><p><a href="/en">Home</a></p></div></main></html>
                """,
                context.RequestAborted);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The error page itself failed for {Path}.")]
    private static partial void LogLastResort(ILogger logger, Exception fault, PathString path);
}
