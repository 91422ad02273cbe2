using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;

namespace Diwan.Cases.UseCases;

/// <summary>
/// What a device says of the answers it sends: it may have kept them while the line was cut, and may send them more than once because no answer came.
/// </summary>
/// <param name="Id">The entry's own, for good. What was taken under it is not taken again.</param>
/// <param name="Base">The <see cref="SectionStamp"/> of the section as the device last saw it; null when it does not say.</param>
/// <param name="Earlier">The entry that this one replaces on the device; it may have come through all the same.</param>
public sealed record KeptEntry(Guid Id, string? Base, Guid? Earlier);

/// <summary>A short mark of a section's answers: two that are equal mean equal answers.</summary>
public static class SectionStamp
{
    public static string Of(Section section, AnswerSet answers)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(answers);
        var text = new JsonObject();
        foreach (var question in section.Questions)
        {
            if (answers.TryGet(question.Id, out var value))
            {
                text[question.Id] = JsonNode.Parse(value.Json.GetRawText());
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToJsonString())).AsSpan(0, 12));
    }
}
