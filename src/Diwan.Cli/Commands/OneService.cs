using System.Diagnostics.CodeAnalysis;
using Diwan.Engine.Definitions;

namespace Diwan.Cli.Commands;

/// <summary>A service that a command is told by its name.</summary>
internal static class OneService
{
    /// <param name="folder">The services folder.</param>
    /// <param name="name">Such as moj/non-conviction-certificate.</param>
    /// <param name="why">What is wrong, in Arabic and on the next line in English.</param>
    internal static bool TryRead(
        string folder, string name, [NotNullWhen(true)] out Catalogue? catalogue, [NotNullWhen(true)] out ServiceDefinition? service, [NotNullWhen(false)] out string? why)
    {
        (catalogue, service, why) = (Directory.Exists(folder) ? CatalogueReader.Read(folder).Catalogue : null, null, null);
        if (catalogue is null)
        {
            why = $"لا خدمات تُقرأ في {folder}.\nNo services can be read in {folder}. Run ./diwan check to see why.";
            return false;
        }

        service = ServiceId.TryParse(name, out var id) ? catalogue.Find(id) : null;
        if (service is null)
        {
            why = $"لا خدمة اسمها {name}.\nThere is no service {name}. There are: {string.Join(", ", catalogue.Services.Select(s => s.Id))}.";
            return false;
        }

        return true;
    }
}
