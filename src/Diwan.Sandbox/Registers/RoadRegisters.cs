using Diwan.Kernel;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Registers;

/// <summary>Traffic fines and vehicles.</summary>
internal sealed class RoadRegisters(World world)
{
    internal void Add(IDictionary<string, Func<Ask, object>> operations)
    {
        operations["traffic/fines"] = ask => Fines(world.TicketsOf(Vehicle(ask)));
        operations["traffic/fines-of"] = ask => Fines(world.VehiclesOf(PeopleRegisters.Citizen(world, ask["nationalNumber"])).SelectMany(world.TicketsOf));
        operations["traffic/fine"] = ask => Show(Ticket(ask["ticketNo"]));
        operations["traffic/settle"] = Settle;
        operations["vehicles/vehicles-of"] = VehiclesOf;
        operations["vehicles/vehicle"] = ask => Show(Vehicle(ask));
        operations["vehicles/insurance"] = Insurance;
        operations["vehicles/renew"] = Renew;
    }

    /// <summary>By plate and registration number together, so that nobody can look at others' vehicles by trying plates.</summary>
    private Vehicle Vehicle(Ask ask)
    {
        var (code, number, registration) = (Digits.ToAscii(ask["plateCode"]), Digits.ToAscii(ask["plateNumber"]), Digits.ToAscii(ask["registrationNo"]));
        var vehicle = world.Vehicle(registration);
        return vehicle is not null && vehicle.PlateCode == code && vehicle.PlateNumber == number && (ask.Optional("plateClass") ?? vehicle.PlateClass) == vehicle.PlateClass
            ? vehicle
            : throw Fault.NotFound(new("مركبة بهذه اللوحة وهذا التسجيل", "vehicle with this plate and this registration:"), $"{code}-{number} / {registration}");
    }

    private Ticket Ticket(string no) => world.Ticket(no) ?? throw Fault.NotFound(new("مخالفة", "ticket"), no);

    private static bool Payable(Ticket t) => Due(t) is not null;

    private static decimal? Due(Ticket t) => t.Status switch { "OPEN" => t.Offence.Amount, "JUDGED" => t.Judged, _ => null };

    private static bool Open(Ticket t) => t.Status is "OPEN" or "OBJECTED" or "IN_COURT" or "JUDGED";

    private static object Fines(IEnumerable<Ticket> found)
    {
        var tickets = found.OrderByDescending(t => t.At).ToList();
        return new
        {
            Fines = tickets.Select(Show),
            OpenCount = tickets.Count(Open),
            PayableCount = tickets.Count(Payable),
            PayableTotal = tickets.Sum(t => Due(t) ?? 0m),
            CourtCount = tickets.Count(t => Open(t) && !Payable(t)),
            LastOffenceOn = tickets.Where(t => t.Status != "CANCELLED").Select(t => (DateOnly?)NationalCalendar.DateAt(t.At)).Max(),
        };
    }

    private static object Show(Ticket t) => new
    {
        TicketNo = t.No,
        t.Vehicle.PlateCode,
        t.Vehicle.PlateNumber,
        t.Vehicle.RegistrationNo,
        OffenceCode = t.Offence.Code,
        OffenceAr = t.Offence.Name.Ar,
        OffenceEn = t.Offence.Name.En,
        t.Offence.Article,
        t.Issuer,
        PlaceAr = t.Place.Ar,
        PlaceEn = t.Place.En,
        OccurredAt = t.At,
        OccurredOn = NationalCalendar.DateAt(t.At),
        BaseAmount = t.Offence.Amount,
        MinAmount = t.Offence.Min,
        MaxAmount = t.Offence.Max,
        t.Doubled,
        CourtBound = t.Offence.Amount is null,
        t.Offence.Serious,
        t.Status,
        JudgedAmount = t.Judged,
        AmountDue = Due(t),
        Payable = Payable(t),
        t.PaidOn,
        t.ReceiptNo,
        EvidenceUrl = t.Issuer == "GAM" ? $"/evidence/{t.No}.svg" : null,
    };

    private object Settle(Ask ask)
    {
        var receipt = ask["receiptNo"];
        var on = ask.Date("paidOn") ?? world.Today;
        List<string> settled = [], already = [];
        foreach (var no in ask.Texts("ticketNos").Distinct())
        {
            var ticket = world.Ticket(no) ?? throw Fault.Refused($"There is no ticket {no}.", $"لا توجد مخالفة بالرقم {no}.");
            if (ticket.Status == "PAID")
            {
                (ticket.ReceiptNo == receipt ? settled : already).Add(no);
            }
            else if (Payable(ticket))
            {
                settled.Add(no);
            }
            else
            {
                throw Fault.Refused($"Ticket {no} is not payable: {ticket.Status}.", $"المخالفة {no} غير قابلة للدفع: {ticket.Status}.");
            }
        }

        foreach (var no in settled)
        {
            world.Journal.Put($"ticket/{no}", new Paid(receipt, on));
        }

        return new { Settled = settled, AlreadySettled = already, ReceiptNo = receipt };
    }

    // ---- vehicles

    private object VehiclesOf(Ask ask)
    {
        var vehicles = ask.First("nationalNumber", "establishmentNo")
            ? world.VehiclesOf(PeopleRegisters.Citizen(world, ask["nationalNumber"]))
            : world.Ready.Vehicles.Values.Where(v => v.Owners.Any(o => o.CompanyNo == PeopleRegisters.Company(world, ask["establishmentNo"]).No));
        return new
        {
            Vehicles = vehicles.Select(v => new
            {
                v.PlateCode,
                v.PlateNumber,
                v.RegistrationNo,
                v.PlateClass,
                MakeModelAr = $"{v.Make.Ar} {v.Model.Ar}",
                MakeModelEn = $"{v.Make.En} {v.Model.En}",
                v.FirstLicensedOn.Year,
                v.LicenceExpiresOn,
            }),
        };
    }

