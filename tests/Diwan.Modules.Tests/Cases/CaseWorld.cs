using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Sandbox;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Programme;
using Diwan.Programme.Benchmark;
using Diwan.Registries;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Visits;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Cases;

/// <summary>All rooms over one database, and the sandbox's registers over HTTP.</summary>
internal sealed class CaseWorld : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly WebApplication _sandbox;
    private readonly bool _demonstration;
    private readonly string _keys = Directory.CreateTempSubdirectory("diwan-case-keys").FullName;
    private AsyncServiceScope _scope;

    private CaseWorld(TestDatabase database, WebApplication sandbox, string folder, bool demonstration)
    {
        (_database, _sandbox, _demonstration) = (database, sandbox, demonstration);
        Restart(folder);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<CaseWorld> OpenAsync(DatabaseProvider on, string? folder = null, bool demonstration = true)
    {
        var database = await TestDatabase.CreateAsync(on);
        var (sandbox, http) = await SandboxWorld.StartAsync(new SandboxOptions { Port = 0, People = 200, Time = database.Time });
        http.Dispose();
        var world = new CaseWorld(database, sandbox, folder ?? Repository.Services, demonstration);
        await world.Get<PublishedServices>().PublishAsync(Ct);
        return world;
    }

    internal T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>Another node starts over the same database, with the services of this folder.</summary>
    internal void Restart(string folder)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(ProductSettings.For("https://diwan.test", _sandbox.Urls.Single()))
        {
            ["Services:Folder"] = folder,
            ["Cases:Demonstration"] = _demonstration ? "true" : "false",
            ["Data:Directory"] = Path.Combine(Path.GetTempPath(), "diwan-cases-tests"),
            ["Documents:KeyFolder"] = _keys,
            ["Documents:TimeStamp:Url"] = $"{_sandbox.Urls.Single()}/tsa",
            ["Documents:TimeStamp:Root"] = Diwan.Sandbox.Trust.TimeStampAuthority.RootPem(),
        }).Build();
        var services = _database.Services(s =>
        {
            s.AddAccounts(settings);
            s.AddRegistries(settings);
            s.AddPayments(settings);
            s.AddDocuments(settings);
            s.AddMessages(settings);
            s.AddCases(settings);
            s.AddProgramme();
            s.AddSingleton<PageServed>(path => !PagesGone.Contains(path));
            s.AddAssistance();
            s.AddVisits();
        });
        _scope = services.CreateAsyncScope();
    }

    /// <summary>Pages that the site, which is not here, is said not to have.</summary>
    internal HashSet<string> PagesGone { get; } = new(StringComparer.Ordinal);

    internal DateTimeOffset Now => _database.Time.GetUtcNow();

    internal void Pass(TimeSpan time) => _database.Time.Advance(time);

    /// <summary>An officer signs in, and is known from then on.</summary>
    internal async Task SignInAsync(string number, string name, params string[] roles) =>
        Assert.IsType<SignIn.Result.Welcome>(await Get<SignIn>().RunAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim("sub", number), new Claim("name", name), new Claim("kind", "officer"), .. roles.Select(r => new Claim("roles", r))], "test")),
            Channel.Portal,
            Ct));

    /// <summary>A person signs in, and is written to in this language from then on.</summary>
    internal async Task PersonSignsInAsync(Applicant who, Language language) =>
        Assert.IsType<SignIn.Result.Welcome>(await Get<SignIn>().RunAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim("sub", who.NationalNumber!), new Claim("name", who.Name!), new Claim("kind", "citizen"), new Claim("national_number", who.NationalNumber!), new Claim("locale", language.Code())], "test")),
            Channel.Portal,
            Ct));

    internal static Applicant Citizen(string number, string name) => new()
    {
        Kind = ApplicantKind.Citizen,
        NationalNumber = number,
        Name = name,
        NameEn = "Somebody",
        BirthDate = new DateOnly(1988, 4, 2),
        Gender = "M",
        Phone = $"+962790000{number[^3..]}",
        Governorate = "AM",
        Nationality = "JO",
    };

    internal static Officer Officer(string number, string name, params string[] roles) =>
        new(new Actor(ActorKind.Officer, $"OFF:{number}", name, roles[0].Split(':')[0]) { Assurance = Assurance.High }, roles);

    internal async Task<Guid> StartAsync(string service, Applicant who) =>
        Assert.IsType<StartApplication.Result.Started>(
            await Get<StartApplication>().RunAsync(service, who, Channel.Portal, Person(who), Ct)).ApplicationId;

    internal async Task<SaveAnswers.Result> AnswerAsync(
        Guid id, Applicant who, string section, Dictionary<string, RawAnswer> fields, Dictionary<string, IReadOnlyList<Upload>>? uploads = null, bool partial = true) =>
        await Get<SaveAnswers>().RunAsync(
            new SaveAnswers.Command(id, Key(who), section, fields, uploads ?? [], new HashSet<string>(), Person(who)) { Partial = partial }, Ct);

    /// <summary>The application for a certificate, answered whole.</summary>
    internal async Task AnswerCertificateAsync(Guid id, Applicant who)
    {
        foreach (var section in Get<PublishedServices>().Current("moj/non-conviction-certificate")!.Sections)
        {
            foreach (var question in section.Questions)
            {
                string? answer = question.Id switch
                {
                    "purpose" => "INTERNAL",
                    "requestingBody" => "وزارة التربية",
                    "deliveryMode" => "ELECTRONIC",
                    "mobile" => "0790000102",
                    _ => question.Type == AnswerType.Declaration ? "true" : null,
                };
                if (answer is not null)
                {
                    await AnswerAsync(id, who, section.Id, new() { [question.Id] = RawAnswer.Of([answer]) });
                }
            }
        }
    }

    internal async Task<string> SubmitAsync(Guid id, Applicant who)
    {
        var result = await Get<SubmitApplication>().RunAsync(id, Key(who), Person(who), null, Ct);
        if (result is SubmitApplication.Result.NotReady notReady)
        {
            Assert.Fail(string.Join("; ", notReady.View.Journey.Steps.SelectMany(s => s.Questions).Where(q => !q.Answered).Select(q => q.Question.Id))
                + string.Join("; ", notReady.View.Journey.Refusals));
        }

        return Assert.IsType<SubmitApplication.Result.Submitted>(result).Reference;
    }

    /// <summary>The rail tells that the bill of a case is paid.</summary>
    internal async Task PayAsync(string reference, Applicant who)
    {
        var bill = (await Get<ReadCase>().ForApplicantAsync(reference, Key(who), Ct))!.State.Bill!;
        var now = _database.Time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            transactionNo = $"T-{reference}",
            sessionId = "cs_1",
            merchant = "diwan",
            billNo = bill.Number,
            amountFils = bill.Total.Fils,
            currency = "JOD",
            status = "paid",
            paidAt = now,
        });
        var (status, _) = await Get<ReceiveCardNotice>().RunAsync(body, RailSignature.Sign(ProductSettings.RailSecret, body, now), Ct);
        Assert.Equal(200, status);
    }

    /// <summary>Turns a knob of the outside world.</summary>
    internal async Task KnobAsync(string name, bool down)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_sandbox.Urls.Single()) };
        using var answer = await http.PutAsJsonAsync($"/control/api/{name}", new { latencyMs = 0, errorPercent = 0, down }, Ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The SMS on a telephone, the latest first.</summary>
    internal async Task<System.Text.Json.Nodes.JsonArray> PhoneAsync(string number)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_sandbox.Urls.Single()) };
        return System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync($"/phone/{Uri.EscapeDataString(number)}/messages", Ct))!.AsArray();
    }

    /// <summary>Carries out what is owed now.</summary>
    internal async Task WorkAsync()
    {
        for (var i = 0; i < 4; i++)
        {
            await Get<DutyRunner>().RunDueAsync(_database.Time.GetUtcNow(), Ct);
        }
    }

    /// <summary>Today in Amman.</summary>
    internal DateOnly Today => NationalCalendar.DateAt(_database.Time.GetUtcNow());

    /// <summary>Time passes and nothing happens.</summary>
    internal void Sleep(TimeSpan span) => _database.Time.Advance(span);

    internal static string Key(Applicant who) => $"JO:{who.NationalNumber}";

    internal static Actor Person(Applicant who) => new(ActorKind.Person, Key(who), who.Name ?? "") { Assurance = Assurance.High };

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _sandbox.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }
}
