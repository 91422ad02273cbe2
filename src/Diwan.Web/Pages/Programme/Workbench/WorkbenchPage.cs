using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Engine.Workbench;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>A page of the workbench about one service: for the programme, and for the officers whose procedure it is.</summary>
public abstract class WorkbenchPage(PublishedServices services, ProcessDrawing drawing, Text text) : ProgrammePage(text)
{
    public ServiceDefinition Service { get; private set; } = null!;

    public string InstitutionName => services.Catalogue.FindInstitution(Service.Id.Institution)!.Name.In(Words.Language);

    public CostMethod? Method => services.Catalogue.Workbench.Method;

    /// <summary>Null when nobody wrote figures for the service.</summary>
    public WorkbenchFigures? Figures { get; private set; }

    protected override bool MayRead => base.MayRead || Me.IsOfficer;

    protected bool Find(string institution, string service)
    {
        if (services.Current($"{institution}/{service}") is not { } found)
        {
            return false;
        }

        (Service, Figures) = (found, services.Catalogue.Workbench.Find(found.Id));
        return true;
    }

    public string RoleName(string role) => services.Catalogue.FindRole(role)?.Name.In(Words.Language) ?? role;

    /// <summary>What a step is called in the picture.</summary>
    protected string StepName(ProcessFlow flow, string step)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return flow.Process.Find(step) is { } node ? drawing.Label(node) ?? step : step;
    }

    /// <summary>A number with at most one decimal.</summary>
    protected string Rounded(double number) => Words.Number(Math.Round((decimal)number, 1, MidpointRounding.AwayFromZero));

    /// <summary>A mean with its interval, in one direction wherever it stands.</summary>
    protected Isolated Between(Estimate estimate, Func<double, string> write)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(write);
        return Words.Isolate($"{write(estimate.Mean)} ({write(estimate.Low)}–{write(estimate.High)})");
    }

    protected object SourceOf(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.Source?.In(Words.Language) ?? (object)Words["workbench.assumedMark"];
    }
}
