using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>Which words are asked for, and which nobody asks for.</summary>
internal sealed class TextUse(TextFile arabic, TextFile english, FaultList faults)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>These may be there and need not.</summary>
    internal void Allow(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _used.Add(key);
        }
    }

    internal void NeedList(string key, SourcePosition at)
    {
        _used.Add(key);
        if (!arabic.Lists.ContainsKey(key) && !english.Lists.ContainsKey(key))
        {
            Missing(key, at, list: true);
        }
    }

    internal void Need(string key, SourcePosition at)
    {
        if (_used.Add(key) && !arabic.Texts.ContainsKey(key) && !english.Texts.ContainsKey(key))
        {
            Missing(key, at, list: false);
        }
    }

    private void Missing(string key, SourcePosition at, bool list) =>
        faults.Error(at, "missing-text",
            ($"النص «{key}» ناقص في اللغتين.", $"The text \"{key}\" is missing in both languages."),
            list
                ? ($"أضف القائمة {key} إلى ملفي النصوص.", $"Add the list {key} to both text files.")
                : ($"أضف {key} إلى texts.ar.yaml وtexts.en.yaml.", $"Add {key} to texts.ar.yaml and texts.en.yaml."));

    internal void Unused()
    {
        foreach (var (key, text) in arabic.Texts)
        {
            if (!_used.Contains(key))
            {
                UnusedAt(key, text.At);
            }
        }

        foreach (var (key, (_, at)) in arabic.Lists)
        {
            if (!_used.Contains(key))
            {
                UnusedAt(key, at);
            }
        }
    }

    private void UnusedAt(string key, SourcePosition at)
    {
        var near = Nearest.To(key, _used.Where(u => !arabic.Texts.ContainsKey(u)));
        faults.Error(at, "unused-text",
            ($"لا شيء يستعمل النص «{key}».", $"Nothing uses the text \"{key}\"."),
            near is null ? ("احذفه من الملفين.", "Remove it from both files.") : ($"هل قصدت «{near}»؟", $"Did you mean \"{near}\"?"));
    }
}
