using Diwan.Accounts;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using EngineTexts = Diwan.Engine.Definitions.Texts;

namespace Diwan.Web.Pages.Desk.Messages;

/// <summary>For authors: every message as it reads in both languages, how many SMS it takes and what that costs.</summary>
public sealed class TemplatesModel(MessageTemplates templates, Catalogue catalogue, IOptions<MessagesOptions> options) : SignedInPage
{
    /// <summary>Values that services' own messages are shown with; any other place shows its name.</summary>
    private static readonly Dictionary<string, LocalizedText> Samples = new(StringComparer.Ordinal)
    {
        ["reference"] = LocalizedText.Same("7K4M-92QX-3"),
        ["billNumber"] = LocalizedText.Same("2000000000017"),
        ["receiptNumber"] = LocalizedText.Same("MOJ-2018-0000123"),
        ["documentNumber"] = LocalizedText.Same("MOJ-2018-000123"),
        ["promisedOn"] = new("10 كانون الثاني 2018", "10 January 2018"),
        ["expiresOn"] = new("10 كانون الثاني 2018", "10 January 2018"),
        ["dueOn"] = new("10 كانون الثاني 2018", "10 January 2018"),
        ["total"] = new("24.500 دينار", "JOD 24.500"),
        ["amount"] = new("24.500 دينار", "JOD 24.500"),
    };

    public sealed record Preview(Language Language, string Words, string? Subject, SmsParts? Parts, Money Cost);

    /// <param name="Name">Of a template; of a service's message, its key.</param>
    /// <param name="Where">The service; null for a template of the platform.</param>
    public sealed record Line(string Name, LocalizedText Title, string? Where, int Most, bool Assumed);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public Line? Chosen { get; private set; }

    public MessageTemplate? Template { get; private set; }

    public IReadOnlyList<Preview> Previews { get; private set; } = [];

    /// <summary>How it is announced on a device; null of a notice itself, and of what goes to an address only.</summary>
    public MessageTemplate.Filled.Words? Notice { get; private set; }

    /// <summary>The values typed into the places, or the example's.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private set; } = new Dictionary<string, string>();

    public Money PartPrice => new(options.Value.PartPrice);

    public IActionResult OnGet(string? name, string? service)
    {
        if (!Me.IsOfficer || !(Me.May(Ability.DesignServices) || Me.May(Ability.Operate) || Me.May(Ability.SeeProgramme)))
        {
            return Forbid();
        }

        Lines =
        [
            .. templates.All.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => new Line(t.Name, t.Title, null, t.Means == Means.Sms ? Most(t.FillAll(t.Example).Text) : 0, t.Assumed)),
            .. catalogue.Services.SelectMany(s => s.Texts.Keys.Where(k => k.StartsWith("message.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(k => new Line(k, s.Name, s.Id.ToString(), Most(Fill(s.Texts, k)), s.Assumed.Count > 0))),
        ];
        if (name is not null)
        {
            Chosen = Lines.FirstOrDefault(l => l.Name == name && l.Where == (string.IsNullOrEmpty(service) ? null : service));
            if (Chosen is null)
            {
                return NotFound();
            }

            Show(Chosen);
        }

        return Page();
    }

    private void Show(Line line)
    {
        LocalizedText words;
        LocalizedText? subject = null;
        if (line.Where is null)
        {
            Template = templates.Find(line.Name)!;
            var typed = Template.Places.ToDictionary(p => p, p => Request.Query[$"v.{p}"].ToString() is { Length: > 0 } value ? LocalizedText.Same(value) : Template.Example[p], StringComparer.OrdinalIgnoreCase);
            Values = typed.ToDictionary(v => v.Key, v => Request.Query[$"v.{v.Key}"].ToString());
            (subject, words) = Template.FillAll(typed);
        }
        else
        {
            words = Fill(catalogue.Services.First(s => s.Id.ToString() == line.Where).Texts, line.Name);
        }

        var sms = Template?.Means is null or Means.Sms;
        Notice = Template is { Means: not Means.Sms } || line.Name.StartsWith("text.", StringComparison.Ordinal) ? null : templates.Notice(MessageSubject.Of(line.Name, CaseReference.New().Value));
        Previews = [.. Enum.GetValues<Language>().Select(language =>
        {
            var text = sms ? SmsText.Of(words.In(language), language) : words.In(language);
            var parts = sms ? SmsParts.Of(text) : null;
            return new Preview(language, text, subject?.In(language), parts, new Money((parts?.Parts ?? 0) * options.Value.PartPrice));
        })];
    }

    private static LocalizedText Fill(EngineTexts texts, string key) => texts.In(key, new WithNames());

    private static int Most(LocalizedText words) => Enum.GetValues<Language>().Max(l => SmsParts.Of(SmsText.Of(words.In(l), l)).Parts);

    /// <summary>A value for every place: a sample, or the place's own name.</summary>
    private sealed class WithNames : Dictionary<string, LocalizedText>, IReadOnlyDictionary<string, LocalizedText>
    {
        bool IReadOnlyDictionary<string, LocalizedText>.TryGetValue(string key, out LocalizedText value)
        {
            value = Samples.GetValueOrDefault(key) ?? LocalizedText.Same(key);
            return true;
        }
    }
}
