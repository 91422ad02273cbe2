using System.Globalization;

namespace Diwan.Web.Fields;

/// <summary>
/// How a form posts a question: under its id when it is one input, under <c>id.part</c> when it is several, under
/// <c>id[0].question</c> inside an entry of a repeating group. Files go under the id, entries of a list each under the id again.
/// </summary>
public static class FieldNames
{
    public const string Day = "day";
    public const string Month = "month";
    public const string Year = "year";
    public const string Country = "country";
    public const string Number = "number";

    /// <summary>The name of the buttons of a form; the value says what is asked for: continue, save, add:x, remove:x.2, removeFile:x.key.</summary>
    public const string Action = "do";

    public const string Continue = "continue";
    public const string Save = "save";

    public static readonly string[] PlotParts = ["directorate", "village", "basin", "quarter", "parcel"];

    public static readonly string[] AddressParts = ["governorate", "locality", "street", "building", "postCode"];

    public static string Of(string id, string part) => $"{id}.{part}";

    public static string InGroup(string group, int entry, string question) =>
        string.Create(CultureInfo.InvariantCulture, $"{group}[{entry}].{question}");

    /// <summary>An id for HTML: prefixed, so that a question named <c>main</c> does not meet the page's own ids.</summary>
    public static string HtmlId(string name) => "q-" + name.Replace("].", "-", StringComparison.Ordinal).Replace('.', '-').Replace('[', '-');

    public static string HtmlId(string name, string part) => HtmlId(Of(name, part));

    public static string Add(string group) => $"add:{group}";

    public static string Remove(string group, int entry) => string.Create(CultureInfo.InvariantCulture, $"remove:{group}.{entry}");

    /// <summary>A picture taken for a question of files; no part of a question is called so.</summary>
    public static string Camera(string question) => $"{question}.camera";

    /// <summary>Keys of files that were ticked to be taken away.</summary>
    public const string TakenFiles = "takenFiles";

    public static string RemoveFile(string question, string key) => $"removeFile:{question}.{key}";
}
