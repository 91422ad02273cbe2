using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What the pure function is told of the moment: it asks no clock and makes no numbers of its own.</summary>
/// <param name="Now">One "now" for the whole change.</param>
/// <param name="BillNumber">A number for a bill, used if the process issues one now.</param>
public sealed record CaseMoment(DateTimeOffset Now, NationalCalendar Calendar, string BillNumber);
