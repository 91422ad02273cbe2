using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Diwan.Feel;

/// <summary>An immutable FEEL context: named values in the order they were given. Equality ignores the order.</summary>
public sealed class FeelContext : IReadOnlyDictionary<string, FeelValue>, IEquatable<FeelContext>
{
    private const int IndexedFrom = 9;
    private readonly string[] _names;
    private readonly FeelValue[] _values;
    private readonly Dictionary<string, int>? _index;

    public static FeelContext Empty { get; } = new([], []);

    internal FeelContext(string[] names, FeelValue[] values)
    {
        _names = names;
        _values = values;
        if (names.Length < IndexedFrom) return;
        _index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) _index[names[i]] = i;
    }

    /// <summary>A later entry of the same name replaces the earlier one.</summary>
    public FeelContext(IEnumerable<KeyValuePair<string, FeelValue>> entries)
    {
        var known = entries.TryGetNonEnumeratedCount(out var count);
        _names = new string[known ? count : 8];
        _values = new FeelValue[_names.Length];
        if (_names.Length >= IndexedFrom) _index = new Dictionary<string, int>(_names.Length, StringComparer.Ordinal);
        count = 0;
        foreach (var (name, value) in entries)
        {
            if (count == _names.Length)
            {
                Array.Resize(ref _names, count * 2);
                Array.Resize(ref _values, count * 2);
                if (_index is null)
                {
                    _index = new Dictionary<string, int>(count * 2, StringComparer.Ordinal);
                    for (var i = 0; i < count; i++) _index[_names[i]] = i;
                }
            }
            var at = _index is not null ? _index.GetValueOrDefault(name, -1) : Array.IndexOf(_names, name, 0, count);
            if (at >= 0)
            {
                _values[at] = value;
                continue;
            }
            _names[count] = name;
            _values[count] = value;
            if (_index is not null) _index[name] = count;
            count++;
        }
        if (count == _names.Length) return;
        Array.Resize(ref _names, count);
        Array.Resize(ref _values, count);
    }

    /// <summary>The same entries with one added, or replaced where it stood.</summary>
    public FeelContext With(string name, FeelValue value)
    {
        var at = Find(name);
        if (at < 0) return new FeelContext([.. _names, name], [.. _values, value]);
        var values = (FeelValue[])_values.Clone();
        values[at] = value;
        return new FeelContext(_names, values);
    }

    public int Count => _names.Length;
    public IEnumerable<string> Keys => _names;
    public IEnumerable<FeelValue> Values => _values;

    public FeelValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The context has no entry \"{key}\".");

    public bool ContainsKey(string key) => Find(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out FeelValue value)
    {
        var i = Find(key);
        value = i < 0 ? FeelValue.Null : _values[i];
        return i >= 0;
    }

    private int Find(string key)
    {
        if (_index is not null) return _index.TryGetValue(key, out var found) ? found : -1;
        for (var i = 0; i < _names.Length; i++)
        {
            if (string.Equals(_names[i], key, StringComparison.Ordinal)) return i;
        }
        return -1;
    }

    public IEnumerator<KeyValuePair<string, FeelValue>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++) yield return new KeyValuePair<string, FeelValue>(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(FeelContext? other) => other is not null && Equals(other, 0);

    internal bool Equals(FeelContext other, int depth)
    {
        if (Count != other.Count) return false;
        for (var i = 0; i < _names.Length; i++)
        {
            if (!other.TryGetValue(_names[i], out var value) || !value.Equals(_values[i], depth)) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    public override int GetHashCode()
    {
        var hash = 17;
        for (var i = 0; i < _names.Length; i++) hash ^= HashCode.Combine(_names[i], _values[i]);
        return hash;
    }

    public override string ToString() => FeelValue.Of(this).ToString();
}

internal sealed class FeelContextBuilder
{
    private readonly List<string> _names = [];
    private readonly List<FeelValue> _values = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public int Count => _names.Count;

    public bool Contains(string name) => _index.ContainsKey(name);

    public void Set(string name, FeelValue value)
    {
        if (_index.TryGetValue(name, out var i))
        {
            _values[i] = value;
            return;
        }
        _index[name] = _names.Count;
        _names.Add(name);
        _values.Add(value);
    }

    public FeelContext Build() => new([.. _names], [.. _values]);
}
