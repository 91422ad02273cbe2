using System.Numerics;

namespace Diwan.Sandbox.Nation;

/// <summary>
/// A small seeded generator (SplitMix64). Every fact of the nation is drawn from dice of its own kind and index, so any fact can be
/// computed alone, in any order, without the ones before it.
/// </summary>
internal struct Dice
{
    private ulong _state;

    private Dice(ulong state) => _state = state;

    internal static Dice For(ulong seed, Kind kind, long index) =>
        new(Finish(seed ^ Finish(((ulong)kind << 56) ^ unchecked((ulong)index * 0x9E3779B97F4A7C15UL))));

    internal ulong Next() => Finish(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>A whole number from 0 to <paramref name="below"/> - 1.</summary>
    internal int Below(int below) => (int)Math.BigMul(Next(), (ulong)below, out _);

    /// <summary>A whole number, both ends included.</summary>
    internal int Between(int from, int to) => from + Below(to - from + 1);

    internal bool Chance(int percent) => Below(100) < percent;

    internal T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    internal static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

/// <summary>What dice are thrown for.</summary>
internal enum Kind : ulong
{
    Person = 1, Birth, Number, Phone, Clan, Company, CompanyNumber, Vehicle, VehicleOwner, Plate, Registration,
    Fine, Plot, PlotOwner, Corner, Basin, Village, Property, PropertyOwner, PropertyNumber, Licence, LicenceNumber,
    Insured, InsuranceNumber, Roster, Record, Resident, Simulation, PropertyPlot,
}

/// <summary>
/// A one-to-one scrambling of 0 … size-1 (a Feistel network that walks until it is back in range). It gives numbers that look random,
/// never collide, and can be turned back into an index without a table.
/// </summary>
internal sealed class Permutation
{
    private readonly ulong _size;
    private readonly int _half;
    private readonly ulong _mask;
    private readonly ulong[] _keys = new ulong[6];

    internal Permutation(ulong seed, Kind kind, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        _size = (ulong)size;
        var bits = 64 - BitOperations.LeadingZeroCount(_size - 1);
        _half = Math.Max(1, (bits + 1) / 2);
        _mask = (1UL << _half) - 1;
        var dice = Dice.For(seed, kind, -1);
        for (var i = 0; i < _keys.Length; i++)
        {
            _keys[i] = dice.Next();
        }
    }

    internal long Forward(long index)
    {
        var value = (ulong)index;
        do
        {
            ulong left = value >> _half, right = value & _mask;
            foreach (var key in _keys)
            {
                (left, right) = (right, left ^ (Dice.Finish(right ^ key) & _mask));
            }

            value = (left << _half) | right;
        }
        while (value >= _size);
        return (long)value;
    }

    internal long Back(long number)
    {
        var value = (ulong)number;
        do
        {
            ulong left = value >> _half, right = value & _mask;
            for (var i = _keys.Length - 1; i >= 0; i--)
            {
                (left, right) = (right ^ (Dice.Finish(left ^ _keys[i]) & _mask), left);
            }

            value = (left << _half) | right;
        }
        while (value >= _size);
        return (long)value;
    }
}
