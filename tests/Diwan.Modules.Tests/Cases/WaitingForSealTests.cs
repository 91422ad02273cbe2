using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>The time-stamping authority is away while a document is to be issued: nothing is lost and nothing half done, and the document comes when it is back.</summary>
public sealed class WaitingForSealTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_document_waits_for_the_time_stamping_authority_and_is_issued_once(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var id = await world.StartAsync("moj/non-conviction-certificate", layla);
        await world.AnswerCertificateAsync(id, layla);
        var reference = await world.SubmitAsync(id, layla);
        await world.KnobAsync("tsa", down: true);
        await world.PayAsync(reference, layla);
        await world.WorkAsync();

        async Task<CaseView> SeenAsync() => (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(layla), Ct))!;
        Assert.Equal(PublicState.Decided, (await SeenAsync()).PublicState);
        Assert.Empty((await SeenAsync()).State.Documents);
        // Hours of it are not too many.
        for (var i = 0; i < 30; i++)
        {
            world.Pass(TimeSpan.FromMinutes(11));
            await world.WorkAsync();
        }

        Assert.Empty((await SeenAsync()).State.Documents);

        await world.KnobAsync("tsa", down: false);
        world.Pass(TimeSpan.FromMinutes(11));
        await world.WorkAsync();

        var issued = await SeenAsync();
        Assert.Equal(PublicState.Issued, issued.PublicState);
        var number = Assert.Single(issued.State.Documents).Number;
        var file = Assert.IsType<DownloadDocument.Result.Ready>(await world.Get<DownloadDocument>().RunAsync(number, CaseWorld.Key(layla), Actor.System("test"), Ct));
        Assert.IsType<Verification.InForce>(await world.Get<VerifyDocument>().ByFileAsync(file.Bytes, Ct));
        var genuine = Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(file.Bytes, world.Get<SealKeys>().Published()));
        Assert.InRange(genuine.SealedAt, world.Now.AddMinutes(-1), world.Now.AddMinutes(1));
    }
}
