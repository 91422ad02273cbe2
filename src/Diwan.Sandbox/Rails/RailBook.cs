using Diwan.Kernel;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Rails;

/// <summary>What the rail remembers, and its clock. It knows no nation: the rail can stand alone.</summary>
/// <param name="feeRate">What the rail keeps of a payment at the biller's cost: 0.005 is half a per cent, in whole fils, half away from zero.</param>
internal sealed class RailBook(Journal journal, TimeProvider time, decimal feeRate = 0)
{
    internal Journal Journal => journal;

    internal long FeeOf(long fils) => (long)decimal.Round(fils * feeRate, MidpointRounding.AwayFromZero);

    internal DateTimeOffset Now => NationalCalendar.ToAmman(time.GetUtcNow());
}
