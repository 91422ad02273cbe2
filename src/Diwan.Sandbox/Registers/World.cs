using Diwan.Kernel;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.Personas;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Registers;

/// <summary>
/// The nation as its registers see it now: the ready-made people first, the generated ones behind them, and over both what has been changed since.
/// </summary>
internal sealed class World
{
    private readonly TimeProvider _time;

    internal World(ulong seed, int people, DateOnly founded, Journal journal, TimeProvider time)
    {
        Founded = founded;
        Made = new Generated(seed, people, founded);
        Ready = new ReadyWorld(founded, Made.Land);
        Journal = journal;
        _time = time;
    }

    internal DateOnly Founded { get; }

    internal Generated Made { get; }

    internal ReadyWorld Ready { get; }

    internal Journal Journal { get; }

    internal DateTimeOffset Now => NationalCalendar.ToAmman(_time.GetUtcNow());

    internal DateOnly Today => NationalCalendar.DateAt(_time.GetUtcNow());

    internal Cadastre Land => Made.Land;

    internal Person? Person(string number) =>
        Ready.People.TryGetValue(number, out var ready) ? ready : Made.People.IndexOf(number) is { } index ? Made.People.At(index) : null;

    internal Family FamilyOf(Person person)
    {
        if (person.Index < 0)
        {
            return Ready.FamilyOf(person.Number);
        }

        var (father, mother) = Made.People.ParentsOf(person.Index);
        return new Family(
            father is { } f ? Made.People.At(f) : null, mother is { } m ? Made.People.At(m) : null,
            Made.People.SpouseOf(person.Index) is { } s ? [Made.People.At(s)] : [], [.. Made.People.ChildrenOf(person.Index).Select(Made.People.At)]);
    }

    // ---- land

    internal Title? Title(PlotKey key) =>
        Ready.Titles.TryGetValue(key, out var ready) ? ready : Land.Find(key) is { } plot ? Made.TitleAt(plot) : null;

    internal IEnumerable<Title> TitlesOf(Person person)
    {
        var ready = Ready.Titles.Values.Where(t => t.Owners.Any(o => o.Holder == person.Number));
        return person.Index < 0 ? ready : Made.PlotsOf(person.Index).Select(Made.TitleAt).Where(t => !Ready.Titles.ContainsKey(t.Key));
    }

    /// <summary>What somebody inherits of a plot that is still in the name of the dead, and from whom.</summary>
    internal (Fraction Part, Person From)? Inherited(Title title, Person heir)
    {
        foreach (var owner in title.Owners)
        {
            if (Person(owner.Holder) is not { Alive: false } dead)
            {
                continue;
            }

            var family = FamilyOf(dead);
            var spouse = family.Spouses.FirstOrDefault(s => s.Alive);
            var part = Generated.Inherit(
                    owner.Part, spouse?.Number, dead.Gender == 'M' ? new Fraction(1, 8) : new Fraction(1, 4),
                    family.Children.Where(c => c.Alive).Select(c => (c.Number, c.Gender)))
                .FirstOrDefault(s => s.Holder == heir.Number);
            if (part is not null)
            {
                return (part.Part, dead);
            }
        }

        return null;
    }

    // ---- establishments and licences

    internal Company? Company(string no) => Ready.Companies.TryGetValue(no, out var ready) ? ready : Made.CompanyIndex(no) is { } index ? Made.CompanyAt(index) : null;

    internal IEnumerable<Company> CompaniesOf(Person person) => person.Index < 0
        ? Ready.Companies.Values.Where(c => c.Signatories.Any(s => s.Number == person.Number))
        : Made.CompaniesOf(person.Index).Select(Made.CompanyAt);

    internal Licence? Licence(string no)
    {
        var licence = Ready.Licences.TryGetValue(no, out var ready) ? ready : Made.LicenceIndex(no) is { } index ? Made.LicenceAt(index) : null;
        return licence is not null && Journal.Get<RenewedLicence>($"licence/{no}") is { } renewed
            ? licence with { LastYearPaid = Math.Max(renewed.Year, licence.LastYearPaid), WasteFeesDue = 0m } : licence;
    }

    internal IEnumerable<Licence> LicencesOf(string companyNo)
    {
        foreach (var licence in Ready.Licences.Values.Where(l => l.CompanyNo == companyNo))
        {
            yield return Licence(licence.No)!;
        }

        if (Made.CompanyIndex(companyNo) is { } index && Made.HasLicence(index))
        {
            yield return Licence(Made.LicenceNo(index))!;
        }
    }

    // ---- vehicles and fines

