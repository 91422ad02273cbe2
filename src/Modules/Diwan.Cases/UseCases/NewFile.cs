using Diwan.Engine.Answers;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>A file as it came: the name is the sender's, the kind is told by the content.</summary>
public sealed record Upload(string Name, byte[] Content);

/// <summary>A file that came and has its place in an answer before anything is written.</summary>
internal sealed record NewFile(Guid Id, Upload Upload)
{
    internal static IReadOnlyList<NewFile> Of(IReadOnlyList<Upload>? uploads, DateTimeOffset now) => [.. (uploads ?? []).Select(u => new NewFile(Guid.CreateVersion7(now), u))];

    /// <summary>An answer of files: those it has, without those taken away, and those that came. What a form says of files is never looked at.</summary>
    /// <param name="taken">Keys of those taken away.</param>
    internal static RawAnswer Answer(AnswerValue? known, IReadOnlySet<string> taken, IReadOnlyList<NewFile> came) => RawAnswer.Of(
    [
        .. RawAnswer.Again(known).Files.Where(f => f.Key is null || !taken.Contains(f.Key)),
        .. came.Select(f => new RawFile(Path.GetFileName(f.Upload.Name.Replace('\\', '/')), FileTypes.Detect(f.Upload.Content), f.Upload.Content.Length, f.Id.ToString("N"))),
    ]);

    /// <summary>Keeps the contents in the change of the answer that names them.</summary>
    internal static void Keep(Change change, IEnumerable<NewFile> files)
    {
        foreach (var file in files)
        {
            FileStore.Add(change, file.Upload.Content, file.Id);
        }
    }
}
