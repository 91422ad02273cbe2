using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Registers;

/// <summary>Social Security Corporation.</summary>
internal sealed class InsuranceRegisters(World world)
{
    internal void Add(IDictionary<string, Func<Ask, object>> operations)
    {
        operations["social-security/insured"] = ask => Show(PeopleRegisters.Citizen(world, ask["nationalNumber"]));
        operations["social-security/subscribe"] = Subscribe;
        operations["social-security/establishment"] = Establishment;
        operations["social-security/roster"] = Roster;
        operations["social-security/due"] = Due;
        operations["social-security/post-contributions"] = Post;
    }

    private object Show(Person person)
    {
        var insured = world.Insured(person);
        var periods = insured.Periods;
        var running = periods.FirstOrDefault(p => p.To is null);
        var last = running is null && periods.Count > 0 ? periods.Max(p => p.To) : null;
        return new
        {
            NationalNumber = person.Number,
            insured.InsuranceNo,
            EverInsured = periods.Count > 0,
            FirstInsuredOn = periods.Count > 0 ? periods[0].From : (DateOnly?)null,
            Cohort = periods.Count == 0 ? null : Cohort(periods[0].From < World.Reform),
            Periods = periods.Select(p =>
            {
                var employer = p.CompanyNo is { } no ? world.Company(no) : null;
                return new { p.Kind, p.From, p.To, EstablishmentNo = p.CompanyNo, EstablishmentNameAr = employer?.Name.Ar, EstablishmentNameEn = employer?.Name.En, p.Wage };
            }),
            TotalMonths = periods.Sum(p => Months(p.From, p.To ?? world.Today)),
            CurrentlyEmployed = running?.Kind == "COMPULSORY",
            CurrentEstablishmentNo = running?.CompanyNo,
            VoluntaryActive = periods.Any(p => p.Kind == "VOLUNTARY" && p.To is null),
            PensionStatus = insured.Pension,
            LastWage = periods.Count > 0 ? periods[^1].Wage : (decimal?)null,
            LastCoveredOn = last,
            InterruptedYears = last is { } day ? Months(day, world.Today) / 12 : 0,
            UnsettledContributions = insured.Unsettled && periods.Count > 0,
        };
    }

    private object Subscribe(Ask ask)
    {
        var person = PeopleRegisters.Citizen(world, ask["nationalNumber"]);
        var insured = world.Insured(person);
        var start = ask.Month("startMonth");
        if (insured.Pension != "NONE")
        {
            throw Fault.Refused("The person receives a pension or has taken a lump sum.", "يتقاضى صاحب الطلب راتباً تقاعدياً أو صرف تعويض الدفعة الواحدة.");
        }

        if (insured.Periods.FirstOrDefault(p => p.To is null) is { } running)
        {
            throw running.Kind == "COMPULSORY"
                ? Fault.Refused("The person is compulsorily insured at work now.", "صاحب الطلب مشمول إلزامياً من خلال عمله.")
                : Fault.Refused("The person already has an optional subscription.", "لصاحب الطلب اشتراك اختياري قائم.");
        }

        var number = insured.InsuranceNo ?? $"7{person.Number[1..]}";
        world.Journal.Put($"subscription/{person.Number}", new Subscription(number, ask.Money("wage"), start, false));
        world.Journal.Put($"insured/{number}", new SubscriberOf(person.Number));
        return new { InsuranceNo = number, Status = "PENDING_FIRST_PAYMENT", StartMonth = Month(start), FirstPaymentDueOn = DueOn(start) };
    }

    private object Establishment(Ask ask)
    {
        var company = PeopleRegisters.Company(world, ask["establishmentNo"]);
        var due = DueMonths(company.No).ToList();
        return new
        {
            EstablishmentNo = company.No,
            NameAr = company.Name.Ar,
            NameEn = company.Name.En,
            Sector = "PRIVATE",
            Status = company.Status == "ACTIVE" ? "ACTIVE" : "SUSPENDED",
            InsuredCount = world.Roster(company.No).Count(),
            Signatories = PeopleRegisters.Signatories(world, company).Select(s => new { s.NationalNumber, s.NameAr, s.NameEn }),
            LastPeriodPosted = Month((due.Count > 0 ? due[0] : ThisMonth).AddMonths(-1)),
            PeriodsDue = due.Select(Month),
        };
    }

    private object Roster(Ask ask)
    {
        var company = PeopleRegisters.Company(world, ask["establishmentNo"]);
        var period = ask.Month("period");
        var posted = world.Journal.Get<Posted>(Key(company.No, period));
        var lines = world.Roster(company.No).ToList();
        if (posted?.Lines is { } changed)
        {
            lines = [.. changed.Select(c => lines.FirstOrDefault(l => l.Number == c.NationalNumber) is { } old
                ? old with { Wage = c.Wage, Days = c.Days }
                : new RosterLine(c.NationalNumber, world.Person(c.NationalNumber) is { } p ? world.Insured(p).InsuranceNo ?? "" : "", c.Wage, c.Days, false))];
        }

        return new
        {
            EstablishmentNo = company.No,
            Period = Month(period),
            Lines = lines.Select(l =>
            {
                var name = world.Person(l.Number)?.FullName;
                return new
                {
                    l.InsuranceNo,
                    NationalNumber = l.Number,
                    NameAr = name?.Ar ?? l.Number,
                    NameEn = name?.En ?? l.Number,
                    Nationality = "JO",
                    l.Wage,
                    l.Days,
                    Cohort = Cohort(l.BeforeReform),
                };
            }),
            InsuredCount = lines.Count,
            WagesTotal = lines.Sum(l => l.Wage),
            Posted = posted is not null || !DueMonths(company.No).Contains(period),
        };
    }