    internal Vehicle? Vehicle(string registrationNo)
    {
        var vehicle = Ready.Vehicles.TryGetValue(registrationNo, out var ready) ? ready
            : Made.VehicleByRegistration(registrationNo) is { } index ? Made.VehicleAt(index) : null;
        return vehicle is not null && Journal.Get<RenewedVehicle>($"vehicle/{registrationNo}") is { } renewed
            ? vehicle with { LicenceExpiresOn = renewed.ValidUntil, LicenceNo = renewed.LicenceNo } : vehicle;
    }

    internal IEnumerable<Vehicle> VehiclesOf(Person person) => (person.Index < 0
        ? Ready.Vehicles.Values.Where(v => v.Owners.Any(o => o.Number == person.Number))
        : Made.VehiclesOf(person.Index).Select(Made.VehicleAt)).Select(v => Vehicle(v.RegistrationNo)!);

    internal IEnumerable<Ticket> TicketsOf(Vehicle vehicle)
    {
        var index = Made.VehicleByRegistration(vehicle.RegistrationNo);
        var tickets = index is { } made
            ? Enumerable.Range(0, Made.TicketCount(made)).Select(n => Made.TicketAt(made, n))
            : Ready.Tickets.Values.Where(t => t.Vehicle.RegistrationNo == vehicle.RegistrationNo);
        return tickets.Select(Current).OrderByDescending(t => t.At).ThenBy(t => t.No, StringComparer.Ordinal);
    }

    internal Ticket? Ticket(string no)
    {
        var ticket = Ready.Tickets.TryGetValue(no, out var ready) ? ready : Made.TicketIndex(no) is var (vehicle, ordinal) ? Made.TicketAt(vehicle, ordinal) : null;
        return ticket is null ? null : Current(ticket);
    }

    private Ticket Current(Ticket ticket) =>
        Journal.Get<Paid>($"ticket/{ticket.No}") is { } paid ? ticket with { Status = "PAID", PaidOn = paid.On, ReceiptNo = paid.ReceiptNo } : ticket;

    // ---- property tax

    internal Property? Property(string no) => Ready.Properties.TryGetValue(no, out var ready) ? ready : Made.PropertyIndex(no) is { } index ? Made.PropertyAt(index) : null;

    internal IEnumerable<Property> PropertiesOf(Person person) => person.Index < 0
        ? Ready.Properties.Values.Where(p => p.Owners.Any(o => o.Number == person.Number))
        : Made.PropertiesOf(person.Index).Select(Made.PropertyAt);

    /// <summary>What stands on a plot in the tax register.</summary>
    internal IEnumerable<Property> PropertiesAt(Title title) =>
        Ready.Properties.Values.Where(p => p.Plot == title.Key)
            .Concat(Land.Find(title.Key) is { } plot ? Made.PropertiesAt(plot).Select(Made.PropertyAt) : []);

    internal Paid? PropertyYear(string no, int year) => Journal.Get<Paid>($"property/{no}/{year}");

    // ---- social security

    internal Insured Insured(Person person)
    {
        var insured = Ready.Insured.TryGetValue(person.Number, out var ready) ? ready : Made.InsuredAt(person.Index);
        return Journal.Get<Subscription>($"subscription/{person.Number}") is { } s
            ? insured with { InsuranceNo = s.InsuranceNo, Periods = [.. insured.Periods, new("VOLUNTARY", s.StartMonth, null, null, s.Wage)], Unsettled = true }
            : insured;
    }

    internal Person? ByInsurance(string no) =>
        Ready.Insured.Values.FirstOrDefault(i => i.InsuranceNo == no) is { } ready ? Person(ready.Number)
        : Journal.Get<SubscriberOf>($"insured/{no}") is { } subscriber ? Person(subscriber.Number)
        : Made.InsuredIndex(no) is { } index && Made.InsuredAt(index).InsuranceNo == no ? Made.People.At(index) : null;

    internal IEnumerable<RosterLine> Roster(string companyNo)
    {
        var members = Ready.Insured.Values.Where(i => i.Periods.Any(p => p.CompanyNo == companyNo && p.To is null));
        if (Made.CompanyIndex(companyNo) is { } index)
        {
            members = Made.EmployeesOf(index).Select(Made.InsuredAt);
        }

        return members.Select(i => new RosterLine(i.Number, i.InsuranceNo!, i.Periods[^1].Wage, 30, i.Periods[0].From < Reform));
    }

    /// <summary>Who was insured before 15 October 2009 keeps the older wage cap.</summary>
    internal static readonly DateOnly Reform = new(2009, 10, 15);

    // ---- records

    internal IEnumerable<(Record Record, bool SameNumber)> RecordsOf(Person person)
    {
        if (person.Index >= 0)
        {
            return Made.RecordOf(person.Index) is { } made ? [(made, made.Number == person.Number)] : [];
        }

        return Ready.Records.Where(r => r.Number == person.Number || r.Name == person.FullName).Select(r => (r, r.Number == person.Number));
    }
}

internal sealed record SubscriberOf(string Number);
