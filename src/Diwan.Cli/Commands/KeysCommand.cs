using System.CommandLine;
using System.Globalization;
using Diwan.Documents;

namespace Diwan.Cli.Commands;

/// <summary><c>keys list | rotate INSTITUTION | retire KEYID [--compromised]</c>: the keys of the institutions' seals, over an existing data folder.</summary>
internal static class KeysCommand
{
    internal static Command Build()
    {
        var data = new Option<string>("--data") { Description = "The data folder.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var list = new Command("list", "Every key that ever sealed or stamped, with its dates.") { data };
        list.SetAction(parsed => Run(parsed.GetValue(data)!, keys => List(keys, Console.Out), Console.Out));

        var institution = new Argument<string>("institution") { Description = "The key of the institution, such as moj." };
        var rotate = new Command("rotate", "Make a new key for an institution and retire the one before it. Documents sealed until now stay genuine.") { institution, data };
        rotate.SetAction(parsed => Run(parsed.GetValue(data)!, keys => Rotate(keys, parsed.GetValue(institution)!, Console.Out), Console.Out));

        var id = new Argument<string>("key") { Description = "The identifier of the key, as list shows it." };
        var compromised = new Option<bool>("--compromised") { Description = "Others may have had the key: its certificate goes on the revocation list." };
        var retire = new Command("retire", "Retire a key. The next document of its institution is sealed with a new one.") { id, compromised, data };
        retire.SetAction(parsed => Run(parsed.GetValue(data)!, keys => Retire(keys, parsed.GetValue(id)!, parsed.GetValue(compromised), Console.Out), Console.Out));
        return new Command("keys", "The keys of the institutions' seals.") { list, rotate, retire };
    }

    internal static int Run(string data, Func<SealKeys, int> work, TextWriter output)
    {
        if (!Directory.Exists(data))
        {
            output.WriteLine($"There is no data folder {data}. Name it with --data.");
            return 2;
        }

        using var services = DataHost.Open(data, null);
        try
        {
            return work(services.GetRequiredService<SealKeys>());
        }
        catch (KeyVaultException e)
        {
            output.WriteLine(e.Message);
            return 2;
        }
    }

    internal static int List(SealKeys keys, TextWriter output)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var key in keys.Published().Keys)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{key.KeyId}  {(key.Use == SealKeyUse.Seal ? key.Institution : "(time-stamps)"),-14}  {key.From:yyyy-MM-dd HH:mm} to {key.Until:yyyy-MM-dd HH:mm} UTC  {(key.Until > now ? "in use" : "retired")}  {key.Name}"));
        }

        return 0;
    }

    internal static int Rotate(SealKeys keys, string institution, TextWriter output)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (keys.Published().Keys.LastOrDefault(k => k.Use == SealKeyUse.Seal && k.Institution == institution && k.Until > now) is not { } before)
        {
            output.WriteLine($"{institution} has no key in use; one is made when its first document is sealed. Institutions with keys: {string.Join(", ", keys.Published().Keys.Where(k => k.Use == SealKeyUse.Seal).Select(k => k.Institution).Distinct())}");
            return 1;
        }

        var made = keys.Rotate(institution, Words.Same(before.Name), now);
        output.WriteLine($"{institution} seals with {made.KeyId} from now on; {before.KeyId} is retired and its private key destroyed.");
        return 0;
    }

    internal static int Retire(SealKeys keys, string id, bool compromised, TextWriter output)
    {
        if (!keys.Retire(id, TimeProvider.System.GetUtcNow(), compromised))
        {
            output.WriteLine($"No key {id} is in use. See diwan keys list.");
            return 1;
        }

        output.WriteLine($"{id} is retired and its private key destroyed{(compromised ? "; its certificate is on the revocation list" : "")}.");
        return 0;
    }
}
