using System.Text.Json;
using System.Text.RegularExpressions;
using Diwan.Accounts;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Partners;

/// <summary>A contract as it is to be written down.</summary>
/// <param name="Deduction">Whole per cent of the month's commission for each level missed.</param>
public sealed record NewContract(
    string? Number, string? Decision, DateOnly? Begins, DateOnly? Ends, Money? Commission, int Deduction, IReadOnlyList<ServiceLevel> Levels);

/// <summary>The programme office takes partners, their contracts and counters down. A contract is never changed; counters open and close.</summary>
public sealed partial class KeepPartners(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindPartners find, FindDecisions decisions, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<LocalizedText> Why) : Result;
    }

    public async Task<Result> AddAsync(SignedIn who, string? code, PartnerKind kind, string? nameAr, string? nameEn, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var why = new List<LocalizedText>();
        Need(why, code is not null && Code().IsMatch(code), "الرمز حروف إنجليزية كبيرة وأرقام وشرطات، مثل POST.", "The code is of capital letters, digits and hyphens, such as POST.");
        Need(why, Enum.IsDefined(kind), "اختر نوع الشريك.", "Choose what the partner is.");
        Need(why, Named(nameAr) && Named(nameEn), "اكتب اسم الشريك بالعربية وبالإنجليزية.", "Write the partner's name in Arabic and in English.");
        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var change = Begin(who, "partner-adding");
        change.Insert(new PartnerRow { Id = change.NewId(), Code = code!, Kind = kind, Name = new LocalizedText(nameAr!.Trim(), nameEn!.Trim()), By = who.Name, At = change.Now });
        return await WriteAsync(change, "هذا الرمز لشريك آخر.", "Another partner has this code.", ct);
    }

    public async Task<Result> ContractAsync(SignedIn who, string partner, NewContract contract, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        if (await find.FindAsync(partner, ct) is not { } found)
        {
            return new Result.NotFound();
        }

        var why = new List<LocalizedText>();
        Need(why, contract.Number?.Trim() is { Length: >= 2 and <= 50 }, "اكتب رقم العقد.", "Give the number of the contract.");
        Need(why, contract.Decision is not null && await decisions.FindAsync(contract.Decision, ct) is { ReplacedBy: null },
            "للعقد قرار من اللجنة نافذ. اكتب رقمه مثل 2017/3.", "A contract rests on a decision of the committee in force. Give its number, such as 2017/3.");
        Need(why, contract is { Begins: { } b, Ends: { } e } && b <= e, "اكتب أول يوم وآخر يوم، والأول قبل الآخر.", "Give the first and the last day, the first before the last.");
        Need(why, contract.Commission >= Money.Zero, "اكتب العمولة بالدينار، مثل 0.500.", "Write the commission in dinars, such as 0.500.");
        Need(why, contract.Deduction is >= 0 and <= 100, "الحسم من 0 إلى 100 بالمئة.", "The deduction is from 0 to 100 per cent.");
        Need(why, contract.Levels.Select(l => l.Measure).Distinct().Count() == contract.Levels.Count, "كل مقياس مرة واحدة.", "Each measure once.");
        Need(why, contract.Levels.All(l => l.Agreed >= 0 && (l.Agreed <= 1 || ServiceLevel.IsCeiling(l.Measure))), "مستوى الخدمة جزء من واحد، مثل 0.95.", "A service level is a part of one, such as 0.95.");
        Need(why, !found.Contracts.Any(c => c.Begins <= contract.Ends && contract.Begins <= c.Ends), "يتداخل مع عقد آخر للشريك نفسه.", "It overlaps another contract of the same partner.");
        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var change = Begin(who, "contract-writing");
        change.Insert(new ContractRow
        {
            Id = change.NewId(),
            Number = contract.Number!.Trim(),
            Partner = partner,
            Decision = contract.Decision!,
            Begins = contract.Begins!.Value,
            Ends = contract.Ends!.Value,
            Commission = contract.Commission!.Value,
            Deduction = contract.Deduction,
            Levels = JsonSerializer.Serialize(contract.Levels, Change.Json),
            By = who.Name,
            At = change.Now,
        });
        return await WriteAsync(change, "رقم العقد مستعمل.", "The number of the contract is taken.", ct);
    }

    public async Task<Result> OpenSiteAsync(SignedIn who, string partner, string? code, string? nameAr, string? nameEn, string? governorate, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        if (await find.FindAsync(partner, ct) is null)
        {
            return new Result.NotFound();
        }

        var why = new List<LocalizedText>();
        Need(why, code is not null && Code().IsMatch(code), "الرمز حروف إنجليزية كبيرة وأرقام وشرطات، مثل POST-7.", "The code is of capital letters, digits and hyphens, such as POST-7.");
        Need(why, Named(nameAr) && Named(nameEn), "اكتب اسم نقطة الخدمة بالعربية وبالإنجليزية.", "Write the counter's name in Arabic and in English.");
        Need(why, governorate is not null && Places.Governorates.ContainsKey(governorate), "اختر محافظة.", "Choose a governorate.");
        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var change = Begin(who, "site-opening");
        change.Insert(new SiteRow { Id = change.NewId(), Code = code!, Partner = partner, Name = new LocalizedText(nameAr!.Trim(), nameEn!.Trim()), Governorate = governorate! });
        return await WriteAsync(change, "هذا الرمز لنقطة خدمة أخرى.", "Another counter has this code.", ct);
    }

    /// <summary>Today is its last day.</summary>
    public async Task<Result> CloseSiteAsync(SignedIn who, string code, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SiteRow>().FirstOrDefaultAsync(s => s.Code == code && s.ClosedOn == null, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = Begin(who, "site-closing");
        row.ClosedOn = NationalCalendar.DateAt(change.Now);
        change.Update(row);
        return await WriteAsync(change, "غيّرها أحد قبلك.", "Somebody changed it before you.", ct);
    }

    /// <summary>A counter that was closed by mistake serves again: as long as it was closed, it is in the audit trail, and the partner is not judged by it.</summary>
    public async Task<Result> ReopenSiteAsync(SignedIn who, string code, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SiteRow>().FirstOrDefaultAsync(s => s.Code == code && s.ClosedOn != null, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = Begin(who, "site-reopening");
        row.ClosedOn = null;
        change.Update(row);
        return await WriteAsync(change, "غيّرها أحد قبلك.", "Somebody changed it before you.", ct);
    }

    private static void Need(List<LocalizedText> why, bool holds, string ar, string en)
    {
        if (!holds)
        {
            why.Add(new(ar, en));
        }
    }

    private static bool Named(string? name) => name?.Trim() is { Length: >= 2 and <= 200 };

    private Change Begin(SignedIn who, string process) => new(who.ToActor(), Channel.Portal, process, time.GetUtcNow());

    private async Task<Result> WriteAsync(Change change, string ar, string en, CancellationToken ct) =>
        (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Kept() : new Result.Refused([new(ar, en)]);

    [GeneratedRegex("^[A-Z0-9][A-Z0-9-]{1,29}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
