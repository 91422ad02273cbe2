using System.Security.Cryptography;
using System.Text;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Diwan.Apps.Provider;

/// <summary>
/// Through it the library keeps codes and tokens: what passes, and is nobody's record. Apps, keys and consents go through <see cref="ChangeWriter"/> as all else does.
/// </summary>
internal sealed class ProviderContext(DbContextOptions<ProviderContext> options) : RoomsContext(options);

/// <summary>Our secrets are 32 random bytes: their hash is enough, and slowness would protect nothing more.</summary>
internal sealed class ClientManager(
    IOpenIddictApplicationCache<ClientRow> cache, ILogger<OpenIddictApplicationManager<ClientRow>> logger, IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<ClientRow> store)
    : OpenIddictApplicationManager<ClientRow>(cache, logger, options, store)
{
    internal static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(comparand)));
}
