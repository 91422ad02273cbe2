using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>Where a device is reached, as its browser gives it (the W3C Push API): base64url without padding.</summary>
/// <param name="Endpoint">At the push service; whoever knows it and the keys reaches the device.</param>
/// <param name="P256dh">The browser's public key: an uncompressed point on P-256.</param>
/// <param name="Auth">16 bytes.</param>
public sealed record DeviceAddress(string? Endpoint, string? P256dh, string? Auth);

/// <param name="Name">Browser and system; empty when they did not say.</param>
/// <param name="App">The institution's application in which it was asked for; null on the site.</param>
public sealed record PushDevice(Guid Id, string Name, string? App, DateTimeOffset At);

/// <summary>The devices on which people want notices. What a push service knows of a device is kept encrypted.</summary>
public sealed class PushDevices(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, VapidKey key, CheckpointKey platformKey, IOptions<MessagesOptions> options, TimeProvider time)
{
    private const int LongestEndpoint = 1_000;
    private const int LongestName = 60;

    /// <summary>Whether notices on devices are offered here.</summary>
    public bool AreThere => options.Value.Push is not null;

    /// <summary>The key by which a browser knows that a notice is ours.</summary>
    public string PublicKey => key.Public;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept(Guid Id) : Result;

        /// <summary>What the browser gave is no address of a push service, or leads where we do not go.</summary>
        public sealed record Unusable : Result;

        /// <summary>The person has as many devices as one may have.</summary>
        public sealed record TooMany(int Most) : Result;

        /// <summary>Notices are not offered here; or, on renewing, the device is not known by this address.</summary>
        public sealed record Unknown : Result;
    }

    public async Task<IReadOnlyList<PushDevice>> OfPersonAsync(string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<PushDeviceRow>().Where(d => d.PersonKey == personKey).ToListAsync(ct)).OrderByDescending(d => d.At).Select(d => new PushDevice(d.Id, d.Name, d.App, d.At))];
    }

    /// <summary>Keeps a device; the same one again changes nothing but its keys. Whoever asks for notices on it gets them, and not who asked before.</summary>
    /// <param name="userAgent">As the browser names itself; only its kind and system are kept.</param>
    public async Task<Result> AddAsync(string personKey, DeviceAddress address, string? userAgent, string? app, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (options.Value.Push is not { } settings)
        {
            return new Result.Unknown();
        }

        if (!IsUsable(address, settings.Sandbox))
        {
            return new Result.Unusable();
        }

        var hash = HashOf(address.Endpoint!);
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var change = new Change(actor, Channel.Portal, "device-adding", time.GetUtcNow());
            var before = await db.Set<PushDeviceRow>().SingleOrDefaultAsync(d => d.AddressHash == hash, ct);
            var id = before?.PersonKey == personKey ? before.Id : change.NewId();
            if (before?.PersonKey == personKey)
            {
                before.Address = Encrypt(before.Id, address);
                change.Update(before);
            }
            else
            {
                if (await db.Set<PushDeviceRow>().CountAsync(d => d.PersonKey == personKey, ct) >= settings.DevicesPerPerson)
                {
                    return new Result.TooMany(settings.DevicesPerPerson);
                }

                if (before is not null)
                {
                    // The same browser, with somebody else at it. Knowing only where it is reached takes it from nobody.
                    if (Decrypt(before)?.Auth != address.Auth)
                    {
                        return new Result.Unusable();
                    }

                    change.Delete(before);
                }

                change.Insert(new PushDeviceRow
                {
                    Id = id,
                    PersonKey = personKey,
                    AddressHash = hash,
                    Address = Encrypt(id, address),
                    Name = BrowserName.Of(userAgent) is { Length: <= LongestName } name ? name : "",
                    App = app,
                    At = change.Now,
                });
            }

            // Who adds a device wants to be told on it.
            if (await db.Set<PreferenceRow>().SingleOrDefaultAsync(p => p.PersonKey == personKey, ct) is { ByPush: false } preference)
            {
                preference.ByPush = true;
                change.Update(preference);
            }

            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Kept(id);
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>The push service gave a device another address. Whoever knows the old one whole is the device.</summary>
    public async Task<Result> RenewAsync(DeviceAddress old, DeviceAddress fresh, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(fresh);
        if (options.Value.Push is not { } settings || old is not { Endpoint: { } endpoint, Auth: { } auth })
        {
            return new Result.Unknown();
        }

        if (!IsUsable(fresh, settings.Sandbox))
        {
            return new Result.Unusable();
        }

        var (hash, now) = (HashOf(endpoint), HashOf(fresh.Endpoint!));
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<PushDeviceRow>().SingleOrDefaultAsync(d => d.AddressHash == hash, ct) is not { } row
            || Decrypt(row)?.Auth is not { } known || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(auth))
            || (now != hash && await db.Set<PushDeviceRow>().AnyAsync(d => d.AddressHash == now, ct)))
        {
            return new Result.Unknown();
        }

        var change = new Change(Actor.System("device"), Channel.Portal, "device-renewing", time.GetUtcNow());
        (row.AddressHash, row.Address) = (now, Encrypt(row.Id, fresh));
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Kept(row.Id) : new Result.Unknown();
    }

    /// <param name="id">Null removes all of the person's devices.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> RemoveAsync(string personKey, Guid? id, Actor actor, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var rows = await db.Set<PushDeviceRow>().Where(d => d.PersonKey == personKey && (id == null || d.Id == id)).ToListAsync(ct);
            var change = new Change(actor, Channel.Portal, "device-removing", time.GetUtcNow());
            rows.ForEach(change.Delete);
            if (change.IsEmpty)
            {
                return 0;
            }

            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return rows.Count;
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <returns>Null when it cannot be read: the platform's key is another than when it was kept.</returns>
    internal DeviceAddress? Decrypt(PushDeviceRow row)
    {
        try
        {
            return JsonSerializer.Deserialize<DeviceAddress>(platformKey.Decrypt(Purpose(row.Id), row.Address), Change.Json);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether notices can be encrypted for it and sent there.</summary>
    /// <param name="sandbox">Where push services on this machine are good too.</param>
    public static bool IsUsable(DeviceAddress address, bool sandbox)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (PublicAddress.Fault(address.Endpoint, LongestEndpoint, sandbox) is not null || Bytes(address.P256dh) is not { Length: 65 } point || point[0] != 4 || Bytes(address.Auth) is not { Length: 16 })
        {
            return false;
        }

        try
        {
            using var onCurve = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Bytes(string? text)
    {
        try
        {
            return text is { Length: > 0 and < 200 } ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private byte[] Encrypt(Guid id, DeviceAddress address) => platformKey.Encrypt(Purpose(id), JsonSerializer.SerializeToUtf8Bytes(address, Change.Json));

    private static string Purpose(Guid id) => $"push-device:{id:N}";

    private static string HashOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)));
}

/// <summary>The kind of browser and system, for a person to know a device by; no version, nothing that tells it from another of the kind.</summary>
internal static class BrowserName
{
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    internal static string Of(string? userAgent) => string.Join(" · ", new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.OfType<string>());

    private static string? Find((string Sign, string Name)[] known, string? userAgent) =>
        userAgent is null ? null : known.FirstOrDefault(k => userAgent.Contains(k.Sign, StringComparison.Ordinal)).Name;
}
