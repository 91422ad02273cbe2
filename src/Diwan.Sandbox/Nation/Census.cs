using System.Globalization;

namespace Diwan.Sandbox.Nation;

/// <summary>What somebody has that a service is about.</summary>
public enum Belonging
{
    /// <summary>A plot of land, or a share of one.</summary>
    Plot,

    Vehicle,

    /// <summary>A traffic fine that can be paid now.</summary>
    Fine,

    /// <summary>A property that is taxed.</summary>
    Property,

    /// <summary>A vocational licence of an establishment they sign for.</summary>
    Licence,

    /// <summary>People insured at an establishment they sign for.</summary>
    Employees,
}

/// <summary>A living grown-up of the nation, as whoever plays their part must know them.</summary>
/// <param name="Name">Whole, in Arabic.</param>
/// <param name="Gender">M or F.</param>
/// <param name="Phone">E.164; null for those who have none.</param>
/// <param name="Governorate">The part of ISO 3166-2, such as AM.</param>
/// <param name="LicencesEnd">The last days of the licences of their vehicles.</param>
public sealed record Citizen(
    string NationalNumber, string Name, string NameEn, DateOnly BirthDate, string Gender, string? Phone, string Governorate, IReadOnlySet<Belonging> Has,
    IReadOnlyList<DateOnly> LicencesEnd);

/// <summary>Counts the grown-ups of a nation and what they have, on its founding day. The ready-made people are not among them.</summary>
public static class Census
{
    public static IReadOnlyList<Citizen> Take(ulong seed, int people, DateOnly founded)
    {
        var made = new Generated(seed, people, founded);
        var citizens = new List<Citizen>();
        for (var i = 0; i < people; i++)
        {
            var person = made.People.At(i);
            if (person.Alive && made.People.IsAdult(i))
            {
                citizens.Add(new Citizen(
                    person.Number, person.FullName.Ar, person.FullName.En, person.Born, person.Gender.ToString(CultureInfo.InvariantCulture), person.Phone, person.Governorate, Belongings(made, i),
                    [.. made.VehiclesOf(i).Select(v => made.VehicleAt(v).LicenceExpiresOn)]));
            }
        }

        return citizens;
    }

    private static HashSet<Belonging> Belongings(Generated made, int person)
    {
        var has = new HashSet<Belonging>();
        void Note(Belonging what, bool holds)
        {
            if (holds)
            {
                has.Add(what);
            }
        }

        var vehicles = made.VehiclesOf(person).ToList();
        var companies = made.CompaniesOf(person).ToList();
        Note(Belonging.Plot, made.PlotsOf(person).Any());
        Note(Belonging.Vehicle, vehicles.Count > 0);
        Note(Belonging.Fine, vehicles.Any(v => Enumerable.Range(0, made.TicketCount(v)).Any(n => made.TicketAt(v, n) is { Status: "JUDGED" } or { Status: "OPEN", Offence.Amount: not null })));
        Note(Belonging.Property, made.PropertiesOf(person).Any());
        Note(Belonging.Licence, companies.Any(made.HasLicence));
        Note(Belonging.Employees, companies.Any(c => made.EmployeesOf(c).Any()));
        return has;
    }
}
