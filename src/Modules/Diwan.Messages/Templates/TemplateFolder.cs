using Diwan.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Diwan.Messages;

/// <summary>A fault of a template file, for its author.</summary>
public sealed record TemplateFault(string File, int Line, LocalizedText Text)
{
    public override string ToString() => $"{File}:{Line}: {Text.En} / {Text.Ar}";
}

/// <summary>Reads the templates of a folder, <c>services/messages</c>: one file a template, its name that of the file. Every fault is told at once.</summary>
public static class TemplateFolder
{
    /// <summary>Beyond this the national gateway joins no parts.</summary>
    public const int MostParts = 10;

    /// <summary>Letters of a notice that telephones show without cutting it short.</summary>
    public const int LongestNoticeTitle = 40;

    /// <summary>As <see cref="LongestNoticeTitle"/>, of its text.</summary>
    public const int LongestNotice = 110;

    private static readonly string[] Known = ["version", "means", "title", "pace", "subject", "text", "example", "assumed"];

    /// <returns>The templates that are without fault, by name; none when there is no folder.</returns>
    public static (IReadOnlyList<MessageTemplate> Templates, IReadOnlyList<TemplateFault> Faults) Read(string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
        {
            return ([], []);
        }

        var (templates, faults) = (new List<MessageTemplate>(), new List<TemplateFault>());
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            try
            {
                var stream = new YamlStream();
                using var reader = new StreamReader(path);
                stream.Load(reader);
                if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
                {
                    if (new FileReader(file, root, faults).Read() is { } template)
                    {
                        templates.Add(template);
                    }

                    continue;
                }

                faults.Add(new(file, 1, new("يجب أن يكون الملف كائن YAML واحدًا.", "The file must be one YAML mapping.")));
            }
            catch (Exception e) when (e is YamlException or InvalidOperationException)
            {
                // A list that is never closed is an invalid operation to the reader.
                faults.Add(new(file, e is YamlException at ? (int)at.Start.Line : 1, new($"ليس YAML صحيحًا: {e.Message}", $"It is no YAML: {e.Message}")));
            }
        }

