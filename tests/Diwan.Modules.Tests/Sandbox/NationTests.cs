using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Diwan.Sandbox.Nation;

namespace Diwan.Modules.Tests.Sandbox;

public sealed partial class NationTests
{
    [Fact]
    public void The_same_seed_gives_the_same_nation_and_another_seed_another()
    {
        static string Hash(ulong seed)
        {
            using var sandbox = new SandboxWorld(7_000, seed);
            var made = sandbox.World.Made;
            var all = new StringBuilder();
            for (var i = 0; i < 7_000; i += 23)
            {
                var number = made.People.NumberOf(i);
                all.Append(sandbox.AskText("civil-status/person", new { nationalNumber = number }));
                all.Append(sandbox.AskText("lands/plots-of", new { nationalNumber = number }));
                all.Append(sandbox.AskText("traffic/fines-of", new { nationalNumber = number }));
                all.Append(sandbox.AskText("social-security/insured", new { nationalNumber = number }));
            }

            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
        }

        var first = Hash(7);
        Assert.Equal(first, Hash(7));
        Assert.NotEqual(first, Hash(8));
    }

    [Fact]
    public void A_nation_of_a_million_is_computed_and_never_held()
    {
        using var small = new SandboxWorld(20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var sandbox = new SandboxWorld(1_000_000);
        var people = sandbox.World.Made.People;
        for (var i = 0; i < 1_000_000; i += 50)
        {
            Assert.Equal(i, people.IndexOf(people.NumberOf(i)));
            Assert.NotNull(people.At(i));
        }

        Assert.Contains("nationalNumber", sandbox.AskText("civil-status/person", new { nationalNumber = people.NumberOf(999_998) }), StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16_000_000);
    }

    [Fact]
    public void National_numbers_are_distinct_turn_back_and_tell_neither_age_nor_sex()
    {
        using var sandbox = new SandboxWorld(20_000);
        var people = sandbox.World.Made.People;
        var numbers = Enumerable.Range(0, 20_000).Select(people.NumberOf).ToList();
        Assert.Equal(20_000, numbers.Distinct().Count());
        Assert.All(numbers, n => Assert.Matches("^[0-9]{10}$", n));
        Assert.All(Enumerable.Range(0, 20_000), i => Assert.Equal(i, people.IndexOf(numbers[i])));
        Assert.DoesNotContain(numbers, sandbox.World.Ready.People.ContainsKey);

        // The number's order says nothing of the birth date, nor its last digit of the sex.
        var born = Enumerable.Range(0, 20_000).Select(i => (double)people.BornOf(i).DayNumber).ToArray();
        var value = numbers.Select(n => double.Parse(n)).ToArray();
        Assert.InRange(Correlation(value, born), -0.03, 0.03);
        var women = Enumerable.Range(0, 10).Select(d => Share(Enumerable.Range(0, 20_000).Where(i => numbers[i][^1] == '0' + d), i => people.GenderOf(i) == 'F'));
        Assert.All(women, share => Assert.InRange(share, 0.44, 0.56));
    }

    [Fact]
    public void Families_hold_together()
    {
        using var sandbox = new SandboxWorld(20_000);
        var people = sandbox.World.Made.People;
        for (var i = 0; i < 20_000; i++)
        {
            if (people.SpouseOf(i) is { } spouse)
            {
                Assert.Equal(i, people.SpouseOf(spouse));
                Assert.NotEqual(people.GenderOf(i), people.GenderOf(spouse));
            }

            foreach (var child in people.ChildrenOf(i))
            {
                var (father, mother) = people.ParentsOf(child);
                Assert.True(father == i || mother == i);
                Assert.True(people.BornOf(child) >= people.BornOf(i).AddYears(16), $"{i} is too young for {child}");
            }

            Assert.True(people.BornOf(i) <= SandboxWorld.Founded);
        }

        var person = people.At(6);
        var parent = people.At(people.ParentsOf(6).Father!.Value);
        Assert.Equal(parent.Given, person.Father);
        Assert.Equal(parent.Family, person.Family);
    }

    [Fact]
    public void Names_are_whole_in_both_scripts_and_telephones_are_Jordanian_mobiles_or_foreign()
    {
        using var sandbox = new SandboxWorld(5_000);
        for (var i = 0; i < 5_000; i++)
        {
            var p = sandbox.World.Made.People.At(i);
            Assert.Matches(ArabicName(), p.FullName.Ar);
            Assert.Matches(LatinName(), p.FullName.En);
            if (p.Phone is { } phone)
            {
                Assert.Matches(p.Country == "JO" ? JordanianMobile() : AnyPhone(), phone);
            }
        }

        Assert.Contains(Enumerable.Range(0, 5_000), i => sandbox.World.Made.People.At(i) is { Country: not "JO", Phone: not null });
        Assert.Contains(Enumerable.Range(0, 5_000), i => sandbox.World.Made.People.At(i) is { Phone: null } p && p.AgeOn(SandboxWorld.Founded) > 30);
    }

    [Fact]
    public void The_shares_of_every_plot_sum_to_one_and_its_owners_find_it()
    {
        using var sandbox = new SandboxWorld(2_000);
        var (world, made) = (sandbox.World, sandbox.World.Made);
        var shapes = new HashSet<int>();
        for (var plot = 0; plot < made.Land.Plots; plot += 7)
        {
            var title = made.TitleAt(plot);
            Assert.Equal(plot, made.Land.Find(title.Key));
            Assert.Equal(Fraction.One, title.Owners.Aggregate(Fraction.Zero, (sum, s) => sum + s.Part));
            Assert.Equal(title.Owners.Count, title.Owners.Select(o => o.Holder).Distinct().Count());
            shapes.Add(title.Owners.Count);
            foreach (var owner in title.Owners)
            {
                Assert.Contains(plot, made.PlotsOf(world.Person(owner.Holder)!.Index));
            }
        }

        Assert.True(shapes.Count >= 4, "There should be sole owners, couples, and families.");
    }

    [Fact]
    public void Inheritance_is_exact()
    {
        var shares = Generated.Inherit(Fraction.One, "wife", new Fraction(1, 8), [("son", 'M'), ("daughter", 'F'), ("daughter 2", 'F')]).ToList();
        Assert.Equal(["1/8", "7/16", "7/32", "7/32"], shares.Select(s => s.Part.ToString()));
        Assert.Equal(Fraction.One, shares.Aggregate(Fraction.Zero, (sum, s) => sum + s.Part));
    }

    [Fact]
    public void Neighbouring_parcels_share_their_corners_and_never_overlap()
    {
        using var sandbox = new SandboxWorld(500);
        var land = sandbox.World.Land;
        for (var plot = 0; plot < 600; plot++)
        {
            var own = land.Boundary(plot);
            Assert.Equal(own[0], own[^1]);
            Assert.True(Cadastre.Area(own) > 300);
            foreach (var (neighbour, from, to) in land.Neighbours(plot))
            {
                var other = land.Boundary(neighbour);
                Assert.Contains(from, own);
                Assert.Contains(to, own);
                Assert.Contains(from, other);
                Assert.Contains(to, other);
                Assert.Contains(land.Neighbours(neighbour), n => n.Plot == plot);
            }
        }

        // Without roads between them, two rows of ten fill their block exactly: the sum of the parts is the whole.
        var block = Enumerable.Range(0, 20).Sum(p => Cadastre.Area(land.Boundary(p)));
        Point[] outline = [land.Boundary(0)[0], .. Enumerable.Range(0, 10).Select(c => land.Boundary(c)[1]), land.Boundary(19)[2], .. Enumerable.Range(0, 10).Reverse().Select(c => land.Boundary(10 + c)[3]), land.Boundary(0)[3], land.Boundary(0)[0]];
        Assert.InRange(block - Cadastre.Area(outline), -1m, 1m);
    }

    [Fact]
    public void Every_vehicle_property_company_and_job_leads_to_its_person_and_back()
    {
        using var sandbox = new SandboxWorld(20_000);
        var (world, made) = (sandbox.World, sandbox.World.Made);
        for (var v = 0; v < made.Vehicles; v += 17)
        {
            var vehicle = made.VehicleAt(v);
            Assert.Equal(v, made.VehicleByRegistration(vehicle.RegistrationNo));
            Assert.Equal(v, made.VehicleByPlate(vehicle.PlateCode, vehicle.PlateNumber));
            Assert.Equal(Fraction.One, vehicle.Owners.Aggregate(Fraction.Zero, (sum, o) => sum + o.Part));
            Assert.All(vehicle.Owners, o => Assert.Contains(v, made.VehiclesOf(world.Person(o.Number!)!.Index)));
            Assert.All(world.TicketsOf(vehicle), t => Assert.Equal(vehicle.RegistrationNo, world.Ticket(t.No)!.Vehicle.RegistrationNo));
        }

        for (var p = 0; p < made.Properties; p += 17)
        {
            var property = made.PropertyAt(p);
            Assert.Equal(p, made.PropertyIndex(property.No));
            Assert.All(property.Owners, o => Assert.Contains(p, made.PropertiesOf(world.Person(o.Number!)!.Index)));
        }

        for (var c = 0; c < made.Companies; c += 3)
        {
            var company = made.CompanyAt(c);
            Assert.Equal(c, made.CompanyIndex(company.No));
            Assert.All(company.Signatories, s => Assert.Contains(c, made.CompaniesOf(world.Person(s.Number)!.Index)));
            foreach (var employee in made.EmployeesOf(c))
            {
                Assert.Equal(c, made.EmployerOf(employee));
                Assert.Contains(made.InsuredAt(employee).Periods, x => x.CompanyNo == company.No && x.To is null);
            }
        }
    }

    [Fact]
    public void A_nation_of_five_million_is_founded_at_once()
    {
        var clock = Stopwatch.StartNew();
        using var sandbox = new SandboxWorld(5_000_000);
        var person = sandbox.World.Made.People.NumberOf(4_999_999);
        Assert.Equal(person, ContractTests.T(sandbox.Ask("civil-status/person", new { nationalNumber = person }), "nationalNumber"));
        sandbox.Ask("lands/plots-of", new { nationalNumber = person });
        sandbox.Ask("vehicles/vehicles-of", new { nationalNumber = person });
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void What_happened_outlives_a_restart_and_a_line_cut_short_is_left_out()
    {
        var directory = Directory.CreateTempSubdirectory("diwan-sandbox-").FullName;
        try
        {
            using (var sandbox = new SandboxWorld(500, directory: directory))
            {
                sandbox.Ask("traffic/settle", new { ticketNos = new[] { "T4030001" }, receiptNo = "R1", key = "k1" });
            }

            File.AppendAllText(Path.Combine(directory, "sandbox.journal"), "ticket/T4060001\t{\"receiptNo\":\"R");
            using (var sandbox = new SandboxWorld(500, directory: directory))
            {
                Assert.Equal("PAID", ContractTests.T(sandbox.Ask("traffic/fine", new { ticketNo = "T4030001" }), "status"));
                Assert.Equal("OPEN", ContractTests.T(sandbox.Ask("traffic/fine", new { ticketNo = "T4060001" }), "status"));
                sandbox.Ask("traffic/settle", new { ticketNos = new[] { "T4060002" }, receiptNo = "R2", key = "k2" });
            }

            using (var sandbox = new SandboxWorld(500, directory: directory))
            {
                Assert.Equal("PAID", ContractTests.T(sandbox.Ask("traffic/fine", new { ticketNo = "T4060002" }), "status"));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Beginning_again_forgets_what_happened_and_keeps_the_founding()
    {
        var directory = Directory.CreateTempSubdirectory("diwan-sandbox-").FullName;
        try
        {
            using (var sandbox = new SandboxWorld(500, directory: directory))
            {
                sandbox.Journal.Put("founding", new Diwan.Sandbox.State.Founding(SandboxWorld.Founded, 2018, 500));
                sandbox.Ask("traffic/settle", new { ticketNos = new[] { "T4030001" }, receiptNo = "R1", key = "k1" });
                sandbox.Journal.Forget("founding", "identity/key");
                Assert.Equal("OPEN", ContractTests.T(sandbox.Ask("traffic/fine", new { ticketNo = "T4030001" }), "status"));
                sandbox.Ask("traffic/settle", new { ticketNos = new[] { "T4060001" }, receiptNo = "R2", key = "k1" });
            }

            using (var sandbox = new SandboxWorld(500, directory: directory))
            {
                Assert.Equal("OPEN", ContractTests.T(sandbox.Ask("traffic/fine", new { ticketNo = "T4030001" }), "status"));
                Assert.Equal("PAID", ContractTests.T(sandbox.Ask("traffic/fine", new { ticketNo = "T4060001" }), "status"));
                Assert.NotNull(sandbox.Journal.Get<Diwan.Sandbox.State.Founding>("founding"));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Another_seed_in_the_same_directory_is_refused_with_the_remedy()
    {
        var directory = Directory.CreateTempSubdirectory("diwan-sandbox-").FullName;
        try
        {
            var first = Diwan.Sandbox.SandboxHost.Build(new() { Port = 0, People = 500, DataDirectory = directory });
            ((IDisposable)first).Dispose();
            var e = Assert.Throws<ArgumentException>(() => Diwan.Sandbox.SandboxHost.Build(new() { Port = 0, People = 501, DataDirectory = directory }));
            Assert.Contains("another directory", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static double Share(IEnumerable<int> of, Func<int, bool> are)
    {
        var all = of.ToList();
        return (double)all.Count(are) / all.Count;
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (ma, mb) = (a.Average(), b.Average());
        var cov = a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum();
        return cov / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }

    [GeneratedRegex(@"^[\p{IsArabic} ]{8,}$")]
    private static partial Regex ArabicName();

    [GeneratedRegex("^[A-Za-z' -]{8,}$")]
    private static partial Regex LatinName();

    [GeneratedRegex(@"^\+9627(?:[78][0-25-9]|9\d)\d{6}$")]
    private static partial Regex JordanianMobile();

    [GeneratedRegex(@"^\+[1-9]\d{7,14}$")]
    private static partial Regex AnyPhone();
}
