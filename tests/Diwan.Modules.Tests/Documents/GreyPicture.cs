namespace Diwan.Modules.Tests.Documents;

/// <summary>A page as a grey picture (PGM), and what a scanner, a copier and a pocket do to it.</summary>
internal sealed class GreyPicture(int width, int height, byte[] pixels)
{
    internal int Width => width;

    internal int Height => height;

    internal static GreyPicture Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var (at, numbers) = (2, new List<int>());
        Assert.True(file is [(byte)'P', (byte)'5', ..], "The picture is not a binary PGM.");
        while (numbers.Count < 3)
        {
            while (char.IsWhiteSpace((char)file[at]))
            {
                at++;
            }

            var from = at;
            while (!char.IsWhiteSpace((char)file[at]))
            {
                at++;
            }

            numbers.Add(int.Parse(System.Text.Encoding.ASCII.GetString(file, from, at - from), System.Globalization.CultureInfo.InvariantCulture));
        }

        return new(numbers[0], numbers[1], file[(at + 1)..]);
    }

    internal void Save(string path) => File.WriteAllBytes(path, [.. System.Text.Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"), .. pixels]);

    /// <summary>Turned about its middle, with what lies between the dots.</summary>
    internal GreyPicture Turned(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (w, h) = ((int)((width * Math.Abs(cos)) + (height * Math.Abs(sin))), (int)((width * Math.Abs(sin)) + (height * Math.Abs(cos))));
        var turned = new byte[w * h];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                var (dx, dy) = (x - (w / 2.0), y - (h / 2.0));
                turned[(y * w) + x] = At((dx * cos) + (dy * sin) + (width / 2.0), (dy * cos) - (dx * sin) + (height / 2.0));
            }
        }

        return new(w, h, turned);
    }

    /// <summary>Blurred as by a lens: a bell with a deviation of half a dot, across and down.</summary>
    internal GreyPicture Blurred()
    {
        var (across, both) = (new double[pixels.Length], (byte[])pixels.Clone());
        for (var i = 1; i < pixels.Length - 1; i++)
        {
            across[i] = (0.786 * pixels[i]) + (0.107 * (pixels[i - 1] + pixels[i + 1]));
        }

        for (var i = width + 1; i < pixels.Length - width - 1; i++)
        {
            both[i] = (byte)((0.786 * across[i]) + (0.107 * (across[i - width] + across[i + width])));
        }

        return new(width, height, both);
    }

    /// <summary>Photocopied: paler ink, greyer paper, dust.</summary>
    internal GreyPicture Copied(uint seed)
    {
        var dice = new SealTests.Dice(seed);
        var copied = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            copied[i] = (byte)Math.Clamp(50 + (pixels[i] * 170 / 255) + dice.Next(31) - 15, 0, 255);
        }

        return new(width, height, copied);
    }

    /// <summary>A fold: a line of white across a place, and a spot of ink beside it.</summary>
    /// <param name="share">The side of the spot beside the side of the place.</param>
    internal GreyPicture Worn((int X, int Y, int Side) place, double share)
    {
        var worn = (byte[])pixels.Clone();
        var (fold, spot) = (place.Y + (place.Side * 2 / 5), (int)(place.Side * share));
        for (var x = place.X; x < place.X + place.Side; x++)
        {
            worn[(fold * width) + x] = 255;
            worn[((fold + 1) * width) + x] = 255;
        }

        for (var y = 0; y < spot; y++)
        {
            for (var x = 0; x < spot; x++)
            {
                worn[((place.Y + (place.Side * 3 / 5) + y) * width) + place.X + (place.Side * 3 / 5) + x] = 20;
            }
        }

        return new(width, height, worn);
    }

    /// <summary>Where the QR is: the largest patch of the page in which black and white change all the time.</summary>
    internal (int X, int Y, int Side) Code()
    {
        const int Block = 24;
        var (across, down) = (width / Block, height / Block);
        var busy = new bool[across, down];
        for (var by = 0; by < down; by++)
        {
            for (var bx = 0; bx < across; bx++)
            {
                var (rows, changes) = (0, 0);
                for (var y = by * Block; y < (by + 1) * Block; y++)
                {
                    var here = 0;
                    for (var x = (bx * Block) + 1; x < (bx + 1) * Block; x++)
                    {
                        here += pixels[(y * width) + x] < 128 != pixels[(y * width) + x - 1] < 128 ? 1 : 0;
                    }

                    (rows, changes) = (rows + (here > 0 ? 1 : 0), changes + here);
                }

                busy[bx, by] = rows >= Block - 1 && changes > Block * 3;
            }
        }

        var best = (X: 0, Y: 0, Side: 0);
        var seen = new bool[across, down];
        for (var by = 0; by < down; by++)
        {
            for (var bx = 0; bx < across; bx++)
            {
                if (busy[bx, by] && !seen[bx, by])
                {
                    var (left, top, right, bottom) = (bx, by, bx, by);
                    var open = new Stack<(int X, int Y)>([(bx, by)]);
                    seen[bx, by] = true;
                    while (open.TryPop(out var p))
                    {
                        (left, top, right, bottom) = (Math.Min(left, p.X), Math.Min(top, p.Y), Math.Max(right, p.X), Math.Max(bottom, p.Y));
                        foreach (var (x, y) in new[] { (p.X + 1, p.Y), (p.X - 1, p.Y), (p.X, p.Y + 1), (p.X, p.Y - 1) })
                        {
                            if (x >= 0 && y >= 0 && x < across && y < down && busy[x, y] && !seen[x, y])
                            {
                                seen[x, y] = true;
                                open.Push((x, y));
                            }
                        }
                    }

                    var side = Math.Min(right - left, bottom - top) + 1;
                    best = side * Block > best.Side ? (left * Block, top * Block, side * Block) : best;
                }
            }
        }

        return best;
    }

    private byte At(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height)
        {
            return 255;
        }

        var (fx, fy) = (x - left, y - top);
        var i = (top * width) + left;
        return (byte)((((pixels[i] * (1 - fx)) + (pixels[i + 1] * fx)) * (1 - fy)) + (((pixels[i + width] * (1 - fx)) + (pixels[i + width + 1] * fx)) * fy));
    }
}
