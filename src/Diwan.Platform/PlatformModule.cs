using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Diwan.Platform;

public static class PlatformModule
{
    /// <summary>
    /// The database (<c>Database:ConnectionString</c>: "Data Source=…" is SQLite, "Host=…" PostgreSQL; by default a file in
    /// <c>Data:Directory</c>, itself <c>.diwan</c> by default), the change writer, duties, news, files, audit and the access ledger.
    /// </summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new Database(ConnectionString(configuration)));
        services.AddSingleton<IRoomModel, PlatformModel>();
        services.AddPooledDbContextFactory<AppDbContext>((provider, options) =>
            provider.GetRequiredService<Database>().Configure(options, provider.GetServices<IRoomModel>()));
        services.AddSingleton<DutySignal>();
        services.AddSingleton<ChangeWriter>();
        services.AddOptions<DutyOptions>().Bind(configuration.GetSection("Duties")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DutyRunner>();
        services.AddSingleton<DutyList>();
        services.AddHostedService<DutyService>();
        services.AddHealthChecks().AddCheck<PlatformHealth>("platform");
        services.AddSingleton(_ => new CheckpointKey(configuration));
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<EventLog>();
        services.AddHostedService<CheckpointService>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<AccessLedger>();
        services.AddSingleton<OutsideWatch>();
        services.AddScoped<News>();
        return services;
    }

    private static string ConnectionString(IConfiguration configuration)
    {
        if (configuration["Database:ConnectionString"] is { Length: > 0 } given)
        {
            return given;
        }

        var directory = Directory.CreateDirectory(configuration["Data:Directory"] ?? ".diwan");
        return $"Data Source={Path.Combine(directory.FullName, "diwan.sqlite")}";
    }
}
