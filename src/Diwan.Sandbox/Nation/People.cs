using System.Globalization;

namespace Diwan.Sandbox.Nation;

/// <summary>One citizen as the civil register knows them.</summary>
/// <param name="Index">Place in the nation; negative for the ready-made people.</param>
internal sealed record Person(
    int Index, string Number, Word Given, Word Father, Word Grandfather, Word Family, Word Mother, DateOnly Born, char Gender,
    string Governorate, string BirthGovernorate, DateOnly? Died, string Marital, string Country, string? Phone, Word Address,
    string DocumentNumber, DateOnly CardExpires)
{
    internal Word FullName => Given + Father + Grandfather + Family;

    internal bool Alive => Died is null;

    internal int AgeOn(DateOnly day)
    {
        var years = day.Year - Born.Year;
        return Born.AddYears(years) > day ? years - 1 : years;
    }
}

/// <summary>Father, mother, spouses and children.</summary>
internal sealed record Family(Person? Father, Person? Mother, IReadOnlyList<Person> Spouses, IReadOnlyList<Person> Children);

/// <summary>
/// The people. They live in clans of fourteen: grandfather 0 and grandmother 1; their sons 2 and 3, daughters 4 and 5 and one unmarried
/// child 13; the children 6-9 of son 2 and 10-12 of son 3. Son 2 is married to daughter 4 of the next clan, son 3 to daughter 5 of the
/// one after, so that families are linked all round the nation and everything about a person follows from their index.
/// </summary>
internal sealed class People(ulong seed, int count, DateOnly founded)
{
    private const int ClanSize = 14;
    private const long FirstNumber = 3_000_000_000;
    private static readonly string[] Prefixes =
        ["791", "792", "793", "794", "795", "796", "797", "798", "799", "770", "771", "772", "775", "776", "777", "778", "779",
         "780", "781", "782", "785", "786", "787", "788", "789"];

    private readonly Permutation _numbers = new(seed, Kind.Number, 7_000_000_000);
    private readonly Permutation _phones = new(seed, Kind.Phone, Prefixes.Length * 1_000_000L);
    private readonly int _clans = count / ClanSize;

    internal int Count => count;

    internal string NumberOf(int index) => (FirstNumber + _numbers.Forward(index)).ToString(CultureInfo.InvariantCulture);

    internal int? IndexOf(string number)
    {
        if (number.Length != 10 || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < FirstNumber)
        {
            return null;
        }

        var index = _numbers.Back(value - FirstNumber);
        return index < count ? (int)index : null;
    }

    internal Person At(int index)
    {
        var (clan, slot) = Place(index);
        var dice = Dice.For(seed, Kind.Person, index);
        var gender = GenderOf(index);
        var (fatherIndex, motherIndex) = ParentsOf(index);
        var father = fatherIndex is { } f ? GivenOf(f) : dice.Pick<Word>(Words.Men);
        var grandfather = fatherIndex is { } g ? FatherNameOf(g) : AncestorOf(index);
        var mother = motherIndex is { } m ? GivenOf(m) : dice.Pick<Word>(Words.Women);
        father = fatherIndex is null ? FatherNameOf(index) : father;
        var born = BornOf(index);
        var died = DiedOf(index);
        var age = founded.Year - born.Year;
        var governorate = GovernorateOf(clan);
        var abroad = slot is 2 or 3 or 13 && died is null && dice.Chance(5);
        var country = abroad ? dice.Pick<string>(["GB", "AE", "SA", "DE", "US", "QA", "KW", "CA"]) : "JO";
        var phone = age < 15 || dice.Chance(3) ? null
            : abroad ? $"+447700900{dice.Below(1000):000}"
            : PhoneOf(index);
        var street = dice.Pick<Word>(Words.Streets);
        var number = dice.Between(1, 120);
        var home = Words.Governorates.First(x => x.Code == governorate).Name;
        return new Person(
            index, NumberOf(index), GivenOf(index), father, grandfather, FamilyNameOf(index), mother, born, gender,
            governorate, dice.Chance(80) ? governorate : dice.Pick<(string Code, Word Name)>(Words.Governorates).Code, died, MaritalOf(index), country, phone,
            abroad ? new Word($"خارج المملكة ({country})", $"Abroad ({country})") : new Word($"{home.Ar}، {street.Ar}، مبنى {number}", $"{home.En}, {street.En}, building {number}"),
            $"{(char)('A' + dice.Below(26))}{(char)('A' + dice.Below(26))}{dice.Between(100000, 999999)}",
            founded.AddDays(dice.Between(-200, 3400)));
    }

    internal (int? Father, int? Mother) ParentsOf(int index)
    {
        var (clan, slot) = Place(index);
        if (clan < 0)
        {
            return (null, null);
        }

        var first = clan * ClanSize;
        return slot switch
        {
            0 or 1 => (null, null),
            2 or 3 or 4 or 5 or 13 => (first, first + 1),
            <= 9 => (first + 2, Slot(clan + 1, 4)),
            _ => (first + 3, Slot(clan + 2, 5)),
        };
    }

    internal int? SpouseOf(int index)
    {
        var (clan, slot) = Place(index);
        return clan < 0 ? null : slot switch
        {
            0 => index + 1,
            1 => index - 1,
            2 => Slot(clan + 1, 4),
            3 => Slot(clan + 2, 5),
            4 => Slot(clan - 1, 2),
            5 => Slot(clan - 2, 3),
            _ => null,
        };
    }

