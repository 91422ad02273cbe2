using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Centre;

/// <summary>An answer as the agent reads it out.</summary>
public sealed record AnswerRead(LocalizedText Service, string ServicePath, string Topic, string Question, string Words);

/// <summary>Fills the answers of the contact centre from the definition of the service, by the same rules that price an application.</summary>
public sealed class CentreWords(ServiceOffers offers, IOptions<WebOptions> web, Text text)
{
    /// <summary>Null where the service is not in force today.</summary>
    public AnswerRead? Read(ServiceDefinition service, KnowledgeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(entry);
        if (offers.Find(service.Id.Institution, service.Id.Name) is not { } offer)
        {
            return null;
        }

        var answer = entry.Answer.In(text.Language);
        var values = Diwan.Engine.Definitions.Texts.Placeholders(answer).ToDictionary(p => p, p => Fact(offer, p), StringComparer.Ordinal);
        return new AnswerRead(
            service.Name, offer.Path, offers.Catalogue.Centre.FindTopic(entry.Topic)?.Name.In(text.Language) ?? entry.Topic, entry.Question.In(text.Language),
            Diwan.Engine.Definitions.Texts.Fill(answer, values).Trim());
    }

    private string Fact(ServiceOffer offer, string place)
    {
        var service = offer.Service;
        return place switch
        {
            "service" => service.Name.In(text.Language),
            "institution" => offer.Institution.Name.In(text.Language),
            "fee" => offer.Online is not { } online ? text["centre.fact.feeDepends"] : online.IsZero ? text["centre.fact.free"] : text["centre.fact.fee", text.Money(online)],
            "counterFee" => service.Channels.Contains(Channel.Counter) && offer.Counter is { } counter && counter > offer.Online ? text["centre.fact.counterFee", text.Money(counter)] : "",
            "debts" => offer.MoreIsOwed ? text["centre.fact.debts"] : "",
            "promise" => service.Promise.StraightThrough && service.Promise.WorkingDays > 0
                ? text["centre.fact.straight", text.WorkingDays(service.Promise.WorkingDays)]
                : text.WorkingDays(service.Promise.WorkingDays),
            "minutes" => text.Minutes(service.Minutes),
            "needed" => List(service, "documentsNeeded") is { Length: > 0 } needed ? needed : text["services.documents.none"],
            "conditions" => List(service, "conditions"),
            "steps" => List(service, "steps"),
            "issues" => Joined(service.Documents.Where(d => service.Texts.Contains(d.TitleKey)).Select(d => service.Texts[d.TitleKey].In(text.Language))),
            "offices" => Joined(offer.Institution.Offices.OrderBy(o => o != service.Office).Select(o => o.Name.In(text.Language))),
            "institutionPhone" => offer.Institution.Phone ?? "",
            "refusals" => Joined(service.Refusals.Select(r => service.Texts.TryGet($"refusal.{r}.why", out var why) ? why.In(text.Language) : r)),
            "yourTurn" => text.Days(service.YourTurnDays),
            "complaintAnswered" => text.WorkingDays(Complain.AnswerDays),
            "contactPhone" => web.Value.ContactPhone,
            _ => service.Texts[place].In(text.Language),
        };
    }

    private string List(ServiceDefinition service, string key) => Joined(service.Texts.List(key).Select(t => t.In(text.Language)));

    private static string Joined(IEnumerable<string> items) => string.Join(" • ", items);
}
