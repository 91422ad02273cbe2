namespace Diwan.Kernel;

/// <summary>
/// A part of one that was counted, with the interval in which the true part lies nineteen times in twenty: Wilson's score interval, which holds for few
/// and for extreme counts too. Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), p. 209.
/// </summary>
/// <param name="Met">How many of them.</param>
/// <param name="Of">How many in all.</param>
public readonly record struct Proportion(int Met, int Of)
{
    private const double Z = 1.959963984540054;

    /// <summary>Null when nothing was counted.</summary>
    public decimal? Value => Of == 0 ? null : (decimal)Met / Of;

    /// <summary>The lower end, from 0; 0 when nothing was counted.</summary>
    public decimal Low => (decimal)Math.Clamp(Middle - Half, 0, 1);

    /// <summary>The upper end, to 1; 1 when nothing was counted.</summary>
    public decimal High => (decimal)Math.Clamp(Middle + Half, 0, 1);

    private double Middle => Of == 0 ? 0.5 : (Share + (Z * Z / (2 * Of))) / (1 + (Z * Z / Of));

    private double Half => Of == 0 ? 0.5 : Z / (1 + (Z * Z / Of)) * Math.Sqrt((Share * (1 - Share) / Of) + (Z * Z / (4.0 * Of * Of)));

    private double Share => (double)Met / Of;
}
