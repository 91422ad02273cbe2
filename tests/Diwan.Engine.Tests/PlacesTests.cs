using Diwan.Engine.Answers;

namespace Diwan.Engine.Tests;

public sealed class PlacesTests
{
    [Fact]
    public void Every_country_has_a_name_in_each_language()
    {
        Assert.Equal(249, Places.Countries.Count);
        Assert.Equal("الأردن", Places.Countries["JO"].Ar);
        Assert.Equal("Jordan", Places.Countries["JO"].En);
        Assert.All(Places.Countries, c => Assert.True(c.Value.Ar.Any(l => l is >= '\u0600' and <= '\u06ff'), $"{c.Key}: {c.Value.Ar}"));
        Assert.All(Places.Countries, c => Assert.NotEqual(c.Key, c.Value.En));
    }

    [Fact]
    public void There_are_twelve_governorates() => Assert.Equal(12, Places.Governorates.Count);
}