    /// <summary>Assumed here: a private vehicle is first inspected five years after first licensing, then every second year.</summary>
    private static DateOnly InspectionDue(Vehicle v) =>
        v.Usage != "PRIVATE" ? v.FirstLicensedOn.AddYears(1)
        : v.LastInspectedOn?.AddYears(2) is { } next && next > v.FirstLicensedOn.AddYears(5) ? next
        : v.FirstLicensedOn.AddYears(5);

    private object Show(Vehicle v)
    {
        var first = v.Owners[0];
        Word Name(Holding h) => h.Number is { } number ? world.Person(number)!.FullName : world.Company(h.CompanyNo!)!.Name;
        var due = InspectionDue(v);
        return new
        {
            v.RegistrationNo,
            v.PlateCode,
            v.PlateNumber,
            v.PlateClass,
            v.Usage,
            OwnerKind = first.Number is null ? "ESTABLISHMENT" : "PERSON",
            OwnerNationalNumber = first.Number,
            OwnerEstablishmentNo = first.CompanyNo,
            OwnerNameAr = Name(first).Ar,
            OwnerNameEn = Name(first).En,
            OwnerAlive = first.Number is null || world.Person(first.Number)!.Alive,
            Owners = v.Owners.Select(o => new
            {
                NationalNumber = o.Number,
                EstablishmentNo = o.CompanyNo,
                NameAr = Name(o).Ar,
                NameEn = Name(o).En,
                ShareNumerator = o.Part.Numerator,
                ShareDenominator = o.Part.Denominator,
            }),
            MakeAr = v.Make.Ar,
            MakeEn = v.Make.En,
            ModelAr = v.Model.Ar,
            ModelEn = v.Model.En,
            v.FirstLicensedOn.Year,
            ColourAr = v.Colour.Ar,
            ColourEn = v.Colour.En,
            v.Passengers,
            v.EngineNo,
            v.EngineCc,
            v.Fuel,
            v.FirstLicensedOn,
            v.PreCustomsValue,
            v.LicenceNo,
            v.LicenceExpiresOn,
            v.LastInspectedOn,
            InspectionDueOn = due,
            InspectionExempt = v.PlateClass == "PRIVATE" && v.Usage == "PRIVATE" && due > world.Today,
            Attached = v.Attachments.Count > 0,
            Attachments = v.Attachments.Select(a => new { a.Reference, a.Kind, AuthorityAr = a.Authority.Ar, AuthorityEn = a.Authority.En, a.Date }),
            Circular = v.Circulars.Count > 0,
            Circulars = v.Circulars.Select(c => new { c.Reference, TextAr = c.Text.Ar, TextEn = c.Text.En, c.Date }),
            v.Governorate,
        };
    }

    private Vehicle ByRegistration(Ask ask) =>
        world.Vehicle(Digits.ToAscii(ask["registrationNo"])) ?? throw Fault.NotFound(new("مركبة برقم تسجيل", "vehicle with registration number"), ask["registrationNo"]);

    private object Insurance(Ask ask)
    {
        var v = ByRegistration(ask);
        var policy = v.Insurance;
        return new
        {
            v.RegistrationNo,
            Insured = policy is not null && policy.From <= world.Today && world.Today <= policy.To,
            PolicyNo = policy?.No,
            CompanyAr = policy?.Company.Ar,
            CompanyEn = policy?.Company.En,
            policy?.Kind,
            InsuranceFrom = policy?.From,
            InsuranceTo = policy?.To,
        };
    }

    private object Renew(Ask ask)
    {
        var v = ByRegistration(ask);
        var today = world.Today;
        var from = v.LicenceExpiresOn < today ? today : v.LicenceExpiresOn.AddDays(1);
        var months = ask.OptionalInt("months") ?? 12;
        if (months is < 1 or > 24)
        {
            throw Fault.Input("Input 'months' must be from 1 to 24.", "المدخل 'months' يجب أن يكون بين 1 و24.");
        }

        if (world.TicketsOf(v).Count(Payable) is var open and > 0)
        {
            throw Fault.Refused($"{open} traffic fines are still to be paid.", $"على المركبة مخالفات غير مدفوعة: {open}.");
        }

        if (v.Attachments.Count > 0 || v.Circulars.Count > 0)
        {
            throw Fault.Refused("The vehicle is under an attachment or a circular.", "على المركبة حجز أو تعميم.");
        }

        if (v.Insurance is not { } policy || policy.To < from)
        {
            throw Fault.Refused($"No insurance covers {from.Iso()}.", $"لا يوجد تأمين يغطي تاريخ \u2066{from.Iso()}\u2069.");
        }

        if (from > today.AddDays(93))
        {
            throw Fault.Refused($"The licence runs to {v.LicenceExpiresOn.Iso()}; renewal opens three months before.", $"الرخصة سارية حتى \u2066{v.LicenceExpiresOn.Iso()}\u2069، ويفتح التجديد قبل انتهائها بثلاثة أشهر.");
        }

        var until = from.AddMonths(months).AddDays(-1);
        var renewed = new RenewedVehicle($"L{v.RegistrationNo}-{until.Year}", until, $"S{v.RegistrationNo}-{until.Year}");
        world.Journal.Put($"vehicle/{v.RegistrationNo}", renewed);
        return new { Renewed = true, v.RegistrationNo, renewed.LicenceNo, ValidFrom = from, ValidUntil = until, renewed.Serial };
    }
}
