using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>What every re-engineered service spares, in one list.</summary>
public sealed class WorkbenchIndexModel(PublishedServices services, Text text) : ProgrammePage(text)
{
    public IReadOnlyList<(ServiceDefinition Service, BurdenComparison? Compared)> Services =>
    [
        .. services.Catalogue.Services.Select(s => (s, services.Catalogue.Workbench is { Method: { } method } book && book.Find(s.Id) is { } figures ? StandardCost.Compare(figures, method) : null)),
    ];

    public LocalizedText? Assumed => services.Catalogue.Workbench.Method?.Assumed;

    public string InstitutionOf(ServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return services.Catalogue.FindInstitution(service.Id.Institution)!.Name.In(Words.Language);
    }

    /// <summary>Before and after, in the order of reading.</summary>
    public Phrase Change(double before, double after) => Words["workbench.fromTo", Rounded(before), Rounded(after)];

    private string Rounded(double number) => Words.Number(Math.Round((decimal)number, 1, MidpointRounding.AwayFromZero));
}
