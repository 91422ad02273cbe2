using Diwan.Bench;

switch (args.FirstOrDefault())
{
    case "bpmn": BpmnBench.Run(args[1..]); break;
    case "cases": await CasesBench.Run(args[1..]); break;
    case "documents": DocumentsBench.Run(args[1..]); break;
    case "feel": FeelBench.Run(args[1..]); break;
    case "lighthouse": return await LighthouseBench.RunAsync(args[1..]);
    case "platform": await PlatformBench.Run(args[1..]); break;
    case "start": await StartBench.Run(args[1..]); break;
    case "outside": await OutsideWorld.Run(); break;
    case "messages": await MessagesBench.Run(args[1..]); break;
    case "programme": return await ProgrammeBench.RunAsync(args[1..]);
    case "rails": await RailsBench.Run(args[1..]); break;
    case "web": await WebBench.Run(args[1..]); break;
    case "workbench": WorkbenchBench.Run(args[1..]); break;
    default: Console.Error.WriteLine("Say which: bpmn, cases, documents, feel, lighthouse, messages, platform, programme, rails, start, web, workbench."); return 1;
}

return 0;
