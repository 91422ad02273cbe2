using Diwan.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Documents;

internal static class TrustServices
{
    /// <summary>What stands around the register of documents: the log, relying bodies, sharing, credentials.</summary>
    internal static void AddTrust(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, TrustModel>();
        services.AddSingleton<TransparencyLog>();
        services.AddSingleton<ReadLog>();
        services.AddHostedService<TransparencyService>();
        services.AddSingleton<AskAboutDocument>();
        services.AddSingleton<FindRelyingBodies>();
        services.AddSingleton<AddRelyingBody>();
        services.AddSingleton<IssueRelyingKey>();
        services.AddSingleton<EndRelyingKey>();
        services.AddSingleton<ReportRefusal>();
        services.AddSingleton<CountTrust>();
        services.AddSingleton<ShareDocument>();
        services.AddSingleton<TakeBackShare>();
        services.AddSingleton<OpenShare>();
        services.AddSingleton<ReadMyDocument>();
        services.AddSingleton<AskDocumentAct>();
        services.AddScoped<DecideDocumentAct>();
        services.AddScoped<ReadOfficeDocuments>();
        services.AddSingleton<CredentialIssuer>();
        services.AddSingleton<OfferCredential>();
        services.AddSingleton<RedeemOffer>();
        services.AddSingleton<IssueCredential>();
        services.AddSingleton<PublishStatusList>();
        services.AddSingleton<DownloadCredential>();
    }
}
