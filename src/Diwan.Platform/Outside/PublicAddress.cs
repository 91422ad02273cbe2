using System.Net;
using System.Net.Sockets;

namespace Diwan.Platform;

/// <summary>What is wrong with an address that somebody gave us to send to.</summary>
public enum AddressFault
{
    /// <summary>It is not whole, too long, or names a user or a place within a page.</summary>
    Malformed,

    /// <summary>It is not https.</summary>
    NotEncrypted,

    /// <summary>It leads to what stands beside us, not to the public network.</summary>
    Inside,
}

/// <summary>
/// Addresses that others give and this platform sends to: notices to apps, notices on devices. Outside a sandbox only to https and to addresses of the public network, whatever a name
/// leads to at the moment of the connection: nobody must make us speak to what stands beside us.
/// </summary>
public static class PublicAddress
{
    /// <param name="sandbox">Where http and inside addresses are good too.</param>
    /// <returns>Null when it may be used.</returns>
    public static AddressFault? Fault(string? typed, int longest, bool sandbox) =>
        !Uri.TryCreate(typed, UriKind.Absolute, out var uri) || typed!.Length > longest || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.Scheme is not ("https" or "http") ? AddressFault.Malformed
        : sandbox ? null
        : uri.Scheme != "https" ? AddressFault.NotEncrypted
        : IPAddress.TryParse(uri.DnsSafeHost, out var address) && !IsPublic(address) || uri.IsLoopback ? AddressFault.Inside
        : null;

    /// <summary>Connects to the public network only, follows nobody elsewhere, and keeps nothing.</summary>
    /// <param name="sandbox">As to <see cref="Fault"/>.</param>
    public static SocketsHttpHandler Handler(bool sandbox) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = async (context, ct) =>
        {
            var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
            var good = sandbox ? found : [.. found.Where(IsPublic)];
            if (good.Length == 0)
            {
                throw new HttpRequestException($"{context.DnsEndPoint.Host} leads to no address of the public network.");
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(good, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>Whether an address is of the public network (IANA's registries of special-purpose addresses).</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var b = address.GetAddressBytes();
        if (b.Length == 4)
        {
            return !(b[0] is 0 or 10 or 127 or >= 224
                || b[0] == 100 && b[1] is >= 64 and <= 127
                || b[0] == 169 && b[1] == 254
                || b[0] == 172 && b[1] is >= 16 and <= 31
                || b[0] == 192 && (b[1] == 168 || b[1] == 0 && b[2] is 0 or 2 || b[1] == 88 && b[2] == 99)
                || b[0] == 198 && (b[1] is 18 or 19 || b[1] == 51 && b[2] == 100)
                || b[0] == 203 && b[1] == 0 && b[2] == 113);
        }

        // Of version 6 only what is given out as global unicast, without documentation, tunnels and translation, behind which anything may stand.
        return (b[0] & 0xe0) == 0x20
            && !(b[0] == 0x20 && b[1] == 0x02)
            && !(b[0] == 0x20 && b[1] == 0x01 && (b[2] is 0 or 1 || b[2] == 0x0d && b[3] == 0xb8))
            && !(b[0] == 0x3f && b[1] == 0xff && b[2] < 0x10);
    }
}
