using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;

namespace Diwan.Modules.Tests.Cases;

public sealed class SealNameTests
{
    /// <summary>Whoever verifies a document reads what each fact of its seal is called, and never a place for a value.</summary>
    [Fact]
    public void Every_fact_of_every_seal_has_a_name_in_both_languages()
    {
        foreach (var service in CatalogueReader.Read(CaseWorld.ServicesFolder()).Catalogue!.Services)
        {
            foreach (var (document, fact) in service.Documents.SelectMany(d => d.Seal.Select(f => (d.Id, f.Name))))
            {
                var name = DocumentTypes.FactName(service, document, fact);
                Assert.False(name.Ar.Contains('{') || name.En.Contains('{') || name.Ar == fact, $"{service.Id} {document} {fact}: {name}");
            }
        }
    }
}
