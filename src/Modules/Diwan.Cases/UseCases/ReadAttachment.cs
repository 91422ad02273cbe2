using System.Text.Json;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>A file somebody attached to an answer.</summary>
/// <param name="Name">As its sender called it.</param>
/// <param name="MediaType">By its content.</param>
public sealed record Attachment(string Name, string MediaType, byte[] Content);

/// <summary>
/// Reads an attached file: for the owner of the draft, or for an officer through a task of a role of theirs. A file is found only
/// through the answer that names it; to know its key is not enough.
/// </summary>
public sealed class ReadAttachment(OpenApplication applications, OpenCaseFile cases, FileStore files)
{
    /// <returns>Null when there is none, or it is another's: the two are not told apart.</returns>
    public async Task<Attachment?> OfApplicationAsync(Guid id, string personKey, string question, string key, CancellationToken ct) =>
        await applications.RunAsync(id, personKey, ct) is OpenApplication.Result.Opened { View: var view }
            ? await ReadAsync(view.Definition, view.Answers, question, key, ct)
            : null;

    /// <summary>Opening it is written to the applicant's ledger, as opening the case is.</summary>
    public async Task<Attachment?> OfTaskAsync(string reference, string taskId, Officer officer, string question, string key, CancellationToken ct) =>
        await cases.RunAsync(reference, taskId, officer, ct) is { } file
            ? await ReadAsync(file.Definition, file.State.Answers, question, key, ct)
            : null;

    private async Task<Attachment?> ReadAsync(ServiceDefinition definition, AnswerSet answers, string question, string key, CancellationToken ct)
    {
        if (definition.FindQuestion(question) is not { Type: AnswerType.File }
            || answers[question]?.Json is not { ValueKind: JsonValueKind.Array } kept
            || !Guid.TryParseExact(key, "N", out var id))
        {
            return null;
        }

        foreach (var file in kept.EnumerateArray())
        {
            if (file.TryGetProperty("key", out var known) && known.GetString() == key && await files.ReadAsync(id, ct) is { } content)
            {
                return new Attachment(
                    file.GetProperty("name").GetString() ?? key, file.TryGetProperty("mediaType", out var type) ? type.GetString()! : "application/octet-stream", content);
            }
        }

        return null;
    }
}
