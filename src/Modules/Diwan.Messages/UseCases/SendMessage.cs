using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Messages;

/// <summary>
/// Tells a person something: a line in their inbox, and by the means they chose. All of it belongs to the caller's change: if that is not
/// written nobody is told, and if it is, the message is owed.
/// </summary>
public static class SendMessage
{
    internal const string DutyKind = "message.dispatch";

    /// <param name="Phone">E.164; null leaves it at the inbox and at what else the person chose.</param>
    /// <param name="Text">Ready to be read, in both languages. Short, no detail beyond need.</param>
    /// <param name="Reference">The case it is about.</param>
    /// <param name="MessageId">Which of the service's messages, or which template, it is, such as <c>received</c>.</param>
    public sealed record Order(string PersonKey, string? Phone, LocalizedText Text, string Reference, string MessageId)
    {
        /// <summary>Overrides the person's preference, as when an assistant asks in which language to write.</summary>
        public Language? Language { get; init; }

        /// <summary>The version of the words: of the service, or of the template.</summary>
        public string? Version { get; init; }

        public Pace Pace { get; init; }
    }

    /// <summary>Something for an address, in nobody's inbox.</summary>
    /// <param name="Means">Decides what <paramref name="To"/> is: E.164, or an e-mail address.</param>
    public sealed record Letter(Means Means, string To, LocalizedText Text, string Reference, string MessageId)
    {
        public LocalizedText? Subject { get; init; }

        public Language Language { get; init; }

        public string? Version { get; init; }

        public Pace Pace { get; init; }

        /// <summary>It answers a text that came from this number.</summary>
        public bool IsAnswer { get; init; }
    }

    public static void Add(Change change, Order order) => Add(change, new MessageRow
    {
        Id = change.NewId(),
        PersonKey = order.PersonKey,
        Phone = order.Phone,
        Text = order.Text,
        Reference = order.Reference,
        MessageId = order.MessageId,
        TemplateVersion = order.Version,
        Language = order.Language,
        Pace = order.Pace,
        At = change.Now,
    });

    /// <returns>The message's id.</returns>
    public static Guid Add(Change change, Letter letter) => Add(change, new MessageRow
    {
        Id = change.NewId(),
        Phone = letter.Means == Means.Sms ? letter.To : null,
        Email = letter.Means == Means.Email ? letter.To : null,
        Subject = letter.Subject,
        Text = letter.Text,
        Reference = letter.Reference,
        MessageId = letter.MessageId,
        TemplateVersion = letter.Version,
        Language = letter.Language,
        Pace = letter.Pace,
        IsAnswer = letter.IsAnswer,
        At = change.Now,
    });

    private static Guid Add(Change change, MessageRow row)
    {
        change.Insert(row);
        change.Owe(new DutyOrder(DutyKind, row.Id, JsonSerializer.Serialize(new { }, Change.Json), change.Now, $"message:{row.Id:N}", DutyLane.Message));
        return row.Id;
    }
}
