namespace Diwan.Faults;

/// <summary>xorshift64*: the same seed, the same storm.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15UL) | 1;

    public int Next(int below)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1DUL >> 33) % (ulong)below);
    }

    public bool Percent(int of) => Next(100) < of;
}
