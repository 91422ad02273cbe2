using Diwan.Cases;
using Diwan.Engine.Definitions;
using Diwan.Modules.Tests.Cases;
using Diwan.Programme.Gates;

namespace Diwan.Modules.Tests.Programme;

/// <summary>What the platform judges of a definition alone: each is met by the certificate as it is, and not when that is spoilt which it looks at.</summary>
public sealed class DefinitionProbeTests
{
    private const string Folder = "moj/non-conviction-certificate";

    private static readonly ServiceId Id = ServiceId.Parse(Folder);

    [Theory]
    [InlineData(GateProbe.ExamplesPass, "rules.dmn", "<text>5.000</text>", "<text>5.500</text>", "clean-record-inside-jordan")]
    [InlineData(GateProbe.CheaperOnline, "rules.dmn", "<text>5.000</text>", "<text>6.500</text>", "No priced example")]
    [InlineData(GateProbe.PromiseWithinLaw, "service.yaml", "workingDays: 5,", "workingDays: 5, legalMaximumDays: 3,", "the law allows 3")]
    [InlineData(GateProbe.MessagesWritten, "texts.ar.yaml;texts.en.yaml", "\nmessage:\n", "\nremark:\n", "no messages")]
    [InlineData(GateProbe.PrivacyStated, "texts.ar.yaml;texts.en.yaml", "purpose:", "aim:", "without a written purpose")]
    public void A_spoilt_definition_does_not_meet_its_criterion(GateProbe probe, string files, string from, string to, string evidence)
    {
        using var edition = new Edition("2018.1");
        var catalogue = CatalogueReader.Read(edition.Folder).Catalogue!;
        Assert.True(new DefinitionProbes(catalogue).Run(probe, catalogue.Find(Id)!).Met);
        foreach (var file in files.Split(';'))
        {
            edition.Change($"{Folder}/{file}", from, to);
        }

        var found = new DefinitionProbes(catalogue).Run(probe, Spoilt(edition, catalogue));
        Assert.False(found.Met);
        Assert.Contains(evidence, found.Evidence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_as_it_was_before_is_not_re_engineered()
    {
        using var edition = new Edition("2018.1");
        var catalogue = CatalogueReader.Read(edition.Folder).Catalogue!;
        Assert.True(new DefinitionProbes(catalogue).Run(GateProbe.ProcessImproved, catalogue.Find(Id)!).Met);
        File.Copy(Path.Combine(edition.CertificateFolder, "process.bpmn"), Path.Combine(edition.CertificateFolder, "before.bpmn"), overwrite: true);
        Assert.False(new DefinitionProbes(catalogue).Run(GateProbe.ProcessImproved, Spoilt(edition, catalogue)).Met);
    }

    [Fact]
    public void Assumptions_are_counted_and_named()
    {
        var catalogue = CatalogueReader.Read(Diwan.Testing.Repository.Services).Catalogue!;
        var found = new DefinitionProbes(catalogue).Run(GateProbe.NothingAssumed, catalogue.Find(Id)!);
        Assert.False(found.Met);
        Assert.Contains("fee-amount", found.Evidence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_the_contact_centre_cannot_answer_for_is_told_by_its_topics()
    {
        var real = CatalogueReader.Read(Diwan.Testing.Repository.Services).Catalogue!;
        Assert.True(new DefinitionProbes(real).Run(GateProbe.CentreAnswers, real.Find(Id)!).Met);
        using var edition = new Edition("2018.1");
        Directory.Delete(Path.Combine(edition.Folder, "centre"), recursive: true);
        var silent = CatalogueReader.Read(edition.Folder).Catalogue!;
        Assert.False(new DefinitionProbes(silent).Run(GateProbe.CentreAnswers, silent.Find(Id)!).Met);
    }

    [Fact]
    public void A_fault_that_came_into_the_folder_is_found()
    {
        using var edition = new Edition("2018.1");
        var probe = new FolderProbe(new CasesOptions { ServicesFolder = edition.Folder });
        var service = CatalogueReader.Read(edition.Folder).Catalogue!.Find(Id)!;
        Assert.True(probe.Run(service).Met);
        edition.Change($"{Folder}/service.yaml", "owner: moj:head", "owner: moj:nobody");
        var found = probe.Run(service);
        Assert.False(found.Met);
        Assert.Contains("nobody", found.Evidence.En, StringComparison.Ordinal);
    }

    /// <summary>The definition as it can still be built, with what the checker would refuse.</summary>
    private static ServiceDefinition Spoilt(Edition edition, Catalogue catalogue)
    {
        // With its examples where it can; the checker's faults do not matter here.
        if (CatalogueReader.ReadService(edition.CertificateFolder).Definition is { } whole)
        {
            return whole;
        }

        var files = Directory.EnumerateFiles(edition.CertificateFolder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(edition.CertificateFolder, f).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        var read = CatalogueReader.ReadFrozen(Id, files, catalogue);
        Assert.True(read.Definition is not null, string.Join("\n", read.Faults));
        return read.Definition;
    }
}
