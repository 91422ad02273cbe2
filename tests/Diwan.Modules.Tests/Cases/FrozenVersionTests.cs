using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>A definition is checked when it is published. What was published then carries its cases to their end, whatever is asked of new ones.</summary>
public sealed class FrozenVersionTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_case_goes_on_in_its_version_although_the_checks_of_today_would_refuse_it(DatabaseProvider on)
    {
        using var first = new Edition("2018.1");
        await using var world = await CaseWorld.OpenAsync(on, first.Folder);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var id = await world.StartAsync(Service, layla);
        await world.AnswerCertificateAsync(id, layla);
        var reference = await world.SubmitAsync(id, layla);
        await world.WorkAsync();

        // A commission that makes the certificate dearer online than at the counter, and a section that has another head now.
        using var second = new Edition("2018.2");
        second.Change("commissions.yaml", "rate: 0.01", "rate: 0.9");
        Assert.Contains(CatalogueReader.ReadService(second.CertificateFolder).Faults, f => f.Code == "not-cheaper");
        second.Change("institutions.yaml", "{ id: head, name: { ar: رئيس قسم عدم المحكومية", "{ id: chief, name: { ar: رئيس قسم عدم المحكومية");
        Assert.Contains(CatalogueReader.ReadService(second.CertificateFolder).Faults, f => f.Code == "unknown-word");

        world.Restart(second.Folder);
        await world.Get<PublishedServices>().PublishAsync(Ct);
        Assert.Null(world.Get<PublishedServices>().Current(Service));
        await world.PayAsync(reference, layla);
        await world.WorkAsync();

        var seen = (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(layla), Ct))!;
        Assert.Equal(("2018.1", PublicState.Issued), (seen.Definition.Version, seen.PublicState));
        Assert.Single(seen.State.Documents);
    }

    [Fact]
    public void What_cannot_be_built_is_still_refused_with_its_faults()
    {
        var folder = Path.Combine(Repository.Services, Service);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText);
        var catalogue = CatalogueReader.Read(Repository.Services).Catalogue!;
        Assert.NotNull(CatalogueReader.ReadFrozen(ServiceId.Parse(Service), files, catalogue).Definition);

        files.Remove("before.bpmn");
        files["texts.en.yaml"] = "name: Certificate\n";
        files["service.yaml"] = files["service.yaml"].Replace("owner: moj:head", "owner: moj:nobody\nunheardOf: true", StringComparison.Ordinal);
        var read = CatalogueReader.ReadFrozen(ServiceId.Parse(Service), files, catalogue);
        Assert.Equal("moj:nobody", read.Definition?.Owner);

        files.Remove("process.bpmn");
        read = CatalogueReader.ReadFrozen(ServiceId.Parse(Service), files, catalogue);
        Assert.Null(read.Definition);
        Assert.Contains(read.Faults, f => f.Code == "missing-file" && f.File.EndsWith("process.bpmn", StringComparison.Ordinal));
    }
}