    private object Due(Ask ask)
    {
        if (ask.First("establishmentNo", "insuranceNo"))
        {
            var company = PeopleRegisters.Company(world, ask["establishmentNo"]);
            var lines = world.Roster(company.No).ToList();
            var months = DueMonths(company.No).ToList();
            return new
            {
                Kind = "ESTABLISHMENT",
                NameAr = company.Name.Ar,
                NameEn = company.Name.En,
                Sector = "PRIVATE",
                Wage = (decimal?)null,
                Items = months.Select(m => Item(m, lines.Sum(l => l.Wage), lines.Count)),
                PeriodsDue = months.Select(Month),
            };
        }

        var (person, insured) = Subscriber(ask["insuranceNo"]);
        var due = DueMonths(insured).ToList();
        return new
        {
            Kind = "VOLUNTARY",
            NameAr = person.FullName.Ar,
            NameEn = person.FullName.En,
            Sector = (string?)null,
            Wage = (decimal?)insured.Periods[^1].Wage,
            Items = due.Select(m => Item(m, insured.Periods[^1].Wage, 1)),
            PeriodsDue = due.Select(Month),
        };
    }

    private static object Item(DateOnly month, decimal wages, int count) =>
        new { Period = Month(month), DueOn = DueOn(month), Wages = wages, InsuredCount = count, PostedAmount = 0m };

    private object Post(Ask ask)
    {
        var establishment = ask.First("establishmentNo", "insuranceNo");
        var receipt = ask["receiptNo"];
        var owner = establishment ? PeopleRegisters.Company(world, ask["establishmentNo"]).No : Subscriber(ask["insuranceNo"]).Insured.InsuranceNo!;
        var lines = ask.List("lines")?.Select(Line).ToList();
        List<string> posted = [], already = [];
        foreach (var period in ask.Months("periods").Distinct())
        {
            var before = world.Journal.Get<Posted>(Key(owner, period));
            if (before is not null && before.ReceiptNo != receipt)
            {
                already.Add(Month(period));
                continue;
            }

            world.Journal.Put(Key(owner, period), new Posted(receipt, ask.Date("paidOn") ?? world.Today, ask.Money("amount"), lines));
            posted.Add(Month(period));
        }

        if (!establishment && Subscriber(owner).Person is var person && world.Journal.Get<Subscription>($"subscription/{person.Number}") is { Active: false } pending)
        {
            world.Journal.Put($"subscription/{person.Number}", pending with { Active = true });
        }

        return new { Posted = posted.Count > 0, PostedPeriods = posted, AlreadyPostedPeriods = already, ReceiptNo = receipt, VoluntaryStatus = establishment ? null : "ACTIVE" };
    }

    private static PostedLine Line(JsonNode? node)
    {
        try
        {
            return new PostedLine(node!["nationalNumber"]!.GetValue<string>(), node["wage"]!.GetValue<decimal>(), node["days"]?.GetValue<int>() ?? 30);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw Fault.Input("Each of 'lines' needs nationalNumber (text), wage (money) and days (int).", "كل سطر من 'lines' يحتاج nationalNumber (نص) وwage (مبلغ) وdays (عدد).");
        }
    }

    private (Person Person, Insured Insured) Subscriber(string no)
    {
        var person = world.ByInsurance(no) ?? throw Fault.NotFound(new("رقم تأمين", "insurance number"), no);
        var insured = world.Insured(person);
        return insured.Periods.Any(p => p.Kind == "VOLUNTARY" && p.To is null) ? (person, insured)
            : throw Fault.NotFound(new("اشتراك اختياري لرقم تأمين", "optional subscription of insurance number"), no);
    }

    /// <summary>The month that has just ended is due from its end; one more before it for every third establishment.</summary>
    private IEnumerable<DateOnly> DueMonths(string companyNo)
    {
        var first = ThisMonth.AddMonths(companyNo[^1] is '0' or '3' or '6' ? -2 : -1);
        for (var month = first; month < ThisMonth; month = month.AddMonths(1))
        {
            if (world.Journal.Get<Posted>(Key(companyNo, month)) is null)
            {
                yield return month;
            }
        }
    }

    private IEnumerable<DateOnly> DueMonths(Insured insured)
    {
        var period = insured.Periods.Last(p => p.Kind == "VOLUNTARY" && p.To is null);
        var subscribed = insured.VoluntaryMonthsDue == 0;
        var founded = new DateOnly(world.Founded.Year, world.Founded.Month, 1);
        var last = subscribed && period.From >= ThisMonth ? period.From : ThisMonth.AddMonths(-1);
        for (var month = subscribed ? new DateOnly(period.From.Year, period.From.Month, 1) : founded.AddMonths(-insured.VoluntaryMonthsDue); month <= last; month = month.AddMonths(1))
        {
            if (world.Journal.Get<Posted>(Key(insured.InsuranceNo!, month)) is null)
            {
                yield return month;
            }
        }
    }

    private DateOnly ThisMonth => new(world.Today.Year, world.Today.Month, 1);

    private static string Key(string owner, DateOnly month) => $"posted/{owner}/{Month(month)}";

    private static string Month(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static DateOnly DueOn(DateOnly month) => month.AddMonths(1).AddDays(14);

    private static string Cohort(bool before) => before ? "BEFORE_2009_10_15" : "AFTER_2009_10_15";

    private static int Months(DateOnly from, DateOnly to) => Math.Max(0, ((to.Year - from.Year) * 12) + to.Month - from.Month - (to.Day < from.Day ? 1 : 0));
}
