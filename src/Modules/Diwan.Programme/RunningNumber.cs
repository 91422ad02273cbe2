using Diwan.Platform;

namespace Diwan.Programme;

/// <summary>Things that are numbered one after another. The number is unique in the table; two who take the same at one moment are told apart there.</summary>
internal static class RunningNumber
{
    private const int Tries = 6;

    /// <summary>Writes a thing under the next number; under the one after when somebody was quicker.</summary>
    /// <param name="last">The last number taken, read afresh each time; 0 for none.</param>
    /// <param name="under">The change that writes the thing under a number.</param>
    /// <returns>The number it was written under.</returns>
    internal static async Task<int> WriteAsync(ChangeWriter writer, Func<Task<int>> last, Func<int, Change> under, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var number = await last() + 1;
            var result = await writer.WriteAsync(under(number), ct);
            if (result is not ChangeResult.Duplicate || attempt == Tries)
            {
                result.OrThrow();
                return number;
            }
        }
    }
}
