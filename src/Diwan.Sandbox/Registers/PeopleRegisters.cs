using Diwan.Sandbox.Nation;
using Diwan.Sandbox.Personas;

namespace Diwan.Sandbox.Registers;

/// <summary>Civil status, residence, records, courts, agencies and establishments.</summary>
internal sealed class PeopleRegisters(World world)
{
    internal void Add(IDictionary<string, Func<Ask, object>> operations)
    {
        operations["civil-status/person"] = Person;
        operations["civil-status/family"] = Family;
        operations["residence/person"] = Resident;
        operations["criminal-record/inquiry"] = Inquiry;
        operations["justice/courts"] = _ => new { Courts = Lists.Courts.Select(c => new { c.Id, NameAr = c.Name.Ar, NameEn = c.Name.En, c.Governorate }) };
        operations["justice/agency"] = Agency;
        operations["companies/establishment"] = Establishment;
        operations["companies/of"] = EstablishmentsOf;
    }

    internal static string Gender(char gender) => gender == 'M' ? "MALE" : "FEMALE";

    internal static Person Citizen(World world, string number)
    {
        if (!Kernel.NationalNumber.TryParse(number, out var parsed))
        {
            throw Fault.Input($"'{number}' is not a national number: ten digits.", $"'{number}' ليس رقماً وطنياً: الرقم الوطني عشرة أرقام.");
        }

        return world.Person(parsed.Value) ?? throw Fault.NotFound(new("قيد مدني", "citizen"), parsed.Value);
    }

    internal static Company Company(World world, string no) => world.Company(no) ?? throw Fault.NotFound(new("منشأة", "establishment"), no);

    private object Person(Ask ask)
    {
        var p = Citizen(world, ask["nationalNumber"]);
        return new
        {
            NationalNumber = p.Number,
            p.DocumentNumber,
            NameAr = p.FullName.Ar,
            NameEn = p.FullName.En,
            GivenNameAr = p.Given.Ar,
            FatherNameAr = p.Father.Ar,
            GrandfatherNameAr = p.Grandfather.Ar,
            FamilyNameAr = p.Family.Ar,
            GivenNameEn = p.Given.En,
            FatherNameEn = p.Father.En,
            GrandfatherNameEn = p.Grandfather.En,
            FamilyNameEn = p.Family.En,
            MotherNameAr = p.Mother.Ar,
            MotherNameEn = p.Mother.En,
            BirthDate = p.Born,
            Gender = Gender(p.Gender),
            p.BirthGovernorate,
            p.Alive,
            DeathDate = p.Died,
            MaritalStatus = p.Marital,
            Nationality = "JO",
            ResidenceCountry = p.Country,
            Governorate = p.Country == "JO" ? p.Governorate : null,
            AddressAr = p.Address.Ar,
            AddressEn = p.Address.En,
            p.Phone,
            IdentityCardExpiresOn = p.CardExpires,
        };
    }

    private object Family(Ask ask)
    {
        var person = Citizen(world, ask["nationalNumber"]);
        var family = world.FamilyOf(person);
        static object? Member(Person? p) => p is null ? null : new
        {
            NationalNumber = p.Number,
            NameAr = p.FullName.Ar,
            NameEn = p.FullName.En,
            BirthDate = p.Born,
            Gender = Gender(p.Gender),
            p.Alive,
        };
        return new
        {
            NationalNumber = person.Number,
            Father = Member(family.Father),
            Mother = Member(family.Mother),
            Spouses = family.Spouses.Select(Member),
            Children = family.Children.Select(Member),
        };
    }

    private object Resident(Ask ask)
    {
        var r = FindResident(ask["documentNumber"], ask["nationality"]) ?? throw Fault.NotFound(new("مقيم بوثيقة", "resident with document"), ask["documentNumber"]);
        return new
        {
            DocumentNumber = r.Document,
            r.Nationality,
            r.PersonalNumber,
            PassportNo = r.Document,
            NameAr = r.Name.Ar,
            NameEn = r.Name.En,
            MotherNameAr = r.Mother.Ar,
            MotherNameEn = r.Mother.En,
            BirthDate = r.Born,
            Gender = Gender(r.Gender),
            ResidencePermitNo = r.PermitNo,
            ResidenceValidUntil = r.PermitValidUntil,
            Status = r.PermitValidUntil >= world.Today ? "VALID" : "EXPIRED",
            r.Governorate,
            AddressAr = r.Address.Ar,
            AddressEn = r.Address.En,
            r.Phone,
        };
    }

