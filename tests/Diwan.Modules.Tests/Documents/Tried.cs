namespace Diwan.Modules.Tests.Documents;

/// <summary>How many are tried: enough for every run, or all of them with <c>DIWAN_FULL=1</c>.</summary>
internal static class Tried
{
    internal static int Of(int usual, int full) => Environment.GetEnvironmentVariable("DIWAN_FULL") == "1" ? full : usual;
}
