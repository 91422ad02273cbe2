namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads services/committee.yaml.</summary>
internal static class SteeringReader
{
    private static readonly Dictionary<string, EscalationLevel> Levels = Enum.GetValues<EscalationLevel>().Skip(1)
        .ToDictionary(l => FormReader.Camel(l.ToString()), StringComparer.Ordinal);

    internal static Steering Read(YamlMap? file, FaultList faults)
    {
        if (file is null)
        {
            return Steering.None;
        }

        var assumed = SurroundingsReader.Pair(file, "assumed", faults, required: false);
        var seats = new List<Seat>();
        foreach (var map in file.Maps("seats", required: true))
        {
            var id = map.Text("id", required: true);
            var (chair, several) = (map.Flag("chair"), map.Flag("several"));
            var name = SurroundingsReader.Pair(map, "name", faults);
            map.Done();
            if (id is not null && seats.Exists(s => s.Id == id))
            {
                faults.Error(map.At, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
            }
            else if (id is not null && name is not null)
            {
                seats.Add(new Seat(id, name, chair, several));
            }
        }

        if (seats.Count(s => s.Chair) != 1)
        {
            faults.Error(file.AtKey("seats"), "chair", ("للجنة رئيس واحد.", "The committee has one chair."), ("ضع chair: true في مقعد واحد.", "Put chair: true at one seat."));
        }

        var discrepancies = file.Whole("discrepancyDays", required: true, least: 1) ?? 1;
        var drift = file.Whole("driftDays", required: true, least: 1) ?? 1;
        var steps = new List<EscalationStep>();
        foreach (var map in file.Maps("escalation"))
        {
            var level = map.Word("level", Levels, required: true);
            var days = map.Whole("days", required: true, least: 0);
            map.Done();
            if (level is not { } l || days is not { } d)
            {
                continue;
            }

            if (steps.Count > 0 && (steps[^1].Level >= l || steps[^1].Days >= d))
            {
                faults.Error(map.At, "order", ("درجات التصعيد وأيامها تصاعدية.", "The levels of escalation rise, and so do their days."),
                    ("رتّبها: unit ثم institution ثم committee ثم cabinet، بأيام تزيد.", "Order them: unit, institution, committee, cabinet, with rising days."));
            }
            else
            {
                steps.Add(new EscalationStep(l, d));
            }
        }

        file.Done();
        return new Steering(seats, steps, discrepancies, drift, assumed);
    }
}
