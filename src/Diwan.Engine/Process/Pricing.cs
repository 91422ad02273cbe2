using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Engine.Answers;
using Diwan.Engine.Journeys;

namespace Diwan.Engine.Process;

/// <summary>
/// By what the fee lines of a case were reckoned, as far as it is no longer what the case holds: answers that were completed since,
/// facts that were read since. With it any case is priced again exactly as it was.
/// </summary>
/// <param name="Content">The fingerprint of the definition's files; null where nobody gave it.</param>
/// <param name="Answers">The answers as they were; null while they are unchanged.</param>
/// <param name="Facts">The facts as they were, of those only that changed; null for one that was not known yet.</param>
public sealed record PricingBasis(string? Content, AnswerSet? Answers, ImmutableDictionary<string, Fact?> Facts)
{
    internal static PricingBasis Of(string? content) => new(content, null, ImmutableDictionary<string, Fact?>.Empty);

    /// <summary>The answers a case was priced with.</summary>
    public static AnswerSet AnswersOf(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Pricing?.Answers ?? state.Answers;
    }

    /// <summary>The facts a case was priced with.</summary>
    public static CaseFacts FactsOf(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Before(state.Facts, state.Pricing);
    }

    /// <summary>Facts less what was read after the pricing.</summary>
    public static CaseFacts Before(CaseFacts facts, PricingBasis? basis)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var (id, was) in basis?.Facts ?? ImmutableDictionary<string, Fact?>.Empty)
        {
            facts = was is null ? facts.Without(id) : facts.With(id, was);
        }

        return facts;
    }

    /// <summary>
    /// The fingerprint of everything the price came from and of the lines it gave. The first event of a case carries it, so that a
    /// price can be shown to rest on what it rested on.
    /// </summary>
    public static string Digest(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("service", state.Service.ToString());
            writer.WriteString("version", state.Version);
            writer.WriteString("content", state.Pricing?.Content);
            writer.WriteNumber("channel", (int)state.Channel);
            writer.WriteNumber("at", state.SubmittedAt.UtcTicks);
            writer.WritePropertyName("applicant");
            JsonSerializer.Serialize(writer, state.Applicant);
            writer.WritePropertyName("answers");
            AnswersOf(state).Write(writer);
            writer.WritePropertyName("facts");
            FactsOf(state).Write(writer);
            writer.WriteStartArray("lines");
            foreach (var line in state.Fees.Lines)
            {
                writer.WriteStringValue(line.Code);
                writer.WriteNumberValue((int)line.Kind);
                writer.WriteNumberValue(line.Amount.Fils);
                writer.WriteStringValue(line.Instrument);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>What is to be kept now that a case has changed.</summary>
    internal PricingBasis After(CaseState before, CaseState now)
    {
        var kept = this;
        if (!ReferenceEquals(before.Answers, now.Answers) && kept.Answers is null)
        {
            kept = kept with { Answers = before.Answers };
        }

        if (!ReferenceEquals(before.Facts, now.Facts))
        {
            foreach (var id in before.Facts.Ids.Union(now.Facts.Ids, StringComparer.Ordinal))
            {
                before.Facts.TryGet(id, out var was);
                now.Facts.TryGet(id, out var known);
                if (!ReferenceEquals(was, known) && !kept.Facts.ContainsKey(id))
                {
                    kept = kept with { Facts = kept.Facts.SetItem(id, was) };
                }
            }
        }

        return kept;
    }
}
