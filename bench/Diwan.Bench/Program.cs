using Diwan.Bench;

switch (args.FirstOrDefault())
{
    case "bpmn": BpmnBench.Run(args[1..]); break;
    case "feel": FeelBench.Run(args[1..]); break;
    default: Console.Error.WriteLine("Say which: bpmn, feel."); return 1;
}

return 0;
