using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Web.Api.Calls;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Voice;

/// <summary>What the ledger says of a look, first in a complaint of it: nobody has to describe it, and nobody can invent one.</summary>
internal static class LookWords
{
    internal static string Of(AccessLine look, Text text)
    {
        ArgumentNullException.ThrowIfNull(look);
        return text["complaint.ofLook", look.ReaderName, text.DateTime(look.At), look.Purpose.In(text.Language)].ToString();
    }

    /// <returns>The words as they are where there is no look, or where they are too short to be taken.</returns>
    internal static string? Before(AccessLine? look, string? words, Language language, Text text) =>
        look is not null && words?.Trim().Length >= Complain.ShortestWords ? $"{Speaking.In(language, () => Of(look, text))}\n{words}" : words;
}
