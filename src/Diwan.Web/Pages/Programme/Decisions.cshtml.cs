using Diwan.Kernel;
using Diwan.Programme.Committee;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Programme;

/// <summary>What the committee decided, the latest first.</summary>
public sealed class DecisionsModel(FindDecisions find, Text text, TimeProvider time) : ProgrammePage(text)
{
    public IReadOnlyList<DecisionView> All { get; private set; } = [];

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public async Task OnGetAsync() => All = await find.AllAsync(Aborted);
}
