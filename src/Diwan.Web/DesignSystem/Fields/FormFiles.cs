using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;

namespace Diwan.Web.Fields;

/// <summary>The files that came with a form, question by question: those picked and those taken by the camera.</summary>
public static class FormFiles
{
    public static async Task<Dictionary<string, IReadOnlyList<Upload>>> ReadAsync(IFormCollection form, IEnumerable<Question> questions, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(questions);
        var uploads = new Dictionary<string, IReadOnlyList<Upload>>(StringComparer.Ordinal);
        foreach (var question in questions.Where(q => q.Type is AnswerType.File or AnswerType.Table))
        {
            var files = new List<Upload>();
            foreach (var file in form.Files.GetFiles(question.Id).Concat(form.Files.GetFiles(FieldNames.Camera(question.Id))).Where(f => f.Length > 0 || f.FileName.Length > 0))
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, ct);
                files.Add(new Upload(file.FileName, content.ToArray()));
            }

            if (files.Count > 0)
            {
                uploads[question.Id] = files;
            }
        }

        return uploads;
    }
}
