using Diwan.Accounts;
using Diwan.Cases.Rows;
using Diwan.Documents;
using Diwan.Messages;
using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Cli.Commands;

/// <summary>The rooms over an existing data folder or database, without the site: for operators' commands.</summary>
internal static class DataHost
{
    internal static ServiceProvider Open(string data, string? database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Directory"] = data,
            ["Database:ConnectionString"] = database ?? "",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPlatform(configuration);
        services.AddAccounts(configuration);
        services.AddPayments(configuration);
        services.AddDocuments(configuration);
        services.AddMessages(configuration);
        services.AddSingleton<IRoomModel, CasesModel>();
        return services.BuildServiceProvider();
    }
}
