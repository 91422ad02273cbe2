using Diwan.Cases;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Reports;
using Diwan.Programme.Workbench;
using Diwan.Sandbox;
using Diwan.Sandbox.Nation;
using Diwan.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Simulation;

/// <summary>
/// Months of the nation's affairs, played through the use cases that the pages call, on a clock that is set from event to event: people apply
/// in the rhythm of the year, pay or do not, officers work their hours, registers and the rail break down, an institution stays away from
/// its desks for a while, and at every month's end both reports are frozen.
/// </summary>
public sealed class SimulatedTime
{
    private readonly SimulationPlan _plan;
    private readonly SimulatedClock _clock;
    private readonly Chance _dice;
    private readonly PriorityQueue<Func<Task<bool>>, (DateTimeOffset At, long Order)> _events = new();
    private readonly Dictionary<DateOnly, MonthTally> _tallies = [];
    private readonly Dictionary<string, DateOnly> _notOffered = new(StringComparer.Ordinal);
    private readonly Action<string>? _say;
    private long _order;
    private IServiceProvider _services = null!;
    private NationalCalendar _calendar = null!;
    private Outside _outside = null!;
    private FormFiller _forms = null!;
    private Desks _desks = null!;
    private Counters _counters = null!;
    private ProgrammeOffice _office = null!;
    private CancellationToken _ct;

    private SimulatedTime(SimulationPlan plan, Action<string>? say)
    {
        (_plan, _say) = (plan, say);
        _clock = new SimulatedClock(NationalCalendar.At(plan.From.AddDays(-1), new TimeOnly(12, 0)));
        _dice = new Chance(plan.Seed);
    }

    private MonthTally Tally
    {
        get
        {
            var today = NationalCalendar.DateAt(_clock.GetUtcNow());
            var month = new DateOnly(today.Year, today.Month, 1);
            return _tallies.TryGetValue(month, out var tally) ? tally : _tallies[month] = new MonthTally();
        }
    }

    /// <summary>Plays the plan.</summary>
    /// <param name="say">Told of each month as it ends, a line each.</param>
    /// <param name="look">What a caller wants to look at in the product before it is closed; null for nothing.</param>
    /// <exception cref="ArgumentException">The plan has a fault; the message says which.</exception>
    public static async Task<SimulationResult> RunAsync(SimulationPlan plan, Action<string>? say, Func<IServiceProvider, Task>? look, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Fault() is { } fault)
        {
            throw new ArgumentException($"{fault.Ar} / {fault.En}", nameof(plan));
        }

