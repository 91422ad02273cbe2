using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

public sealed class SealNameTests
{
    /// <summary>Whoever verifies a document reads what each fact of its seal is called, and never a place for a value.</summary>
    [Fact]
    public void Every_fact_of_every_seal_has_a_name_in_both_languages()
    {
        var types = DocumentTypes.Of(CatalogueReader.Read(Repository.Services).Catalogue!);
        Assert.True(types.Count >= 9);
        foreach (var (type, (fact, name)) in types.SelectMany(t => t.Facts.Select(f => (t.Type, f))))
        {
            Assert.False(name.Ar.Contains('{') || name.En.Contains('{') || name.Ar == fact, $"{type} {fact}: {name}");
        }
    }
}
