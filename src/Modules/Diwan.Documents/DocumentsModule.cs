using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Diwan.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Diwan.Documents;

/// <summary>Settings of the room, in the section <c>Documents</c>.</summary>
public sealed class DocumentsOptions
{
    /// <summary>Where anyone verifies a document, as printed on it.</summary>
    [Required]
    public string VerifyAddress { get; set; } = "http://localhost:5000/verify";

    /// <summary>The folder of the seal keys; by default <c>keys</c> in <c>Data:Directory</c>.</summary>
    public string? KeyFolder { get; set; }

    /// <summary>
    /// What the seal keys are encrypted with. When it is not given, one is made and kept beside the keys: enough for the sandbox, and no protection
    /// against whoever can read the folder.
    /// </summary>
    [MinLength(16)]
    public string? Passphrase { get; set; }

    /// <summary>A security module that holds the private keys, in place of the folder.</summary>
    public SecurityModuleOptions Module { get; set; } = new();

    /// <summary>An outside time-stamping authority, in place of the installation's own key.</summary>
    public TimeStampOptions TimeStamp { get; set; } = new();
}

/// <summary>A security module spoken to by PKCS #11, in <c>Documents:Module</c>.</summary>
public sealed class SecurityModuleOptions
{
    /// <summary>The path of its library; none when the keys are in the folder.</summary>
    public string? Library { get; set; }

    /// <summary>The label of the token.</summary>
    public string Token { get; set; } = "diwan";

    /// <summary>The user's PIN.</summary>
    public string Pin { get; set; } = "";
}

/// <summary>A time-stamping authority spoken to by RFC 3161, in <c>Documents:TimeStamp</c>.</summary>
public sealed class TimeStampOptions
{
    /// <summary>Where it answers; none when the installation's own key tells the time.</summary>
    [Url]
    public string? Url { get; set; }

    /// <summary>The certificate of its root, or the root's public key, as PEM. Its stamps are trusted only under this.</summary>
    public string? Root { get; set; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far its time may be from ours.</summary>
    public TimeSpan Skew { get; set; } = TimeSpan.FromMinutes(5);
}

public static class DocumentsModule
{
    /// <summary>Where the revocation list of the installation's own authority is published.</summary>
    public const string RevocationListPath = "/.well-known/diwan-authority.crl";

    /// <summary>Issuing, verifying, revoking and downloading documents, and the keys that seal them.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DocumentsOptions>().Bind(configuration.GetSection("Documents")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IRoomModel, DocumentsModel>();
        services.AddSingleton(provider => Folder(provider.GetRequiredService<IOptions<DocumentsOptions>>().Value, configuration));
        services.AddSingleton<IKeyVault>(provider =>
        {
            var (options, place) = (provider.GetRequiredService<IOptions<DocumentsOptions>>().Value, provider.GetRequiredService<KeyFolder>().Path);
            return options.Module.Library is { Length: > 0 } library
                ? new Pkcs11Vault(library, options.Module.Token, options.Module.Pin)
                : new FolderVault(place, options.Passphrase ?? OwnPassphrase(place));
        });
        services.AddSingleton(provider => new SealKeys(
            provider.GetRequiredService<KeyFolder>().Path,
            provider.GetRequiredService<IKeyVault>(),
            new Uri(new Uri(provider.GetRequiredService<IOptions<DocumentsOptions>>().Value.VerifyAddress), RevocationListPath)));
        services.AddHttpClient(HttpTimeStamps.HttpName).ConfigureHttpClient((provider, http) => http.Timeout = provider.GetRequiredService<IOptions<DocumentsOptions>>().Value.TimeStamp.Timeout);
        services.AddSingleton<ITimeStamps>(provider => provider.GetRequiredService<IOptions<DocumentsOptions>>().Value.TimeStamp.Url is { Length: > 0 }
            ? ActivatorUtilities.CreateInstance<HttpTimeStamps>(provider)
            : ActivatorUtilities.CreateInstance<OwnTimeStamps>(provider));
        services.AddSingleton<IssueDocument>();
        services.AddScoped<RevokeDocument>();
        services.AddSingleton<VerifyDocument>();
        services.AddSingleton<PublishEndedDocuments>();
        services.AddSingleton<FindDocuments>();
        services.AddSingleton<DownloadDocument>();
        services.AddTrust();
        return services;
    }

    private sealed record KeyFolder(string Path);

    private static KeyFolder Folder(DocumentsOptions options, IConfiguration configuration) =>
        new(options.KeyFolder ?? Path.Combine(configuration["Data:Directory"] ?? ".diwan", "keys"));

    private static string OwnPassphrase(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "passphrase");
        if (!File.Exists(path))
        {
            // Written aside and then moved, never over one that is there: two nodes may start at once.
            var aside = $"{path}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new StreamWriter(aside, options))
            {
                file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            }

            try
            {
                File.Move(aside, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(aside);
            }
        }

        return File.ReadAllText(path);
    }
}
