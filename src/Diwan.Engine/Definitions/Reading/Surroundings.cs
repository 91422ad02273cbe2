using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>What every service rests on: the files beside the services.</summary>
internal sealed record Surroundings(
    IReadOnlyList<Institution> Institutions,
    IReadOnlyList<LifeEvent> LifeEvents,
    IReadOnlyDictionary<string, RegisterOperation> Operations,
    FactWords FactWords,
    NationalCalendar Calendar,
    CommissionTariff Commissions,
    LaunchGate Gate,
    Steering Steering,
    Papers.PaperBook Papers)
{
    internal IReadOnlyList<string> RoleKeys { get; } = [.. Institutions.SelectMany(i => i.Roles).Select(r => r.Key)];
}

/// <summary>Reads the files beside the services.</summary>
internal static class SurroundingsReader
{
    internal const string InstitutionsFile = "institutions.yaml";
    internal const string RegistersFile = "registers.yaml";
    internal const string WordsFile = "registers.words.yaml";
    internal const string CommissionsFile = "commissions.yaml";
    internal const string GateFile = "gate.yaml";
    internal const string CommitteeFile = "committee.yaml";
    internal const string HolidaysFile = "calendar/holidays.yaml";
    internal const string HoursFile = "calendar/hours.yaml";

    private static readonly Dictionary<string, HolidayStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["calculated"] = HolidayStatus.Calculated,
        ["announced"] = HolidayStatus.Announced,
    };

    private static readonly Dictionary<string, DayOfWeek> WeekDays = Enum.GetValues<DayOfWeek>().ToDictionary(d => d.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    internal static Surroundings? Read(DefinitionFiles files, FaultList faults)
    {
        var before = faults.Count;
        var (institutions, events) = ReadInstitutions(files.Open(InstitutionsFile, faults), faults);
        var operations = RegistersReader.Read(files.Open(RegistersFile, faults), faults);
        var words = FactWordsReader.Read(files.Open(WordsFile, faults), operations.Values, faults);
        var calendar = ReadCalendar(files.Open(HolidaysFile, faults), files.Open(HoursFile, faults), PlacesOf(institutions), faults);
        var commissions = files.Exists(CommissionsFile) ? CommissionsReader.Read(files.Open(CommissionsFile, faults), faults) : CommissionTariff.None;
        var gate = files.Exists(GateFile) ? GateReader.Read(files.Open(GateFile, faults), institutions, faults) : LaunchGate.None;
        var steering = files.Exists(CommitteeFile) ? SteeringReader.Read(files.Open(CommitteeFile, faults), faults) : Steering.None;
        var papers = files.Exists($"{PapersReader.Folder}/document.yaml") ? PapersReader.Read(files.Within(PapersReader.Folder), institutions, faults) : Engine.Papers.PaperBook.None;
        return calendar is null || faults.HasErrorsSince(before) ? null : new Surroundings(institutions, events, operations, words, calendar, commissions, gate, steering, papers);
    }

    internal static LocalizedText? Pair(YamlMap parent, string key, FaultList faults, bool required = true)
    {
        if (parent.Map(key, required) is not { } map)
        {
            return null;
        }

        var ar = map.Text("ar", required: true);
        var en = map.Text("en", required: true);
        map.Done();
        return string.IsNullOrWhiteSpace(ar) || string.IsNullOrWhiteSpace(en) ? null : new LocalizedText(ar, en);
    }

    private static (IReadOnlyList<Institution> Institutions, IReadOnlyList<LifeEvent> Events) ReadInstitutions(YamlMap? file, FaultList faults)
    {
        if (file is null)
        {
            return ([], []);
        }

        var institutions = new List<Institution>();
        foreach (var map in file.Maps("institutions", required: true))
        {
            var id = map.Text("id", required: true) ?? "";
            var name = Pair(map, "name", faults);
            var shortName = Pair(map, "short", faults, required: false);
            var offices = new List<Office>();
            foreach (var office in map.Maps("offices"))
            {
                var officeName = Pair(office, "name", faults);
                if (office.Text("id", required: true) is { } officeId && officeName is not null)
                {
                    offices.Add(new Office(officeId, officeName, office.Text("governorate")));
                }

                office.Done();
            }

            var roles = new List<RoleDefinition>();
            foreach (var role in map.Maps("roles", required: true))
            {
                var roleName = Pair(role, "name", faults);
                var (confidential, head) = (role.Flag("confidential"), role.Flag("head"));
                if (role.Text("id", required: true) is { } roleId && roleName is not null)
                {
                    if (roles.Exists(r => r.Id == roleId))
                    {
                        Twice(role.At, roleId, faults);
                    }

                    roles.Add(new RoleDefinition(id, roleId, roleName, confidential, head));
                }

                role.Done();
            }

            if (institutions.Exists(i => i.Id == id))
            {
                Twice(map.At, id, faults);
            }

            if (name is not null)
            {
                institutions.Add(new Institution
                {
                    Id = id,
                    Name = name,
                    ShortName = shortName ?? name,
                    Phone = map.Text("phone"),
                    Website = map.Text("website"),
                    Offices = offices,
                    Roles = roles,
                    App = ReadApp(map.Map("app"), shortName ?? name, faults),
                });
            }

            map.Done();
        }

        var events = new List<LifeEvent>();
        foreach (var map in file.Maps("lifeEvents", required: true))
        {
            var name = Pair(map, "name", faults);
            if (map.Text("id", required: true) is { } id && name is not null)
            {
                events.Add(new LifeEvent(id, name));
            }

            map.Done();
        }

        file.Done();
        return (institutions, events);
    }

    private static InstitutionApp? ReadApp(YamlMap? map, LocalizedText shortName, FaultList faults)
    {
        if (map is null)
        {
            return null;
        }

        var name = Pair(map, "name", faults);
        var (colour, start) = (map.Text("colour", required: true), map.Text("start") ?? "/");
        if (colour is not null && InstitutionApp.ContrastWithWhite(colour) is not >= InstitutionApp.LeastContrast)
        {
            map.Wrong("colour", "لوناً مثل \"#5b3a78\" يُقرأ الأبيض عليه (تباين 4.5 على الأقل)", "a colour such as \"#5b3a78\" on which white can be read (a contrast of at least 4.5)");
        }

        if (!start.StartsWith('/') || start.StartsWith("//", StringComparison.Ordinal))
        {
            map.Wrong("start", "مساراً يبدأ بشرطة واحدة مثل /services", "a path that begins with one slash, such as /services");
        }

        map.Done();
        return name is null || colour is null ? null : new InstitutionApp(name, shortName, colour, start);
    }

    /// <summary>Institutions and their offices, as a calendar names them.</summary>
    private static Dictionary<string, string> PlacesOf(IReadOnlyList<Institution> institutions) =>
        institutions.SelectMany(i => i.Offices.Select(o => $"{i.Id}/{o.Id}").Prepend(i.Id)).Distinct().ToDictionary(p => p, p => p, StringComparer.Ordinal);

    private static NationalCalendar? ReadCalendar(YamlMap? holidaysFile, YamlMap? hoursFile, Dictionary<string, string> places, FaultList faults)
    {
        var holidays = new List<Holiday>();
        foreach (var map in holidaysFile?.Maps("holidays", required: true) ?? [])
        {
            var from = map.Date("from", required: true);
            var to = map.Date("to") ?? from;
            var name = Pair(map, "name", faults);
            var status = map.Word("status", Statuses, required: true);
            var workedBy = map.Words("workedBy", places);
            if (from is { } f && to is { } t && name is not null && status is { } s)
            {
                if (t < f || t.DayNumber - f.DayNumber > 30)
                {
                    map.Wrong("to", "تاريخاً لا يسبق from ولا يبعد عنه أكثر من 30 يوماً", "a date not before from and at most 30 days after it");
                }
                else
                {
                    holidays.Add(new Holiday(f, t, name, s) { WorkedBy = workedBy });
                }
            }

            map.Done();
        }

        holidaysFile?.Done();
        var hours = new List<OfficeHours>();
        foreach (var map in hoursFile?.Maps("hours", required: true) ?? [])
        {
            var from = map.Date("from", required: true);
            var to = map.Date("to");
            var opens = Time(map, "opens");
            var closes = Time(map, "closes");
            var assumed = map.Flag("assumed");
            var place = map.Named("at", places);
            var days = map.Words("days", WeekDays);
            if (from is { } f && opens is { } o && closes is { } c)
            {
                if (c <= o)
                {
                    map.Wrong("closes", "وقتاً بعد opens", "a time after opens");
                }
                else
                {
                    var entry = new OfficeHours(f, to, o, c, assumed) { Place = place };
                    hours.Add(days.Count == 0 ? entry : entry with { Days = days });
                }
            }

            map.Done();
        }

        hoursFile?.Done();
        if (hours.Exists(h => h.Place is null))
        {
            return new NationalCalendar(holidays, hours);
        }

        if (hoursFile is not null)
        {
            hoursFile.Wrong("hours", "مدخلاً واحداً على الأقل لكل الدوائر، بلا at", "at least one entry for every office, without at");
        }

        return null;
    }

    private static TimeOnly? Time(YamlMap map, string key)
    {
        var text = map.Text(key, required: true);
        if (text is null)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var time))
        {
            return time;
        }

        map.Wrong(key, "وقتاً مثل \"08:30\"", "a time such as \"08:30\"");
        return null;
    }

    private static void Twice(SourcePosition at, string id, FaultList faults) =>
        faults.Error(at, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
}

