using Diwan.Sandbox.Nation;

namespace Diwan.Simulation;

/// <summary>Chance in a simulated time: the nation's own seeded dice, thrown one after another.</summary>
internal sealed class Chance(ulong seed)
{
    private Dice _dice = Dice.For(seed, Kind.Simulation, 0);

    /// <summary>A whole number from 0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => _dice.Below(below);

    /// <summary>From 0 up to, and without, 1.</summary>
    public double Part() => _dice.Below(1 << 30) / (double)(1 << 30);
}
