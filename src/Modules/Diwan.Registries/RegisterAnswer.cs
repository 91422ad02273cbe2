using System.Text.Json.Nodes;
using Diwan.Kernel;

namespace Diwan.Registries;

/// <summary>For whom, for what, and under which key a register is asked.</summary>
/// <param name="OnBehalfOf">The person's key, sent as X-Road-UserId.</param>
/// <param name="Reference">The case it is for, sent as X-Road-Issue; null while an application is being filled.</param>
/// <param name="Key">For a write: the same key does the same thing once, however often it is sent. Null for a read.</param>
public sealed record RegisterAsk(string OnBehalfOf, string? Reference, string? Key)
{
    /// <summary>When somebody other than the person looks: who, and why. Noted in the access ledger before the answer is given.</summary>
    public RegisterReading? Reading { get; init; }
}

/// <param name="PersonKey">Whose data is read.</param>
/// <param name="Role">In which role, such as <c>moj:judge</c>.</param>
public sealed record RegisterReading(Actor Reader, Channel Channel, string PersonKey, string Role, LocalizedText Purpose);

/// <summary>What a register answered.</summary>
public abstract record RegisterAnswer
{
    private RegisterAnswer()
    {
    }

    /// <summary>The answer, as docs/registries/README.md describes it.</summary>
    public sealed record Given(JsonObject Body) : RegisterAnswer;

    /// <summary>The register holds no such thing.</summary>
    public sealed record NotFound(LocalizedText Why) : RegisterAnswer;

    /// <summary>The register will not do what was asked; the words are its own.</summary>
    public sealed record Refused(LocalizedText Why) : RegisterAnswer;

    /// <summary>The question was wrong: an input is missing or malformed, or there is no such operation.</summary>
    public sealed record Invalid(LocalizedText Why) : RegisterAnswer;

    /// <summary>No answer: down, failing, or too slow. A write may have been done all the same; ask again with the same key.</summary>
    public sealed record Down(string Why) : RegisterAnswer;
}
