using Diwan.Bpmn;
using Diwan.Kernel;

namespace Diwan.Engine.Workbench;

/// <summary>What one step costs, price times quantity, for an average case.</summary>
/// <param name="Times">How often an average case comes to the step.</param>
/// <param name="Minutes">Minutes of whoever does it, in an average case; an applicant's include standing in queues.</param>
/// <param name="Wait">Minutes a file lies at an institution's step, in an average case. They have no price.</param>
/// <param name="Time">Dinars: minutes at the price of the one who spends them.</param>
/// <param name="OutOfPocket">Dinars the applicant spends, without the fee.</param>
/// <param name="Handling">Dinars the state spends on papers.</param>
public sealed record CostLine(
    string Step, StepBy By, double Times, double Minutes, double Wait, double Visits, double Papers, decimal Time, decimal OutOfPocket, decimal Handling);

/// <summary>What an average case asks of the applicant and of the state. Minutes and dinars.</summary>
public sealed record Burden(IReadOnlyList<CostLine> Lines)
{
    /// <summary>Steps people do in an average case.</summary>
    public double Steps => Lines.Sum(l => l.Times);

    public double Visits => Lines.Sum(l => l.Visits);

    public double Papers => Lines.Sum(l => l.Papers);

    public double ApplicantMinutes => Lines.Where(l => l.By == StepBy.Applicant).Sum(l => l.Minutes);

    public double OfficerMinutes => Lines.Where(l => l.By == StepBy.Officer).Sum(l => l.Minutes);

    public double WaitMinutes => Lines.Sum(l => l.Wait);

    public decimal OutOfPocket => Lines.Sum(l => l.OutOfPocket);

    public decimal ToApplicant => Lines.Where(l => l.By == StepBy.Applicant).Sum(l => l.Time) + OutOfPocket;

    public decimal ToState => Lines.Where(l => l.By == StepBy.Officer).Sum(l => l.Time) + Lines.Sum(l => l.Handling);
}

/// <summary>What the new process spares, in a case and in a year.</summary>
public sealed record BurdenComparison(Burden Before, Burden After, int Yearly)
{
    public decimal SparedApplicant => Before.ToApplicant - After.ToApplicant;

    public decimal SparedState => Before.ToState - After.ToState;

    /// <summary>Dinars a year, rounded to whole ones.</summary>
    public decimal SparedYearly => Math.Round((SparedApplicant + SparedState) * Yearly, 0, MidpointRounding.AwayFromZero);
}

/// <summary>
/// The Standard Cost Model: burden = price (tariff per hour, out of pocket) × time × quantity, for a case as it goes on average. The words of the formula are
/// assumed from the published manuals of the model; fees are not part of it, and waiting for an institution has no price.
/// </summary>
public static class StandardCost
{
    public static BurdenComparison Compare(WorkbenchFigures figures, CostMethod method)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(method);
        return new(Of(figures.Before, method), Of(figures.After, method), (int)figures.Yearly.Value);
    }

    public static Burden Of(ProcessFigures process, CostMethod method)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(method);
        var lines = new List<CostLine>();
        foreach (var node in process.Flow.Nodes)
        {
            if (!process.Steps.TryGetValue(node.Id, out var step))
            {
                continue;
            }

            var times = process.Flow.VisitsOf(node.Id);
            var own = step.By == StepBy.Applicant;

            // Whoever is at the counter stands in its queue; whoever pays at home does not stand.
            var stands = own && node.Kind != BpmnNodeKind.ReceiveTask;
            var minutes = times * (double)(stands ? step.Minutes + step.Wait : step.Minutes);
            var price = (own ? method.ApplicantHour : method.OfficerHour).Value;
            lines.Add(new CostLine(
                node.Id, step.By, times, minutes, own ? 0 : times * (double)step.Wait, times * (double)step.Visits, times * (double)step.Papers,
                price * (decimal)minutes / 60, (decimal)times * step.Cost, (decimal)times * step.Papers * method.Paper.Value));
        }

        return new Burden(lines);
    }

    /// <summary>
    /// What applications spared that came by this channel, beside the old counter: visits and papers of the process before less those after. At the counter nothing
    /// is spared; with assistance the visit to its point is made.
    /// </summary>
    /// <returns>Visits and papers for one application; never less than none.</returns>
    public static (double Visits, double Papers) Spared(WorkbenchFigures figures, CostMethod method, Channel channel)
    {
        if (channel is Channel.Counter)
        {
            return (0, 0);
        }

        var compared = Compare(figures, method);
        var visits = compared.Before.Visits - compared.After.Visits - (channel is Channel.Assisted ? (double)method.AssistedVisits.Value : 0);
        return (Math.Max(0, visits), Math.Max(0, compared.Before.Papers - compared.After.Papers));
    }
}
