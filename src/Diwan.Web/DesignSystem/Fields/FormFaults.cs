namespace Diwan.Web.Fields;

/// <summary>What is wrong with a form of a few fields, for the summary above and beside each field.</summary>
public sealed class FormFaults
{
    private readonly List<(string? Field, string Message)> _all = [];

    public bool Any => _all.Count > 0;

    public IReadOnlyList<FieldError> Summary => [.. _all.Select(f => new FieldError(f.Field is null ? null : FieldNames.HtmlId(f.Field), f.Message))];

    /// <summary>The fault of a field; null when it has none.</summary>
    public string? this[string field] => _all.Where(f => f.Field == field).Select(f => f.Message).FirstOrDefault();

    /// <param name="field">The name of the field; null of what concerns the page as a whole.</param>
    public void Add(string? field, string message) => _all.Add((field, message));
}
