using CsCheck;

namespace Diwan.Bpmn.Tests.Checking;

/// <summary>States come back from storage; one that was damaged or belongs to another version must give a problem, never an exception.</summary>
public sealed class TamperedStateTests
{
    [Fact]
    public void A_damaged_state_never_makes_a_call_throw() =>
        Gen.Select(Gen.Byte.Array[4, 40], Gen.Byte.Array[4, 12]).Sample((shape, damage) =>
        {
            var process = Sketch.Process(RandomProcess.Sketch(shape));
            var other = Sketch.Process(RandomProcess.Sketch(damage));
            var answers = new Answers { Ask = (_, _) => damage[0] % 2 == 0 };
            var state = BpmnExecution.Start(process, answers, Player.Morning).State;
            for (var i = 0; i < damage[1] % 6 && state.Activities().FirstOrDefault() is { } next; i++)
                state = BpmnExecution.CompleteActivity(process, state, next.Id, answers, Player.Morning).State;
            state = Damage(state, damage, process);
            foreach (var on in new[] { process, other })
            {
                foreach (var token in state.Tokens.Select(t => t.Id).Append("1").Append("nobody").Distinct())
                {
                    Held(state, BpmnExecution.CompleteActivity(on, state, token, answers, Player.Morning));
                    Held(state, BpmnExecution.FailActivity(on, state, token, "X", answers, Player.Morning));
                    foreach (var message in on.AllNodes.OfType<BpmnEvent>().Select(e => e.Definition.Message?.Name).OfType<string>().Append("none"))
                        Held(state, BpmnExecution.Deliver(on, state, message, answers, Player.Morning, token));
                }

                Held(state, BpmnExecution.FireTimers(on, state, answers, Player.Morning.AddYears(1)));
                Held(state, BpmnExecution.Cancel(on, state, Player.Morning));
            }
        }, iter: 150);

    private static void Held(ProcessState before, Advance advance)
    {
        if (advance.Problem is null)
            return;
        Assert.Same(before, advance.State);
        Assert.Empty(advance.Steps);
    }

    private static ProcessState Damage(ProcessState state, byte[] by, BpmnProcess process)
    {
        var tokens = state.Tokens.ToList();
        var timers = state.Timers.ToList();
        for (var i = 2; i + 1 < by.Length && tokens.Count > 0; i += 2)
        {
            var at = by[i] % tokens.Count;
            switch (by[i + 1] % 9)
            {
                case 0: tokens.RemoveAt(at); break;
                case 1: tokens[at] = tokens[at] with { Scope = by[i].ToString() }; break;
                case 2: tokens[at] = tokens[at] with { Kind = (BpmnTokenKind)(by[i] % 7) }; break;
                case 3: tokens[at] = tokens[at] with { Node = process.AllNodes[by[i] % process.AllNodes.Count].Id }; break;
                case 4: tokens[at] = tokens[at] with { Done = by[i] % 5, Total = by[i] % 4, Begun = by[i] % 6 }; break;
                case 5: tokens.Add(tokens[at]); break;
                case 6: tokens[at] = tokens[at] with { Scope = null }; break;
                case 7 when timers.Count > 0: timers[0] = timers[0] with { Token = by[i].ToString() }; break;
                default: timers.Clear(); break;
            }
        }

        return state with { Tokens = tokens, Timers = timers };
    }
}
