using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>What the contact centre answers: found by people's words, made of the definitions, and checked with them.</summary>
public sealed class CentreTests
{
    private static readonly Catalogue Catalogue = CatalogueReader.Read(Services.Folder).Catalogue!;

    [Fact]
    public void Every_service_is_answered_on_every_topic_and_every_outage_has_a_script()
    {
        Assert.All(Catalogue.Services, s => Assert.Empty(Catalogue.Centre.Unanswered(s.Id)));
        Assert.All(Enum.GetValues<ScriptOccasion>(), o => Assert.Contains(Catalogue.Centre.Scripts, s => s.Occasion == o));
        Assert.NotNull(Catalogue.Centre.Assumed);
        Assert.Single(Catalogue.Centre.Reasons, r => r.AsksStatus);
    }

    [Theory]
    [InlineData("كم رسم شهاده عدم المحكوميه", Language.Arabic, "moj/non-conviction-certificate", "fee")]
    [InlineData("بكم تجديد رخصة السياره", Language.Arabic, "dvld/vehicle-licence-renewal", "fee")]
    [InlineData("اعترض مخالفة", Language.Arabic, "gam/traffic-fines", "special")]
    [InlineData("وكالة قوشان", Language.Arabic, "dls/registration-deed", "special")]
    [InlineData("papers land plan", Language.English, "dls/land-plan", "need")]
    [InlineData("abroad subscription", Language.English, "ssc/voluntary-subscription", "special")]
    public void A_caller_s_words_find_the_answer(string said, Language language, string service, string topic)
    {
        var found = new KnowledgeSearch(Catalogue).Find(said, null, language);
        Assert.NotEmpty(found);
        Assert.Equal((service, topic), (found[0].Service.Id.ToString(), found[0].Entry.Topic));
    }

    [Fact]
    public void What_nothing_answers_finds_nothing() => Assert.Empty(new KnowledgeSearch(Catalogue).Find("زراعة القمح", null, Language.Arabic));

    [Fact]
    public void Each_fault_is_said_with_its_place_and_a_topic_without_an_answer_is_noticed()
    {
        (string File, string Good, string Bad, string Code, int Line)[] damages =
        [
            ("centre/dls/land-plan.yaml", "{refusal.underSettlement.why}", "{refusal.underSetlement.why}", "unknown-placeholder", 5),
            ("centre/dls/land-plan.yaml", "answer: \"{refusal.cannotBeDrawn.why}", "answer: \"Wait {refusal.cannotBeDrawn.why}", "one-language", 9),
            ("centre/dls/land-plan.yaml", "{refusal.underRedrawing.why}", "{message.paid}", "unknown-placeholder", 13),
            ("centre/dls/registration-deed.yaml", "  - topic: special\n    question: { ar: وكالتي", "  - topic: specail\n    question: { ar: وكالتي", "unknown-word", 7),
            ("centre/moj/non-conviction-certificate.yaml", "ولا يدل التأخر", "ولا يدل التأخر ٥ أيام", "retyped-fact", 10),
            ("centre/moj/non-conviction-certificate.yaml", "en: \"{time} We", "en: \"We", "placeholders-differ", 10),
            ("centre/centre.yaml", "unfound: 2", "unfound: 9", "questions", 14),
            ("centre/centre.yaml", "fact: motherName", "fact: motherNmae", "unknown-word", 15),
            ("centre/centre.yaml", "{ id: fee, name: { ar: الرسوم", "{ id: status, name: { ar: الرسوم", "twice", 22),
        ];
        var root = Directory.CreateTempSubdirectory("diwan-centre-").FullName;
        try
        {
            Fixture.Copy(Services.Folder, root);
            foreach (var (file, good, bad, _, _) in damages)
            {
                var path = Path.Combine(root, file);
                var text = File.ReadAllText(path);
                Assert.Contains(good, text, StringComparison.Ordinal);
                File.WriteAllText(path, text.Replace(good, bad, StringComparison.Ordinal));
            }

            File.Move(Path.Combine(root, "centre/gam/traffic-fines.yaml"), Path.Combine(root, "centre/gam/traffic-fine.yaml"));
            var read = CatalogueReader.Read(root);
            var faults = read.Faults.Where(f => f.Severity == FaultSeverity.Error).ToList();
            Assert.Equal(
                damages.Select(d => (d.File, d.Code, d.Line)).Append(("centre/gam/traffic-fine.yaml", "unknown-service", 0)).Order(),
                faults.Select(f => (f.At.File[(f.At.File.IndexOf('/', StringComparison.Ordinal) + 1)..], f.Code, f.At.Line)).Distinct().Order());
            Assert.All(faults.Where(f => f.At.Line > 0), f => Assert.True(f.At.Column > 0));
            Assert.Contains("refusal.underSettlement.why", faults.First(f => f.At.Line == 5).ToString(Language.English), StringComparison.Ordinal);
            Assert.Equal("special", Assert.Single(read.Catalogue!.Centre.Unanswered(ServiceId.Parse("gam/traffic-fines"))).Id);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