        return await new SimulatedTime(plan, say).PlayAsync(look, ct);
    }

    private async Task<SimulationResult> PlayAsync(Func<IServiceProvider, Task>? look, CancellationToken ct)
    {
        _ct = ct;
        var address = $"http://127.0.0.1:{FreePort()}";
        await using var sandbox = SandboxHost.Build(new SandboxOptions
        {
            Port = 0,
            Seed = _plan.Seed,
            People = _plan.People,
            FoundedOn = _plan.From.AddDays(-1),
            DataDirectory = Path.Combine(_plan.Data, "sandbox"),
            ProductUrl = address,
            Time = _clock,
        });
        await sandbox.StartAsync(ct);
        var outside = sandbox.Urls.First();
        await using var product = DiwanSite.Build(
            new WebApplicationOptions { ApplicationName = "Diwan.Web", ContentRootPath = _plan.Site, EnvironmentName = Environments.Production },
            builder => Configure(builder, address, outside));
        await product.StartAsync(ct);

        // The card page sends the browser back to the product; who pays here has no browser.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(outside), Timeout = TimeSpan.FromMinutes(2) };
        _services = product.Services;
        _calendar = _services.GetRequiredService<PublishedServices>().Catalogue.Calendar;
        (_outside, _forms, _desks, _counters, _office) = (new(http), new(_services, _dice), new(_services, _dice), new(_services), new(_services));
        await _services.GetRequiredService<StandingDuties>().OweAsync(ct);
        await _office.BeginAsync(_plan.From.AddDays(-1), ct);
        Schedule();
        await DrainAsync();

        var ledger = await _services.GetRequiredService<VerifyLedger>().RunAsync(ct);
        var audit = await _services.GetRequiredService<AuditVerifier>().VerifyAsync(null, ct);
        await using (var scope = _services.CreateAsyncScope())
        {
            var reports = (await scope.ServiceProvider.GetRequiredService<FindReports>().AllAsync(ct)).Count;
            if (look is not null)
            {
                await look(_services);
            }

            await product.StopAsync(CancellationToken.None);
            await sandbox.StopAsync(CancellationToken.None);
            return new SimulationResult(_tallies, _notOffered, reports, ledger.Faults, audit.IsSound);
        }
    }

    /// <summary>The product as it is served, on the simulated clock. What it does by itself now and then is done here, at simulated moments.</summary>
    private void Configure(WebApplicationBuilder builder, string address, string outside)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Host.ConfigureContainer<IServiceCollection>((_, services) =>
        {
            foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.IsAssignableTo(typeof(BackgroundService)) == true).ToList())
            {
                services.Remove(service);
            }
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(ProductSettings.For(address, outside))
        {
            ["Urls"] = address,
            ["Data:Directory"] = _plan.Data,
            ["Database:ConnectionString"] = _plan.Database ?? "",
        });
    }

    // ---- the year

    private void Schedule()
    {
        var citizens = Census.Take(_plan.Seed, _plan.People, _plan.From.AddDays(-1));
        var catalogue = _services.GetRequiredService<PublishedServices>().Catalogue;
        foreach (var demand in Demand.All)
        {
            var service = catalogue.Services.First(s => s.Id.ToString() == demand.Service);
            var able = citizens.Where(c => demand.Has is not { } what || c.Has.Contains(what)).ToList();
            if (!service.IsEffectiveOn(_plan.From))
            {
                _notOffered[demand.Service] = service.EffectiveFrom;
            }

            var owed = 0.0;
            for (var month = 0; month < _plan.Months; month++)
            {
                var first = _plan.From.AddMonths(month);
                owed += demand.In(first.Month, _plan.People);
                for (; owed >= 1 && able.Count > 0; owed--)
                {
                    var day = DayOf(demand, first);
                    if (service.IsEffectiveOn(day))
                    {
                        var due = demand.Has == Belonging.Vehicle ? able.Where(c => c.LicencesEnd.Any(e => Math.Abs(e.DayNumber - day.DayNumber) <= 20)).ToList() : able;
                        var who = due.Count > 0 ? due[_dice.Next(due.Count)] : able[_dice.Next(able.Count)];
                        At(NationalCalendar.At(day, new TimeOnly(7, 0)).AddSeconds(_dice.Next(15 * 3600)), () => ApplyAsync(service, who));
                    }
                }
            }
        }

        // An hour of work at a desk is worth what comes in, and a tenth more: queues stay short until something happens.
        _desks.PerHour = 1 + (_plan.People / 4_000.0);
        for (var month = 0; month < _plan.Months; month++)
        {
            var first = _plan.From.AddMonths(month);
            for (var day = first; day < first.AddMonths(1); day = day.AddDays(1))
            {
                ScheduleDay(day);
            }

            var number = month;
            At(NationalCalendar.At(first.AddDays(20), new TimeOnly(10, 0)), () => _office.MonthAsync(number, first.AddDays(20), _ct));
            At(NationalCalendar.At(first.AddMonths(1), new TimeOnly(6, 0)), () => EndMonthAsync(first));
        }

        ScheduleTroubles();
    }

    private void ScheduleDay(DateOnly day)
    {
        // Duties are looked after whenever something happens, and at least every third hour.
        for (var hour = 0; hour < 24; hour += 3)
        {
            At(NationalCalendar.At(day, new TimeOnly(hour, 0)), () => Task.CompletedTask);
        }

        At(NationalCalendar.At(day, new TimeOnly(23, 30)), EndDayAsync);
        if (!_calendar.IsWorkingDay(day))
        {
            return;
        }

        var hours = _calendar.HoursOn(day);
        for (var hour = hours.Opens.AddHours(1); hour <= hours.Closes; hour = hour.AddHours(1))
        {
            When(NationalCalendar.At(day, hour), () => _desks.WorkAsync(Tally, Moved, _ct));
        }

        At(NationalCalendar.At(day, hours.Closes).AddMinutes(30), () => _counters.CloseAsync(_ct));
    }

    /// <summary>
    /// What goes wrong, each year: the rail is down in the last hours of February, the civil register for an afternoon of April, the SMS
    /// gateway for a morning of November, and all desks stand empty all August, so that promises are missed.
    /// </summary>
    private void ScheduleTroubles()
    {
        for (var first = _plan.From; first < _plan.Ends; first = first.AddMonths(1))
        {
            switch (first.Month)
            {
                case 2:
                    Down("rail", first.AddDays(27), 17, 5);
                    break;
                case 4:
                    Down("civil-status", first.AddDays(10), 12, 4);
                    break;
                case 8:
                    At(NationalCalendar.At(first, new TimeOnly(1, 0)), () => Leave(true));
                    At(NationalCalendar.At(first.AddMonths(1), new TimeOnly(1, 0)), () => Leave(false));
                    break;
                case 11:
                    Down("sms", first.AddDays(4), 9, 6);
                    break;
            }
        }

        Task Leave(bool absent)
        {
            _desks.AreEmpty = absent;
            return Task.CompletedTask;
        }
    }

    private void Down(string what, DateOnly day, int from, int hours)
    {
        var at = NationalCalendar.At(day, new TimeOnly(from, 5));
        At(at, () => _outside.SetDownAsync(what, true, _ct));
        At(at.AddHours(hours), () => _outside.SetDownAsync(what, false, _ct));
    }

    private DateOnly DayOf(Demand demand, DateOnly first)
    {
        var days = Enumerable.Range(0, DateTime.DaysInMonth(first.Year, first.Month)).Select(first.AddDays).ToList();
        var weights = days.ConvertAll(d => demand.WeightOf(d, _calendar.IsWorkingDay(d)));
        var roll = _dice.Part() * weights.Sum();
        for (var i = 0; i < days.Count; i++)
        {
            roll -= weights[i];
            if (roll <= 0)
            {
                return days[i];
            }
        }

        return days[^1];
    }

    // ---- what people do

    /// <summary>The post office of where they live, or of the capital when that is not known.</summary>
    private static string? SiteOf(Citizen who, Channel channel) => channel == Channel.Assisted ? ThePost.SiteOf(who.Governorate ?? "AM") : null;

    private async Task ApplyAsync(ServiceDefinition service, Citizen who)
    {
        var id = service.Id.ToString();
        var channel = ChannelOf(service);
        var applicant = new Applicant
        {
            Kind = ApplicantKind.Citizen,
            NationalNumber = who.NationalNumber,
            Nationality = "JO",
            Name = who.Name,
            NameEn = who.NameEn,
            BirthDate = who.BirthDate,
            Gender = who.Gender,
            Phone = who.Phone,
            Governorate = who.Governorate,
        };
        var key = Applicants.Key(applicant);
        var actor = channel is Channel.Counter or Channel.Assisted
            ? new Actor(ActorKind.Assistant, "OFF:sim-agent", "موظف الخدمة (محاكاة)", service.Id.Institution)
            : new Actor(ActorKind.Person, key, who.Name) { Assurance = service.Assurance };
        await using var scope = _services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<StartApplication>().RunAsync(id, applicant, channel, actor, _ct, site: SiteOf(who, channel)) is not StartApplication.Result.Started started)
        {
            return;
        }

        MonthTally.Count(Tally.Started, id);
        if (!await _forms.FillAsync(started.ApplicationId, key, actor, who.Phone, _ct)
            || await scope.ServiceProvider.GetRequiredService<SubmitApplication>().RunAsync(started.ApplicationId, key, actor, null, _ct) is not SubmitApplication.Result.Submitted submitted)
        {
            MonthTally.Count(Tally.Abandoned, id);
            return;
        }

        MonthTally.Count(Tally.Submitted, id);
        MonthTally.Count(Tally.ByChannel, (id, channel));
        if (submitted.AwaitsPayment)
        {
            // Most pay at once, some in the coming days, a few never.
            var roll = _dice.Next(100);
            var delay = roll < 70 ? TimeSpan.FromMinutes(1 + _dice.Next(6)) : roll < 94 ? TimeSpan.FromHours(1 + _dice.Next(60)) : (TimeSpan?)null;
            if (delay is { } wait)
            {
                At(_clock.GetUtcNow() + wait, () => PayAsync(submitted.Reference, key, channel, service, 1));
            }
        }

        if (_dice.Next(100) < 25)
        {
            At(_clock.GetUtcNow().AddHours(1 + _dice.Next(240)), () => SayAsync(id, submitted.Reference, key, channel));
        }
    }

    private async Task PayAsync(string reference, string key, Channel channel, ServiceDefinition service, int attempt)
    {
        await using var scope = _services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<ReadCase>().ForApplicantAsync(reference, key, _ct);
        if (seen is not { PublicState: PublicState.AwaitingPayment, State.Bill: { } bill })
        {
            return;
        }

        var paid = true;
        var declined = _dice.Next(100) < 3;
        switch (channel)
        {
            case Channel.Counter:
                paid = await _counters.TakeAsync(service.Id.Institution, bill.Number, Guid.CreateVersion7(_clock.GetUtcNow()), _ct);
                break;
            case Channel.Assisted:
                paid = await _outside.PayBillAsync("agent", bill.Number, _ct);
                break;
            case var _ when _dice.Next(100) < 45:
                paid = await _outside.PayBillAsync("app", bill.Number, _ct);
                break;
            default:
                var started = await scope.ServiceProvider.GetRequiredService<StartCardPayment>().RunAsync(bill.Number, "http://127.0.0.1:9/back", _ct);
                paid = started is StartCardPayment.Result.Started && !declined;
                if (started is StartCardPayment.Result.Started page)
                {
                    await _outside.PayByCardAsync(page.RedirectUrl, declined, _ct);
                }

                break;
        }

        if (paid)
        {
            Tally.Paid++;
        }
        else if (attempt < 4)
        {
            // The rail was down, or the card was declined: again later.
            At(_clock.GetUtcNow().AddHours(3 * attempt), () => PayAsync(reference, key, channel, service, attempt + 1));
        }
    }

    /// <summary>What somebody thought of it. Who waits past the promise complains, one in two.</summary>
    private async Task SayAsync(string service, string reference, string key, Channel channel)
    {
        await using var scope = _services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<ReadCase>().TrackAsync(reference, _ct);
        var late = seen is { State: PublicState.BeingChecked } && seen.PromisedAt < _clock.GetUtcNow();
        var satisfaction = seen?.State switch
        {
            PublicState.Issued => 3 + _dice.Next(3),
            PublicState.Refused => 1 + _dice.Next(3),
            _ => late ? 1 + _dice.Next(2) : 2 + _dice.Next(3),
        };
        if (await scope.ServiceProvider.GetRequiredService<GiveFeedback>().RunAsync(service, satisfaction, null, channel, _ct) is GiveFeedback.Result.Taken)
        {
            (Tally.Ratings.TryGetValue(service, out var given) ? given : Tally.Ratings[service] = []).Add(satisfaction);
        }

        if (late && _dice.Next(2) == 0
            && await scope.ServiceProvider.GetRequiredService<Complain>().RunAsync(
                new Complain.Command(service, reference, "تأخرت معاملتي عن الموعد الذي وُعدت به.", null, key, Language.Arabic),
                new Actor(ActorKind.Person, key, ""), Channel.Portal, _ct) is Complain.Result.Taken)
        {
            MonthTally.Count(Tally.Complaints, service);
        }
    }

    /// <summary>An officer was at a case: its applicant completes it, or pays if it now waits for that.</summary>
    private void Moved(string reference, CaseFile file, bool sentBack) => At(_clock.GetUtcNow().AddHours(2 + _dice.Next(70)), () => sentBack
        ? _desks.CompleteAsync(reference, file, _ct)
        : PayAsync(reference, file.PersonKey, file.State.Channel, file.Definition, 1));

    /// <summary>More people come by their own means as the year goes on.</summary>
    private Channel ChannelOf(ServiceDefinition service)
    {
        var gone = (_clock.GetUtcNow() - NationalCalendar.At(_plan.From, TimeOnly.MinValue)).TotalDays / 365;
        var alone = 50 + (int)(25 * Math.Min(1, gone));
        var roll = _dice.Next(100);
        var wanted = roll < alone * 2 / 3 ? Channel.Portal : roll < alone ? Channel.Mobile : roll < alone + ((100 - alone) / 2) ? Channel.Assisted : Channel.Counter;
        return service.Channels.Contains(wanted) ? wanted : Channel.Portal;
    }

    // ---- the ends of days and months

    private async Task EndDayAsync()
    {
        // What is late rises on working days; once a week is often enough for a year that is played in a minute.
        if (NationalCalendar.DateAt(_clock.GetUtcNow()).DayOfWeek == DayOfWeek.Sunday)
        {
            await using var scope = _services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Escalate>().RunAsync(_ct);
            await scope.ServiceProvider.GetRequiredService<WatchDrift>().RunAsync(_ct);
        }

        await _services.GetRequiredService<NumberReceipts>().RunAsync(_ct);
        await _services.GetRequiredService<TransparencyLog>().GrowAsync(_ct);
        await _services.GetRequiredService<Checkpoints>().SealAsync(_ct);
    }

    private async Task EndMonthAsync(DateOnly month)
    {
        await using var scope = _services.CreateAsyncScope();
        var frozen = await scope.ServiceProvider.GetRequiredService<FreezeReport>().RunAsync(month, _ct);
        var tally = _tallies.GetValueOrDefault(month) ?? new MonthTally();
        _say?.Invoke(FormattableString.Invariant(
            $"{month:yyyy-MM}  started {tally.Started.Values.Sum(),6}  submitted {tally.Submitted.Values.Sum(),6}  paid {tally.Paid,6}  decided {tally.Decided,5}  refused {tally.Refused,4}  sent back {tally.SentBack,4}  complaints {tally.Complaints.Values.Sum(),4}  reports {frozen}"));
    }

    // ---- the machine of time

    /// <summary>What was done may leave something owed.</summary>
    private void At(DateTimeOffset moment, Func<Task> what) => When(moment, async () =>
    {
        await what();
        return true;
    });

    /// <param name="what">Tells whether something may be owed now.</param>
    private void When(DateTimeOffset moment, Func<Task<bool>> what) => _events.Enqueue(what, (moment, _order++));

    private async Task DrainAsync()
    {
        var end = NationalCalendar.At(_plan.Ends, new TimeOnly(7, 0));
        await using var scope = _services.CreateAsyncScope();
        var duties = scope.ServiceProvider.GetRequiredService<DutyRunner>();
        while (_events.TryDequeue(out var what, out var when) && when.At <= end)
        {
            _ct.ThrowIfCancellationRequested();
            _clock.SetTo(when.At > _clock.GetUtcNow() ? when.At : _clock.GetUtcNow());
            if (await what())
            {
                await duties.RunDueAsync(_clock.GetUtcNow(), _ct);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
