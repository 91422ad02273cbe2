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
}

public static class DocumentsModule
{
    /// <summary>Issuing, verifying, revoking and downloading documents, and the keys that seal them.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DocumentsOptions>().Bind(configuration.GetSection("Documents")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IRoomModel, DocumentsModel>();
        services.AddSingleton<ISealKeys>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DocumentsOptions>>().Value;
            var folder = options.KeyFolder ?? Path.Combine(configuration["Data:Directory"] ?? ".diwan", "keys");
            return new SoftwareSealKeys(folder, options.Passphrase ?? OwnPassphrase(folder));
        });
        services.AddSingleton<IssueDocument>();
        services.AddScoped<RevokeDocument>();
        services.AddSingleton<VerifyDocument>();
        services.AddSingleton<PublishEndedDocuments>();
        services.AddSingleton<FindDocuments>();
        services.AddSingleton<DownloadDocument>();
        services.AddTrust();
        return services;
    }

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
