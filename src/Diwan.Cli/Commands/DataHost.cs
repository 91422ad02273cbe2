using Diwan.Accounts;
using Diwan.Cases;
using Diwan.Cases.Rows;
using Diwan.Documents;
using Diwan.Messages;
using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Cli.Commands;

/// <summary>The rooms over an existing data folder or database, without the site: for operators' commands.</summary>
internal static class DataHost
{
    /// <summary>Whether there is something to open; when not, says in both languages what is missing and what to do, and makes nothing.</summary>
    internal static bool Exists(string data, string? database)
    {
        if (!string.IsNullOrEmpty(database) || File.Exists(Path.Combine(data, "diwan.sqlite")))
        {
            return true;
        }

        Console.Error.WriteLine($"لا قاعدة بيانات في المجلد {data}. سمِّ مجلد البيانات بـ --data أو القاعدة بـ --database.");
        Console.Error.WriteLine($"There is no database in the folder {data}. Name the data folder with --data, or the database with --database.");
        return false;
    }

    /// <param name="folder">The services folder; null for commands that need no services.</param>
    internal static ServiceProvider Open(string data, string? database, string? folder = null)
    {
        // A security module is named in the environment (Documents__Module__Library), as for the site.
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Directory"] = data,
            ["Database:ConnectionString"] = database ?? "",
            ["Services:Folder"] = folder,
            ["Cases:Demonstration"] = "true",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPlatform(configuration);
        services.AddAccounts(configuration);
        services.AddPayments(configuration);
        services.AddDocuments(configuration);
        services.AddMessages(configuration);
        if (folder is null)
        {
            services.AddSingleton<IRoomModel, CasesModel>();
        }
        else
        {
            services.AddCases(configuration);
        }

        return services.BuildServiceProvider();
    }
}
