using Diwan.Engine.Process;
using Diwan.Platform;

namespace Diwan.Cases;

/// <summary>A case came to another public state, or a document was issued in it.</summary>
/// <param name="Before">Null of a new case.</param>
/// <param name="Issued">Numbers of the documents issued by this very step.</param>
public sealed record CaseMove(Guid CaseId, string Reference, string PersonKey, string Service, PublicState? Before, PublicState State, IReadOnlyList<string> Issued);

/// <summary>Told within the change that moves a case; may add to it, and asks nothing: cases move on a short path.</summary>
public delegate void CaseMoved(CaseMove move, Change change);
