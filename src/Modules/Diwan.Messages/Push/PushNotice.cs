using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Messages;

/// <summary>Which page of the site a message is about, and in what kind of notice it is announced.</summary>
/// <param name="Path">Without the language.</param>
/// <param name="Template">The template of the notice.</param>
public sealed record MessageSubject(string Path, string Template)
{
    public static MessageSubject Of(string messageId, string reference)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        return messageId.StartsWith("account.", StringComparison.Ordinal) ? new("/account/sign-in", "push.account")
            : messageId.StartsWith("complaint.", StringComparison.Ordinal) && !string.IsNullOrEmpty(reference) ? new($"/complaints/{reference}", "push.complaint")
            : messageId.StartsWith("visit.", StringComparison.Ordinal) ? new("/visits", "push.visit")
            : !messageId.StartsWith("escalation.", StringComparison.Ordinal) && CaseReference.TryParse(reference, out var of) ? new($"/cases/{of.Value}", "push.case")
            : new("/account/messages", "push.message");
    }
}

/// <summary>
/// What goes to a device: the words of a template without places, in the reader's language, where they lead, and what the device says when it has shown them. It is encrypted for the device, and
/// yet names nothing personal, since the device shows it to whoever looks.
/// </summary>
internal sealed record PushNotice(Guid Id, string Key, string Lang, string Dir, string Title, string Body, string Path, string? Tag)
{
    internal static PushNotice Of(MessageTemplates templates, CheckpointKey platformKey, MessageRow message, DeliveryRow delivery)
    {
        var subject = MessageSubject.Of(message.MessageId, message.Reference);
        var words = templates.Notice(subject);
        var language = delivery.Language;
        return new(
            delivery.Id, delivery.ReportKey, language.Code(), language == Language.Arabic ? "rtl" : "ltr", words.Subject!.In(language), words.Text.In(language),
            $"/{language.Code()}{subject.Path}", TopicOf(platformKey, delivery.To, message.Reference));
    }

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Change.Json);

    /// <summary>By it a later notice of one matter takes the place of an earlier one (RFC 8030, 5.4: 32 letters at most). The push service reads it: so it tells nothing of the matter.</summary>
    private static string? TopicOf(CheckpointKey platformKey, string device, string reference) => reference.Length == 0 ? null
        : Base64Url.EncodeToString(HMACSHA256.HashData(platformKey.Derive("push:topic"), Encoding.UTF8.GetBytes($"{device}\n{reference}")).AsSpan(0, 24));
}
