using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Apps.Webhooks;

/// <summary>To which addresses notices to apps may go, in the words of who gives one.</summary>
internal static class HookAddress
{
    internal const string Http = "app-notices";
    internal const string SandboxHttp = "app-notices-sandbox";

    internal const int Longest = 500;

    internal static LocalizedText? Fault(string? typed, bool sandbox) => PublicAddress.Fault(typed, Longest, sandbox) switch
    {
        AddressFault.Malformed => new("أعطِ عنوانًا كاملًا يبدأ بـ https://، دون اسم مستخدم ودون #.", "Give a whole address that begins with https://, without a user name and without a # part."),
        AddressFault.NotEncrypted => new("لا تُرسل الإشعارات إلا إلى https.", "Notices go to https only."),
        AddressFault.Inside => new("هذا عنوان داخلي. أعطِ عنوانًا على الشبكة العامة.", "This address is a private one. Give an address of the public network."),
        _ => null,
    };
}
