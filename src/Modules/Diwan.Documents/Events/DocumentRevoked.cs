namespace Diwan.Documents;

/// <summary>News: a document is no longer in force. Its holder is owed a message.</summary>
public sealed record DocumentRevoked(string Number, string Kind, Guid CaseId, string PersonKey, Words Title, RevocationReason Reason);
