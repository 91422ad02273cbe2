using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Programme.Gates;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Programme;

/// <summary>Every service on its way to launch.</summary>
public sealed class IndexModel(ReadGate read, PublishedServices services, Text text) : ProgrammePage(text)
{
    public IReadOnlyList<GateLine> Lines { get; private set; } = [];

    public IReadOnlyList<Placeholder> Placeholders => services.Catalogue.Placeholders;

    public string? Assumed => services.Catalogue.Gate.Assumed?.In(Words.Language);

    public string InstitutionOf(GateLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return services.Catalogue.FindInstitution(line.Service.Id.Institution)!.Name.In(Words.Language);
    }

    public async Task OnGetAsync() => Lines = await read.AllAsync(Aborted);
}