/// <summary>The text files of a folder, by path relative to it.</summary>
/// <param name="root">The folder; null when every file is held.</param>
/// <param name="held">Texts that stand for the files of these names: a proposal, or a version kept elsewhere.</param>
internal sealed class DefinitionFiles(string? root, string shownAs, IReadOnlyDictionary<string, string>? held = null)
{
    private const long Largest = 4_000_000;

    internal string Shown(string file) => shownAs.Length == 0 ? file : $"{shownAs}/{file}";

    /// <summary>A folder within, as files of its own.</summary>
    internal DefinitionFiles Within(string folder) => new(root is null ? null : Path.Combine(root, folder), Shown(folder));

    internal bool Exists(string file) => held?.ContainsKey(file) == true || (root is not null && File.Exists(Path.Combine(root, file)));

    /// <summary>The YAML files of a folder within, by name.</summary>
    internal IReadOnlyList<string> In(string folder)
    {
        var path = root is null ? null : Path.Combine(root, folder);
        return path is null || !Directory.Exists(path)
            ? []
            : [.. Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal).Select(f => $"{folder}/{Path.GetFileName(f)}")];
    }

    internal YamlMap? Open(string file, FaultList faults) =>
        Read(file, faults) is { } text ? YamlMap.ReadFile(text, Shown(file), faults) : null;

    internal string? Read(string file, FaultList faults)
    {
        if (held?.GetValueOrDefault(file) is { } text)
        {
            return text;
        }

        var info = root is null ? null : new FileInfo(Path.Combine(root, file));
        if (info is not { Exists: true })
        {
            faults.Error(new SourcePosition(Shown(file), 0, 0), "missing-file",
                ("الملف غير موجود.", "The file is missing."),
                ("أضفه؛ انظر docs/services/format.md.", "Add it; see docs/services/format.md."));
            return null;
        }

        if (info.Length > Largest)
        {
            faults.Error(new SourcePosition(Shown(file), 0, 0), "large-file",
                ($"حجم الملف {info.Length} بايت وهو فوق الحد.", $"The file has {info.Length} bytes, more than the limit."),
                ($"قسّمه أو اختصره إلى أقل من {Largest} بايت.", $"Shorten it to fewer than {Largest} bytes."));
            return null;
        }

        return File.ReadAllText(info.FullName);
    }
}
