using Diwan.Payments;
using Diwan.Platform;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>What is not at its end, the oldest first, each with the place where it is brought there.</summary>
public sealed class OpenModel(ReadOpenMatters read, FindShift shifts) : MoneyPage
{
    public Slice<OpenMatter> Matters { get; private set; } = Slice.Empty<OpenMatter>();

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The drawers that are open now.</summary>
    public int Drawers { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MaySee)
        {
            return Forbid();
        }

        Matters = await read.RunAsync(Readable, ListPlace.Read(After), Aborted);
        Drawers = (await shifts.OpenAsync(Supervised, Aborted)).Count;
        return Page();
    }

    /// <summary>Where a matter is brought to its end; null of what takes its course by itself.</summary>
    public string? PathOf(OpenMatter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        return matter.Kind switch
        {
            OpenMatterKind.Shift => $"/desk/money/shifts/{matter.Id}",
            OpenMatterKind.Wish or OpenMatterKind.Refund when Own.Contains(matter.Institution) => $"/desk/money/refunds?one={matter.Id:N}",
            OpenMatterKind.Unmatched when matter.Way == RefundWay.Transfer && Own.Contains(matter.Institution) => $"/desk/money/refunds?one={matter.Id:N}",
            _ => null,
        };
    }
}