    internal IReadOnlyList<int> ChildrenOf(int index)
    {
        var (clan, slot) = Place(index);
        if (clan < 0)
        {
            return [];
        }

        var first = clan * ClanSize;
        return slot switch
        {
            0 or 1 => [first + 2, first + 3, first + 4, first + 5, first + 13],
            2 => [first + 6, first + 7, first + 8, first + 9],
            3 => [first + 10, first + 11, first + 12],
            4 => [.. ChildrenOf(Slot(clan - 1, 2))],
            5 => [.. ChildrenOf(Slot(clan - 2, 3))],
            _ => [],
        };
    }

    internal char GenderOf(int index)
    {
        var (_, slot) = Place(index);
        return slot switch
        {
            0 or 2 or 3 => 'M',
            1 or 4 or 5 => 'F',
            _ => Dice.For(seed, Kind.Birth, index).Chance(50) ? 'M' : 'F',
        };
    }

    internal DateOnly BornOf(int index)
    {
        var (clan, slot) = Place(index);
        var dice = Dice.For(seed, Kind.Birth, index);
        dice.Next();
        if (clan < 0)
        {
            return founded.AddYears(-dice.Between(20, 60)).AddDays(-dice.Below(365));
        }

        if (slot is 0)
        {
            return founded.AddYears(-dice.Between(64, 88)).AddDays(-dice.Below(365));
        }

        var (father, mother) = ParentsOf(index);
        if (slot is 1)
        {
            return BornOf(index - 1).AddDays(dice.Below(8 * 365));
        }

        var older = BornOf(father!.Value) > BornOf(mother!.Value) ? BornOf(father.Value) : BornOf(mother.Value);
        var earliest = older.AddYears(20);
        if (slot is 2 or 3 or 4 or 5 or 13)
        {
            return earliest.AddDays(dice.Below(10 * 365));
        }

        var span = Math.Max(1, founded.DayNumber - earliest.DayNumber);
        return earliest.AddDays(dice.Below(Math.Min(span, 18 * 365)));
    }

    internal DateOnly? DiedOf(int index)
    {
        var (clan, slot) = Place(index);
        var dice = Dice.For(seed, Kind.Clan, index);
        var dead = clan >= 0 && ((slot == 0 && dice.Chance(25)) || (slot == 1 && dice.Chance(12)));
        return dead ? founded.AddDays(-dice.Between(30, 2500)) : null;
    }

    internal bool IsAdult(int index) => BornOf(index).AddYears(18) <= founded;

    /// <summary>The person, or the nearest grown-up in charge: things held in a child's name belong to a parent here.</summary>
    internal int Responsible(int index) => IsAdult(index) ? index : ParentsOf(index).Father ?? index;

    private static Word Choose(ref Dice dice, char gender) => dice.Pick<Word>(gender == 'M' ? Words.Men : Words.Women);

    private Word GivenOf(int index)
    {
        var dice = Dice.For(seed, Kind.Person, ~index);
        var name = Choose(ref dice, GenderOf(index));
        // A son is not given his father's own name.
        return ParentsOf(index).Father is { } f && GenderOf(index) == 'M' && GivenOf(f) == name ? Choose(ref dice, 'M') : name;
    }

    private Word FatherNameOf(int index)
    {
        if (ParentsOf(index).Father is { } f)
        {
            return GivenOf(f);
        }

        var dice = Dice.For(seed, Kind.Clan, ~index);
        return dice.Pick<Word>(Words.Men);
    }

    private Word AncestorOf(int index)
    {
        var dice = Dice.For(seed, Kind.Clan, ~index);
        dice.Next();
        return dice.Pick<Word>(Words.Men);
    }

    private Word FamilyNameOf(int index)
    {
        var (clan, slot) = Place(index);
        var dice = Dice.For(seed, Kind.Clan, slot is 1 || clan < 0 ? 1_000_000_000L + index : clan);
        dice.Next();
        dice.Next();
        return dice.Pick<Word>(Words.Families);
    }

    private string GovernorateOf(int clan)
    {
        var dice = Dice.For(seed, Kind.Clan, 5_000_000_000L + clan);
        var roll = dice.Below(100);
        // Roughly the shares of the population.
        return roll switch
        {
            < 42 => "AM",
            < 60 => "IR",
            < 74 => "AZ",
            < 79 => "BA",
            < 85 => "MA",
            < 88 => "KA",
            < 91 => "JA",
            < 93 => "MD",
            < 95 => "AJ",
            < 97 => "AQ",
            < 99 => "MN",
            _ => "AT",
        };
    }

    private string MaritalOf(int index)
    {
        if (SpouseOf(index) is not { } spouse)
        {
            return Place(index).Slot == 13 && Dice.For(seed, Kind.Clan, 7_000_000_000L + index).Chance(20) ? "DIVORCED" : "SINGLE";
        }

        return DiedOf(spouse) is null || DiedOf(index) is not null ? "MARRIED" : "WIDOWED";
    }

    private string PhoneOf(int index)
    {
        var n = _phones.Forward(index % (Prefixes.Length * 1_000_000));
        return $"+962{Prefixes[n / 1_000_000]}{n % 1_000_000:000000}";
    }

    private (int Clan, int Slot) Place(int index) => index / ClanSize < _clans ? (index / ClanSize, index % ClanSize) : (-1, -1);

    private int Slot(int clan, int slot) => ((clan % _clans) + _clans) % _clans * ClanSize + slot;
}
