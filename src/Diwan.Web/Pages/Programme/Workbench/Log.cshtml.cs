using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Workbench;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>Anybody's event log in XES, read for its variants; nothing of it is kept.</summary>
[RequestFormLimits(MultipartBodyLengthLimit = ReadForeignLog.LargestBytes)]
[RequestSizeLimit(ReadForeignLog.LargestBytes)]
public sealed class WorkbenchLogModel(ReadForeignLog read, PublishedServices services, Text text) : ProgrammePage(text)
{
    private const int Shown = 50;

    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public string? Service { get; private set; }

    public ForeignLog? Found { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, string? service)
    {
        Service = service;
        if (file is null)
        {
            Refuse([new LocalizedText("اختر ملفاً.", "Choose a file.")]);
            return Page();
        }

        await using var content = file.OpenReadStream();
        switch (await read.RunAsync(content, service, Aborted))
        {
            case ReadForeignLog.Result.Read log:
                Found = log.Log;
                break;
            case ReadForeignLog.Result.Refused refused:
                Refuse([refused.Why]);
                break;
        }

        return Page();
    }

    public TableModel Table(ForeignLog found)
    {
        ArgumentNullException.ThrowIfNull(found);
        TableHead[] heads =
        [
            new((string)Words["workbench.cases"], true), new((string)Words["workbench.part"], true), new((string)Words["workbench.path"]),
            .. found.Fitness is null ? Array.Empty<TableHead>() : [new((string)Words["workbench.fitness"], true)],
        ];
        return new(
            (string)Words["workbench.variants"], heads,
            [
                .. found.Variants.Take(Shown).Select(v => (IReadOnlyList<object?>)
                [
                    Words.Number(v.Cases), Words.Percent(Math.Round((decimal)v.Cases / found.Cases, 4)), string.Join(Words.Language == Language.Arabic ? " ← " : " → ", v.Activities),
                    .. v.Fitness is { } fitness ? new object?[] { Words.Percent(Math.Round((decimal)fitness, 3)) } : [],
                ]),
            ]);
    }
}
