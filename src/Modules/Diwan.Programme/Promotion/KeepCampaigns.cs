using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Promotion;

/// <summary>Opens campaigns, and ends them.</summary>
public sealed class KeepCampaigns(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, FindCampaigns find, TimeProvider time)
{
    public const int LongestCode = 12;
    private const int ShortestCode = 3;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept(string Code) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<LocalizedText> Why) : Result;
    }

    /// <param name="code">Letters A to Z and digits, as it is printed.</param>
    public async Task<Result> OpenAsync(
        SignedIn who, string? code, string? service, string? nameAr, string? nameEn, CampaignMedium medium, DateOnly? from, DateOnly? until, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var why = new List<LocalizedText>();
        var plain = FindCampaigns.Plain(code ?? "");
        if (plain.Length is < ShortestCode or > LongestCode || !plain.All(char.IsAsciiLetterOrDigit))
        {
            why.Add(new($"الرمز من {ShortestCode} إلى {LongestCode} من الحروف اللاتينية والأرقام.", $"A code has {ShortestCode} to {LongestCode} Latin letters and digits."));
        }

        if (services.Current(service ?? "") is not { } definition)
        {
            why.Add(new("اختر الخدمة.", "Choose the service."));
            definition = null;
        }

        if (string.IsNullOrWhiteSpace(nameAr) || string.IsNullOrWhiteSpace(nameEn) || nameAr.Length > 200 || nameEn.Length > 200)
        {
            why.Add(new("اكتب اسم الحملة باللغتين، 200 حرف لكل منهما على الأكثر.", "Name the campaign in both languages, 200 characters each at most."));
        }

        if (!Enum.IsDefined(medium))
        {
            why.Add(new("اختر الوسيلة.", "Choose the medium."));
        }

        if (from is not { } first || until is not { } last || last < first)
        {
            why.Add(new("اكتب أول يوم وآخر يوم، والأول لا يتأخر عن الآخر.", "Give the first day and the last, the first not after the last."));
            (first, last) = (default, default);
        }

        if (why.Count == 0 && await find.RunAsync(plain, ct) is not null)
        {
            why.Add(Taken(plain));
        }

        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "campaign-opening", time.GetUtcNow());
        change.Insert(new CampaignRow
        {
            Id = change.NewId(),
            Code = plain,
            Service = definition!.Id.ToString(),
            Name = new LocalizedText(nameAr!.Trim(), nameEn!.Trim()),
            Medium = medium,
            From = first,
            Until = last,
            By = who.Name,
            At = change.Now,
        });
        var result = await writer.WriteAsync(change, ct);
        if (result is ChangeResult.Duplicate)
        {
            return new Result.Refused([Taken(plain)]);
        }

        result.OrThrow();
        find.Forget();
        return new Result.Kept(plain);
    }

    /// <summary>Ends a campaign today, or moves its last day.</summary>
    public async Task<Result> EndAsync(SignedIn who, string code, DateOnly? until, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var plain = FindCampaigns.Plain(code);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<CampaignRow>().FirstOrDefaultAsync(c => c.Code == plain, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        if (until is not { } last || last < row.From)
        {
            return new Result.Refused([new("اكتب آخر يوم، ولا يسبق أول يوم.", "Give the last day, not before the first.")]);
        }

        row.Until = last;
        var change = new Change(who.ToActor(), Channel.Portal, "campaign-ending", time.GetUtcNow());
        change.Update(row);
        (await writer.WriteAsync(change, ct)).OrThrow();
        find.Forget();
        return new Result.Kept(plain);
    }

    private static LocalizedText Taken(string code) => new($"الرمز {code} لحملة أخرى.", $"The code {code} is another campaign's.");
}
