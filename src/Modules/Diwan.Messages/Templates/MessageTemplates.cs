using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Diwan.Messages;

/// <summary>A version of a template as it was published.</summary>
internal sealed class PublishedTemplateRow
{
    public Guid Id { get; init; }

    public int TemplateVersion { get; init; }

    public required string Name { get; init; }

    public required string ContentHash { get; init; }

    public required string Content { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A version of a template, and when it was published.</summary>
public sealed record PublishedTemplate(MessageTemplate Template, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>The templates of the platform: those of the folder are used and published when it starts, and every version ever published is kept.</summary>
public sealed class MessageTemplates
{
    private readonly Dictionary<string, MessageTemplate> _byName;
    private readonly Dictionary<Guid, MessageTemplate> _byId;
    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly TimeProvider _time;

    /// <exception cref="InvalidOperationException">Templates of the folder have faults; the message lists them all.</exception>
    public MessageTemplates(string? folder, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
    {
        var (templates, faults) = TemplateFolder.Read(folder);
        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"The message templates in {folder} cannot be used:\n{string.Join('\n', faults)}");
        }

        _byName = templates.ToDictionary(t => t.Name, StringComparer.Ordinal);
        _byId = templates.ToDictionary(t => t.Id);
        (_contexts, _writer, _time) = (contexts, writer, time);
    }

    public IReadOnlyCollection<MessageTemplate> All => _byName.Values;

    public MessageTemplate? Find(string name) => _byName.GetValueOrDefault(name);

    public MessageTemplate? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>What a person is told, from a template of the folder.</summary>
    /// <exception cref="InvalidOperationException">There is no such template, or a value is missing.</exception>
    public SendMessage.Order Order(string personKey, string? phone, string reference, string name, IReadOnlyDictionary<string, LocalizedText> values)
    {
        var template = Named(name);
        return new SendMessage.Order(personKey, phone, template.FillAll(values).Text, reference, name) { Version = VersionOf(template), Pace = template.Pace };
    }

    /// <summary>What goes to an address, from a template of the folder.</summary>
    /// <exception cref="InvalidOperationException">There is no such template, or a value is missing.</exception>
    public SendMessage.Letter Letter(string to, string name, IReadOnlyDictionary<string, LocalizedText> values, Language language)
    {
        var template = Named(name);
        var words = template.FillAll(values);
        return new SendMessage.Letter(template.Means, to, words.Text, "", name) { Subject = words.Subject, Language = language, Version = VersionOf(template), Pace = template.Pace };
    }

    /// <summary>How a message is announced on a device: a title and a line that name nothing.</summary>
    /// <exception cref="InvalidOperationException">There is no such template, or it is none of a notice.</exception>
    public MessageTemplate.Filled.Words Notice(MessageSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Find(subject.Template) is { Means: Means.Push } template
            ? template.FillAll(new Dictionary<string, LocalizedText>())
            : throw new InvalidOperationException($"There is no notice {subject.Template} in the folder of services.");
    }

    private MessageTemplate Named(string name) => Find(name) ?? throw new InvalidOperationException($"There is no message template {name} in the folder of services.");

    private static string VersionOf(MessageTemplate template) => template.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="version">Null: the one in use.</param>
    public async Task<PublishedTemplate?> PublishedAsync(Guid id, int? version, CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<PublishedTemplateRow>().Where(r => r.Id == id).OrderBy(r => r.TemplateVersion).ToListAsync(ct);
        var wanted = version ?? Find(id)?.Version;
        return rows.FirstOrDefault(r => r.TemplateVersion == wanted) is { } row ? new(Read(row), rows[0].At, row.At) : null;
    }

    /// <summary>Keeps every template of the folder that is not kept yet.</summary>
    /// <exception cref="InvalidOperationException">A published version has other words now: its version must be raised.</exception>
    public async Task PublishAsync(CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            var kept = await db.Set<PublishedTemplateRow>().Select(r => new { r.Id, r.TemplateVersion, r.ContentHash }).ToListAsync(ct);
            var change = new Change(Actor.System("publishing"), Channel.System, "message-template-publishing", _time.GetUtcNow());
            foreach (var template in All)
            {
                if (kept.FirstOrDefault(k => k.Id == template.Id && k.TemplateVersion == template.Version) is { } before)
                {
                    if (before.ContentHash != template.Hash())
                    {
                        throw new InvalidOperationException(
                            $"The message template {template.Name} was published with other words as version {template.Version}. A published version never changes: raise 'version' in its file.");
                    }

                    continue;
                }

                change.Insert(new PublishedTemplateRow
                {
                    Id = template.Id,
                    TemplateVersion = template.Version,
                    Name = template.Name,
                    ContentHash = template.Hash(),
                    Content = JsonSerializer.Serialize(Content.Of(template), Change.Json),
                    At = change.Now,
                });
            }

            // Another node publishes the same at this moment: read afresh.
            if (change.IsEmpty || (await _writer.WriteAsync(change, ct)) is var written && (written.IsWritten || tries >= 3))
            {
                return;
            }
        }
    }

    private static MessageTemplate Read(PublishedTemplateRow row)
    {
        var content = JsonSerializer.Deserialize<Content>(row.Content, Change.Json)!;
        return new(row.Name, row.TemplateVersion, content.Means, content.Title.Words!, content.Pace, content.Subject?.Words, content.Text.Words!, new Dictionary<string, LocalizedText>(), content.Assumed);
    }

    private sealed record Both(string Ar, string En)
    {
        internal LocalizedText Words => new(Ar, En);

        internal static Both Of(LocalizedText text) => new(text.Ar, text.En);
    }

    private sealed record Content(Means Means, Both Title, Pace Pace, Both? Subject, Both Text, bool Assumed)
    {
        internal static Content Of(MessageTemplate t) => new(t.Means, Both.Of(t.Title), t.Pace, t.Subject is null ? null : Both.Of(t.Subject), Both.Of(t.Text), t.Assumed);
    }

    internal sealed class Publishing(MessageTemplates templates) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => templates.PublishAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
