using System.Net;
using System.Net.Sockets;
using Diwan.Kernel;

namespace Diwan.Apps.Webhooks;

/// <summary>
/// To which addresses notices may go. Outside a sandbox only to https and to addresses of the public network, whatever a name leads to at the moment of the connection:
/// an app must not make us speak to what stands beside us.
/// </summary>
internal static class HookAddress
{
    internal const string Http = "app-notices";
    internal const string SandboxHttp = "app-notices-sandbox";

    internal const int Longest = 500;

    internal static LocalizedText? Fault(string? typed, bool sandbox) =>
        !Uri.TryCreate(typed, UriKind.Absolute, out var uri) || typed!.Length > Longest || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.Scheme is not ("https" or "http")
            ? new("أعطِ عنوانًا كاملًا يبدأ بـ https://، دون اسم مستخدم ودون #.", "Give a whole address that begins with https://, without a user name and without a # part.")
        : sandbox ? null
        : uri.Scheme != "https" ? new("لا تُرسل الإشعارات إلا إلى https.", "Notices go to https only.")
        : IPAddress.TryParse(uri.DnsSafeHost, out var address) && !IsPublic(address) || uri.IsLoopback
            ? new("هذا عنوان داخلي. أعطِ عنوانًا على الشبكة العامة.", "This address is a private one. Give an address of the public network.")
            : null;

    internal static SocketsHttpHandler Handler(bool sandbox) => new()
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
    internal static bool IsPublic(IPAddress address)
    {
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
