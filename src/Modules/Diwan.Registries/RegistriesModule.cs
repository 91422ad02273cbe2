using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Diwan.Registries;

public static class RegistriesModule
{
    /// <summary>The <see cref="RegisterClient"/>, configured by <c>Registries</c> (at least <c>Registries:BaseUrl</c>).</summary>
    public static IServiceCollection AddRegistries(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistriesOptions>().Bind(configuration.GetSection("Registries")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RegisterClient>();
        services.AddHttpClient(RegisterClient.HttpName, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = 8 * 1024 * 1024;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .AddResilienceHandler("registries", Resilience)
            // A breaker of its own for each member: one that is down must not silence the others.
            .SelectPipelineBy(_ => request => request.Options.TryGetValue(RegisterClient.MemberKey, out var member) ? member : "");
        return services;
    }

    private static void Resilience(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var options = context.ServiceProvider.GetRequiredService<IOptions<RegistriesOptions>>().Value;
        pipeline.AddTimeout(TimeSpan.FromMilliseconds(options.TotalMilliseconds));
        if (options.ReadRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.ReadRetries,
                Delay = TimeSpan.FromMilliseconds(150),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Context.GetRequestMessage() is { } request && request.Options.TryGetValue(RegisterClient.ReadKey, out var read) && read
                    && args.Outcome.Exception is not BrokenCircuitException && HttpClientResiliencePredicates.IsTransient(args.Outcome)),
            });
        }

        pipeline.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromMilliseconds(options.BreakMilliseconds),
            ShouldHandle = args => ValueTask.FromResult(HttpClientResiliencePredicates.IsTransient(args.Outcome)),
        });
        pipeline.AddTimeout(TimeSpan.FromMilliseconds(options.AttemptMilliseconds));
    }
}
