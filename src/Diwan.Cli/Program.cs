using System.CommandLine;
using System.Text;
using Diwan.Cli.Commands;

Console.OutputEncoding = Encoding.UTF8;
var root = new RootCommand("Diwan: services a government offers electronically. Every command says more with --help.")
{
    RunCommand.Build(),
    KannelCommand.Build(),
    RailSimulatorCommand.Build(),
    CheckCommand.Build(),
    TryCommand.Build(),
    ConformanceCommand.Build(),
    AuditCommand.Build(),
    LedgerCommand.Build(),
    TariffCommand.BuildReprice(),
    TariffCommand.Build(),
    VerifyCommand.Build(),
    LogCommand.Build(),
    SimulateCommand.Build(),
    VariantsCommand.Build(),
    WorkbenchCommand.Build(),
    LoadCommand.Build(),
    KeysCommand.Build(),
};
return await root.Parse(args).InvokeAsync();
