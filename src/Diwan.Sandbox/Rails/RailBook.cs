using Diwan.Kernel;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Rails;

/// <summary>What the rail remembers, and its clock. It knows no nation: the rail can stand alone.</summary>
internal sealed class RailBook(Journal journal, TimeProvider time)
{
    internal Journal Journal => journal;

    internal DateTimeOffset Now => NationalCalendar.ToAmman(time.GetUtcNow());
}