    internal static Resident? FindResident(string document, string nationality) => ReadyPeople.Residents
        .Select(r => r.Resident).FirstOrDefault(r => string.Equals(r.Document, document, StringComparison.OrdinalIgnoreCase) && string.Equals(r.Nationality, nationality, StringComparison.OrdinalIgnoreCase));

    private object Inquiry(Ask ask)
    {
        List<(Record Record, bool Same)> found = [];
        if (ask.First("nationalNumber", "documentNumber"))
        {
            found = [.. world.RecordsOf(Citizen(world, ask["nationalNumber"]))];
        }
        else
        {
            var nationality = ask.Optional("nationality") ?? throw Fault.Input("Give 'nationality' with 'documentNumber'.", "أرسل 'nationality' مع 'documentNumber'.");
            _ = FindResident(ask["documentNumber"], nationality) ?? throw Fault.NotFound(new("مقيم بوثيقة", "resident with document"), ask["documentNumber"]);
        }

        return new
        {
            Match = found.Count == 0 ? "NONE" : found.Any(f => f.Same) ? "CONFIRMED" : "POSSIBLE",
            Matches = found.Select(f => new
            {
                RecordNo = f.Record.No,
                Reason = f.Same ? "SAME_NUMBER" : "SAME_NAME",
                NameAr = f.Record.Name.Ar,
                NameEn = f.Record.Name.En,
                BirthDate = f.Record.Born,
                NationalNumber = f.Record.Number,
                CourtId = f.Record.Court,
                f.Record.JudgedOn,
                OffenceAr = f.Record.Offence.Ar,
                OffenceEn = f.Record.Offence.En,
                Status = f.Record.Rehabilitated ? "REHABILITATED" : "STANDING",
            }),
        };
    }

    private object Agency(Ask ask)
    {
        if (!world.Ready.Agencies.TryGetValue(ask["agencyNo"], out var a))
        {
            throw Fault.NotFound(new("وكالة", "power of attorney"), ask["agencyNo"]);
        }

        var principal = world.Person(a.Principal)!;
        var agent = world.Person(a.Agent)!;
        return new
        {
            AgencyNo = a.No,
            a.Kind,
            PrincipalNationalNumber = principal.Number,
            PrincipalNameAr = principal.FullName.Ar,
            PrincipalNameEn = principal.FullName.En,
            AgentNationalNumber = agent.Number,
            AgentNameAr = agent.FullName.Ar,
            AgentNameEn = agent.FullName.En,
            a.Scope,
            a.IssuedOn,
            a.ValidUntil,
            Status = a.Revoked ? "REVOKED" : a.ValidUntil < world.Today ? "EXPIRED" : "ACTIVE",
            NotaryCourtAr = "كاتب عدل عمّان",
            NotaryCourtEn = "Notary public, Amman",
        };
    }

    private object Establishment(Ask ask)
    {
        var c = Company(world, ask["establishmentNo"]);
        return new
        {
            EstablishmentNo = c.No,
            NameAr = c.Name.Ar,
            NameEn = c.Name.En,
            c.Kind,
            c.CommercialRegNo,
            c.RegisteredOn,
            c.Status,
            c.Governorate,
            ActivityAr = c.Activity.Ar,
            ActivityEn = c.Activity.En,
            c.Phone,
            Signatories = Signatories(world, c).Select(s => new { s.NationalNumber, s.NameAr, s.NameEn, s.Role }),
        };
    }

    internal static IEnumerable<(string NationalNumber, string NameAr, string NameEn, string Role)> Signatories(World world, Company company) =>
        company.Signatories.Select(s => (s.Number, world.Person(s.Number)!.FullName.Ar, world.Person(s.Number)!.FullName.En, s.Role));

    private object EstablishmentsOf(Ask ask)
    {
        var person = Citizen(world, ask["nationalNumber"]);
        return new
        {
            Establishments = world.CompaniesOf(person).Select(c => new
            {
                EstablishmentNo = c.No,
                NameAr = c.Name.Ar,
                NameEn = c.Name.En,
                c.Kind,
                c.Signatories.First(s => s.Number == person.Number).Role,
                c.Status,
            }),
        };
    }
}
