using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What the pure function is told of the moment: it asks no clock and makes no numbers of its own.</summary>
/// <param name="Now">One "now" for the whole change.</param>
/// <param name="Calendar">That of the state, which knows those of its offices.</param>
/// <param name="BillNumber">A number for a bill, used if the process issues one now.</param>
/// <param name="DeliveryCode">Six digits nobody can guess, used if something on paper is to be handed over against a code.</param>
public sealed record CaseMoment(DateTimeOffset Now, NationalCalendar Calendar, string BillNumber, string DeliveryCode);
