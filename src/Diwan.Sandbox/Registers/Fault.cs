using Diwan.Sandbox.Nation;

namespace Diwan.Sandbox.Registers;

/// <summary>What a register answers when it has no answer. Types as in docs/registries/README.md.</summary>
internal sealed class Fault(int status, string type, string en, string ar) : Exception(en)
{
    internal int Status => status;

    internal string Type => type;

    internal string Ar => ar;

    internal static Fault NotFound(Word thing, string key) =>
        new(404, "Provider.NotFound", $"The register holds no {thing.En} {key}.", $"لا يوجد في السجل {thing.Ar} بالرقم \u2066{key}\u2069.");

    internal static Fault Refused(string en, string ar) => new(409, "Provider.Refused", en, ar);

    internal static Fault Input(string en, string ar) => new(400, "Client.InvalidInput", en, ar);
}