        return (templates, faults);
    }

    private sealed class FileReader(string file, YamlMappingNode root, List<TemplateFault> faults)
    {
        private readonly int _before = faults.Count;

        internal MessageTemplate? Read()
        {
            foreach (var (key, _) in root.Children)
            {
                if (!Known.Contains((key as YamlScalarNode)?.Value))
                {
                    Fault(key, $"لا معنى هنا للاسم '{key}'.", $"Nothing here is called '{key}'.");
                }
            }

            if (!int.TryParse(Scalar("version"), out var version) || version < 1)
            {
                Fault(root, "يلزم رقم إصدار version من 1 فصاعدًا.", "A version from 1 on is needed.");
            }

            var means = Scalar("means") switch { "sms" or null => Means.Sms, "email" => Means.Email, "push" => Means.Push, _ => Wrong<Means>("means", "sms, email, push") };
            var pace = Scalar("pace") switch { "now" or null => Pace.Now, "daytime" => Pace.Daytime, _ => Wrong<Pace>("pace", "now, daytime") };
            var (title, text) = (Words("title", needed: true), Words("text", needed: true));
            var subject = Words("subject", needed: means != Means.Sms);
            if (means == Means.Sms && subject is not null)
            {
                Fault(root, "ليس للرسالة النصية موضوع.", "An SMS has no subject.");
            }

            var example = Example();
            if (title is null || text is null || faults.Count > _before)
            {
                return null;
            }

            var template = new MessageTemplate(Path.GetFileNameWithoutExtension(file), version, means, title, pace, subject, text, example, Scalar("assumed") == "true");
            Check(template);
            return faults.Count > _before ? null : template;
        }

        private void Check(MessageTemplate template)
        {
            foreach (var (ar, en) in new[] { (template.Text.Ar, template.Text.En), (template.Subject?.Ar, template.Subject?.En) })
            {
                var (inAr, inEn) = (MessageTemplate.PlacesIn(ar).ToHashSet(StringComparer.OrdinalIgnoreCase), MessageTemplate.PlacesIn(en).ToHashSet(StringComparer.OrdinalIgnoreCase));
                foreach (var place in inAr.Except(inEn).Concat(inEn.Except(inAr)))
                {
                    Fault(root, $"الموضع (({place})) في لغة دون الأخرى.", $"The place (({place})) stands in one language only.");
                }
            }

            if (template.Fill(template.Example) is MessageTemplate.Filled.Missing missing)
            {
                Fault(root, $"يلزم مثال لكل موضع. ينقص: {string.Join("، ", missing.Places)}.", $"Every place needs an example. Missing: {string.Join(", ", missing.Places)}.");
            }
            else if (template.Means == Means.Push)
            {
                CheckNotice(template);
            }
            else if (template.Means == Means.Sms)
            {
                var words = template.FillAll(template.Example).Text;
                foreach (var language in Enum.GetValues<Language>())
                {
                    if (SmsParts.Of(SmsText.Of(words.In(language), language)).Parts is > MostParts and var parts)
                    {
                        Fault(root, $"الرسالة {parts} جزءًا، والحد {MostParts}. اختصرها.", $"The SMS takes {parts} parts; the most is {MostParts}. Make it shorter.");
                    }
                }
            }
        }

        /// <summary>It is read by whoever looks at the device: so it names nothing, and is short enough to be shown whole.</summary>
        private void CheckNotice(MessageTemplate template)
        {
            if (template.Places.Count > 0)
            {
                Fault(root, "إشعار الجهاز تراه كل عين: لا مواضع فيه لما يختلف.", "A notice on a device is seen by any eye: it has no places for what differs.");
            }

            foreach (var language in Enum.GetValues<Language>())
            {
                if (template.Subject!.In(language).Length > LongestNoticeTitle || template.Text.In(language).Length > LongestNotice)
                {
                    Fault(root, $"إشعار الجهاز: {LongestNoticeTitle} حرفًا للعنوان و{LongestNotice} للنص على الأكثر.", $"A notice on a device has at most {LongestNoticeTitle} letters of title and {LongestNotice} of text.");
                }
            }
        }

        private string? Scalar(string name) => root.Children.TryGetValue(name, out var node) ? (node as YamlScalarNode)?.Value : null;

        private T Wrong<T>(string name, string allowed)
            where T : struct
        {
            Fault(root, $"القيمة غير معروفة في {name}. المسموح: {allowed}.", $"The value of {name} is not known. Allowed: {allowed}.");
            return default;
        }

        private LocalizedText? Words(string name, bool needed)
        {
            if (!root.Children.TryGetValue(name, out var node))
            {
                if (needed)
                {
                    Fault(root, $"ينقص {name} بالعربية والإنجليزية.", $"{name} is missing, in Arabic and English.");
                }

                return null;
            }

            if (node is YamlMappingNode both && Of(both, "ar") is { } ar && Of(both, "en") is { } en)
            {
                return new(ar.TrimEnd(), en.TrimEnd());
            }

            Fault(node, $"يلزم في {name} نص في ar ونص في en.", $"{name} needs words in ar and in en.");
            return null;
        }

        private Dictionary<string, LocalizedText> Example()
        {
            var example = new Dictionary<string, LocalizedText>(StringComparer.OrdinalIgnoreCase);
            if (root.Children.TryGetValue("example", out var node) && node is YamlMappingNode values)
            {
                foreach (var (key, value) in values.Children)
                {
                    if (key is YamlScalarNode { Value: { Length: > 0 } name } && (value is YamlScalarNode { Value: { Length: > 0 } same } ? LocalizedText.Same(same)
                        : value is YamlMappingNode both && Of(both, "ar") is { } ar && Of(both, "en") is { } en ? new(ar, en) : null) is { } words)
                    {
                        example[name] = words;
                    }
                    else
                    {
                        Fault(value, $"المثال {key} ليس نصًا ولا نصين.", $"The example {key} is neither words nor words in both languages.");
                    }
                }
            }

            return example;
        }

        private static string? Of(YamlMappingNode node, string language) =>
            node.Children.TryGetValue(language, out var value) && value is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text) ? text : null;

        private void Fault(YamlNode at, string ar, string en) => faults.Add(new(file, (int)at.Start.Line, new(ar, en)));
    }
}
