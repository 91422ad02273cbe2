using System.Globalization;
using System.Security.Cryptography;
using Diwan.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Diwan.Apps.Provider;

/// <summary>
/// The keys that sign ID tokens, one file each (PEM, RSA 3072) in <c>keys/apps</c> of the data directory, which the nodes share. A new key is published a day before it signs,
/// and an old one for as long as anything it signed can be good.
/// </summary>
internal sealed class ProviderKeys(IConfiguration configuration, IOptions<AppsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Announced = TimeSpan.FromDays(1);

    private readonly string _folder = Path.Combine(configuration["Data:Directory"] ?? ".diwan", "keys", "apps");
    private readonly Lock _lock = new();

    /// <summary>The key that signs comes first; the others are published.</summary>
    internal IReadOnlyList<RsaSecurityKey> Read()
    {
        lock (_lock)
        {
            var files = Files();
            if (files.Count == 0)
            {
                Make();
                files = Files();
            }

            var now = time.GetUtcNow();
            var signing = files.LastOrDefault(f => f.At + Announced <= now);
            signing = signing.Path is null ? files[0] : signing;
            return [.. files.OrderByDescending(f => f.Path == signing.Path).ThenByDescending(f => f.At).Select(f => Load(f.Path))];
        }
    }

    /// <summary>Makes the next key when the last is old enough, and deletes what can have signed nothing that is still good.</summary>
    internal void Turn()
    {
        lock (_lock)
        {
            var (files, now) = (Files(), time.GetUtcNow());
            if (files.Count == 0 || files[^1].At + TimeSpan.FromDays(options.Value.KeyDays) <= now)
            {
                Make();
            }

            // What a key signed is good for the life of a refresh token after its successor began to sign.
            var keep = Announced + TimeSpan.FromDays(options.Value.RefreshDays + 1);
            for (var i = 0; i + 1 < files.Count; i++)
            {
                if (files[i + 1].At + keep <= now)
                {
                    File.Delete(files[i].Path);
                }
            }
        }
    }

    private List<(DateTimeOffset At, string Path)> Files() => !Directory.Exists(_folder) ? [] :
    [
        .. Directory.EnumerateFiles(_folder, "*.pem")
            .Select(path => (Known: DateTimeOffset.TryParseExact(
                Path.GetFileNameWithoutExtension(path), "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at), At: at, Path: path))
            .Where(f => f.Known).Select(f => (f.At, f.Path)).OrderBy(f => f.At),
    ];

    private void Make()
    {
        Directory.CreateDirectory(_folder);
        using var key = RSA.Create(3072);
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Whole or not at all: another node may be reading.
        var path = Path.Combine(_folder, time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture));
        var part = $"{path}.{Guid.CreateVersion7():N}.part";
        using (var writer = new StreamWriter(part, file))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(part, path + ".pem", overwrite: false);
        }
        catch (IOException) when (File.Exists(path + ".pem"))
        {
            File.Delete(part);
        }
    }

    private static RsaSecurityKey Load(string path)
    {
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return new RsaSecurityKey(key.ExportParameters(true)) { KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16] };
    }
}

/// <summary>Gives the library our keys.</summary>
internal sealed class UseProviderKeys(ProviderKeys keys, CheckpointKey platformKey, IOptions<AppsOptions> apps) : IConfigureOptions<OpenIddictServerOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in keys.Read())
        {
            options.SigningCredentials.Add(new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
        }

        options.EncryptionCredentials.Add(new EncryptingCredentials(
            new SymmetricSecurityKey(platformKey.Derive("apps:tokens")), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        options.Issuer = apps.Value.Issuer is { } issuer ? new Uri(issuer) : null;
        options.AccessTokenLifetime = TimeSpan.FromMinutes(apps.Value.AccessMinutes);
        options.RefreshTokenLifetime = TimeSpan.FromDays(apps.Value.RefreshDays);
        options.AuthorizationCodeLifetime = TimeSpan.FromMinutes(2);
    }
}

/// <summary>Follows the keys, and clears away codes and tokens that are good for nothing any more.</summary>
internal sealed partial class ProviderUpkeep(
    ProviderKeys keys, IOptionsMonitorCache<OpenIddictServerOptions> server, IOptionsMonitorCache<OpenIddictValidationOptions> validation,
    IServiceScopeFactory scopes, Calls.Replies replies, TimeProvider time, ILogger<ProviderUpkeep> log) : RecurringWork(time)
{
    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override async Task DoAsync(CancellationToken ct)
    {
        keys.Turn();
        server.Clear();
        validation.Clear();
        await replies.ForgetAsync(ct);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(Time.GetUtcNow() - TimeSpan.FromDays(2), ct);
    }

    protected override void Failed(Exception e) => LogFailed(log, e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Keys of apps could not be turned, or used-up tokens not be cleared away; tried again in an hour.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
