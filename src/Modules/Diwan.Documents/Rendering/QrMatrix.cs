using QRCoder;

namespace Diwan.Documents;

/// <summary>A QR code (ISO/IEC 18004, level M) as its dark modules joined along each row, without the quiet zone of four that belongs around it.</summary>
/// <param name="Size">Modules on a side.</param>
public sealed record QrMatrix(int Size, IReadOnlyList<(int Column, int Row, int Length)> Bars)
{
    public const int QuietZone = 4;

    public static QrMatrix Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // The library adds the quiet zone.
        var size = data.ModuleMatrix.Count - (2 * QuietZone);
        var bars = new List<(int, int, int)>();
        for (var row = 0; row < size; row++)
        {
            var modules = data.ModuleMatrix[row + QuietZone];
            for (var i = 0; i < size; i++)
            {
                var start = i;
                while (i < size && modules[i + QuietZone])
                {
                    i++;
                }

                if (i > start)
                {
                    bars.Add((start, row, i - start));
                }
            }
        }

        return new(size, bars);
    }
}
