using System.CommandLine;
using System.Security.Cryptography;
using Diwan.Messages;

namespace Diwan.Cli.Commands;

/// <summary>Writes a configuration for Kannel, and the platform's settings that belong to it.</summary>
internal static class KannelCommand
{
    private const string Centre = """
        group = smsc
        smsc = fake
        smsc-id = out
        port = 13015
        connect-allow-ip = 127.0.0.1
        """;

    internal static Command Build()
    {
        var platform = new Option<Uri>("--platform") { Description = "The platform's address as Kannel reaches it.", DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080") };
        var port = new Option<int>("--port") { Description = "Port of sendsms; the administration and the inner port are those before it.", DefaultValueFactory = _ => 13013 };
        var file = new Option<string>("--out") { Description = "The file to write.", DefaultValueFactory = _ => "kannel.conf" };
        var command = new Command("kannel", "Write a configuration for Kannel, with secrets of its own, and show the settings that belong to it.") { platform, port, file };
        command.SetAction(parsed => Write(parsed.GetValue(platform)!, parsed.GetValue(port), parsed.GetValue(file)!));
        return command;
    }

    private static int Write(Uri platform, int port, string file)
    {
        if (File.Exists(file))
        {
            Console.Error.WriteLine($"الملف {file} موجود. سمِّ غيره بـ --out.");
            Console.Error.WriteLine($"The file {file} exists. Name another with --out.");
            return 2;
        }

        var (admin, password, inbound) = (Secret(), Secret(), Secret());
        File.WriteAllText(file, new KannelConfiguration(port - 2, admin, port - 1, port, "diwan", password, platform, inbound, Centre).Write());
        Console.WriteLine($"""
            {file}

            Messages__Gateways__0__Name=kannel
            Messages__Gateways__0__Url=http://127.0.0.1:{port}/cgi-bin/sendsms
            Messages__Gateways__0__User=diwan
            Messages__Gateways__0__Password={password}
            Messages__InboundSecret={inbound}
            Messages__ReportUrl={platform.ToString().TrimEnd('/')}

            mkdir -p spool && bearerbox {file} & smsbox {file} &
            """);
        return 0;
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
