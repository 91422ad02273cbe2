using System.Numerics;

namespace Diwan.Sandbox.Nation;

/// <summary>An exact share of a whole.</summary>
internal readonly record struct Fraction
{
    internal Fraction(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var divisor = (long)BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public long Numerator { get; }

    public long Denominator { get; }

    internal static readonly Fraction One = new(1, 1);

    internal static readonly Fraction Zero = new(0, 1);

    public static Fraction operator +(Fraction a, Fraction b) =>
        new(checked(a.Numerator * b.Denominator + b.Numerator * a.Denominator), checked(a.Denominator * b.Denominator));

    public static Fraction operator *(Fraction a, Fraction b) =>
        new(checked(a.Numerator * b.Numerator), checked(a.Denominator * b.Denominator));

    public static Fraction operator -(Fraction a, Fraction b) => a + new Fraction(-b.Numerator, b.Denominator);

    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}

/// <summary>A holder, by national number, and the share held.</summary>
internal sealed record Share(string Holder, Fraction Part);

/// <summary>
/// Things given to people one to one by a permutation: the owner of a thing and the things of an owner are both computed, not stored.
/// </summary>
internal sealed class Assignment
{
    private readonly Permutation _permutation;
    private readonly int _people;
    private readonly int _rounds;

    internal Assignment(ulong seed, Kind kind, int things, int people)
    {
        Count = things;
        _people = people;
        _rounds = Math.Max(1, (things + people - 1) / people);
        _permutation = new Permutation(seed, kind, (long)people * _rounds);
    }

    internal int Count { get; }

    internal int HolderOf(int thing) => (int)(_permutation.Forward(thing) % _people);

    internal IEnumerable<int> HeldBy(int person)
    {
        for (var round = 0; round < _rounds; round++)
        {
            var thing = _permutation.Back(person + ((long)round * _people));
            if (thing < Count)
            {
                yield return (int)thing;
            }
        }
    }
}
