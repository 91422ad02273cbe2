using System.Collections.Concurrent;
using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Web.Pages.Portal;

/// <summary>What a service costs before anything is known of the case.</summary>
/// <param name="Online">The charges for the service itself; null when they depend on the case.</param>
/// <param name="Counter">The same at the counter.</param>
/// <param name="Lines">Every charge and debt that occurs in the worked examples, each once, in order.</param>
/// <param name="Example">The worked example nearest to today that costs something, priced on every channel; null where nothing is ever paid.</param>
public sealed record ServiceOffer(
    ServiceDefinition Service, Institution Institution, Money? Online, Money? Counter, IReadOnlyList<OfferLine> Lines, OfferExample? Example = null)
{
    /// <summary>Whether a tax, fine or contribution, the same on every channel, may be due besides.</summary>
    public bool MoreIsOwed => Lines.Any(l => l.Kind == FeeKind.Debt);

    public string Path => $"/services/{Service.Id}";

    public string ApplyPath => $"/apply/{Service.Id}";

    public ServiceFacts Facts(string? who = null) => new(
        Online, Counter, Service.Minutes, Service.Promise.WorkingDays, Service.Promise.StraightThrough, who, MoreIsOwed);
}

/// <param name="On">The day of the example, whose tariff it is priced by.</param>
public sealed record OfferExample(DateOnly On, TariffComparison Prices)
{
    /// <summary>The electronic channel that is shown beside the counter.</summary>
    public ChannelPrice Online => Prices.Electronic[0];

    public ChannelPrice Counter => Prices.Counter;

    public Money Saved => Counter.Total - Online.Total;

    /// <summary>Every line on either channel, once, with what it comes to on each.</summary>
    public IReadOnlyList<(FeeLine Line, Money Online, Money Counter)> Lines =>
    [
        .. Online.Statement.Lines.Concat(Counter.Statement.Lines).DistinctBy(l => l.Code).Select(l => (
            l, Online.Statement.Lines.Where(x => x.Code == l.Code).Sum(x => x.Amount), Counter.Statement.Lines.Where(x => x.Code == l.Code).Sum(x => x.Amount))),
    ];
}

/// <param name="Label">Null when it is only known in a case.</param>
public sealed record OfferLine(string Code, FeeKind Kind, LocalizedText? Label);

/// <summary>The services of the catalogue as they are offered today, by the very rules that price an application.</summary>
public sealed class ServiceOffers(PublishedServices services, TimeProvider time)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<(ServiceDefinition Service, DateOnly Day), ServiceOffer> _offers = new();

    public Catalogue Catalogue => services.Catalogue;

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public IReadOnlyList<ServiceOffer> All => [.. Catalogue.Services.Where(s => s.IsEffectiveOn(Today)).Select(Of)];

    public ServiceOffer? Find(string institution, string service) =>
        ServiceId.TryParse($"{institution}/{service}", out var id) && Catalogue.Find(id) is { } found && found.IsEffectiveOn(Today) ? Of(found) : null;

    public IReadOnlyList<ServiceOffer> Search(string text, Language language) =>
        [.. Catalogue.Search(text, language).Where(s => s.IsEffectiveOn(Today)).Select(Of)];

    private ServiceOffer Of(ServiceDefinition service) => _offers.GetOrAdd((service, Today), _ => Price(service));

    private ServiceOffer Price(ServiceDefinition service)
    {
        var institution = Catalogue.FindInstitution(service.Id.Institution)
            ?? throw new InvalidOperationException($"The service {service.Id} belongs to no institution of the Catalogue.");
        var context = EvaluationContext.Create(
            service, new Applicant { Kind = service.Applicants[0] }, Channel.Portal, AnswerSet.Empty, CaseFacts.None, time.GetUtcNow());
        var prices = RuleBook.CompareChannels(service, context);
        var known = prices.Counter.Lines.Any(l => l.Kind == FeeKind.Charge);
        var online = known ? prices.Electronic.Charges : (Money?)null;
        var (lines, example) = Lines(service);
        return new ServiceOffer(service, institution, online, known ? prices.Counter.Charges : null, lines, example);
    }

    /// <summary>The fee lines of the worked examples: what may be charged, found without knowing anybody; and the example nearest to today.</summary>
    private (List<OfferLine> Lines, OfferExample? Example) Lines(ServiceDefinition service)
    {
        var lines = new List<OfferLine>();
        OfferExample? nearest = null;
        foreach (var example in service.Examples.Where(e => e.Channel.IsElectronic() && e.Expect.Total is not null))
        {
            if (example.Applicant.Deserialize<Applicant>(Format) is not { } applicant)
            {
                continue;
            }

            var facts = CaseFacts.None;
            foreach (var (id, answer) in example.Registers)
            {
                facts = answer.Down ? facts : facts.With(id, answer.Answer, example.On);
            }

            var answers = AnswerSet.Empty;
            foreach (var question in service.Questions)
            {
                if (example.Answers[question.Id] is { } given
                    && AnswerReader.Read(question, RawAnswer.FromJson(given), At(answers)) is AnswerResult.Accepted accepted)
                {
                    answers = answers.With(question.Id, accepted.Value);
                }
            }

            var day = NationalCalendar.DateAt(example.On);
            var fees = RuleBook.Fees(service, At(answers));
            if (fees.Total > Money.Zero && (nearest is null || Away(day) < Away(nearest.On)))
            {
                nearest = new OfferExample(day, RuleBook.CompareAll(service, At(answers), Catalogue.Commissions));
            }

            foreach (var line in fees.Lines)
            {
                if (lines.TrueForAll(l => l.Code != line.Code))
                {
                    var label = service.Texts.TryGet($"fee.{line.Code}.label", out var words) && !words.En.Contains('{', StringComparison.Ordinal) ? words : null;
                    lines.Add(new OfferLine(line.Code, line.Kind, label));
                }
            }

            EvaluationContext At(AnswerSet so) => EvaluationContext.Create(service, applicant, example.Channel, so, facts, example.On);
        }

        return (lines, nearest);
    }

    private int Away(DateOnly day) => Math.Abs(day.DayNumber - Today.DayNumber);
}
