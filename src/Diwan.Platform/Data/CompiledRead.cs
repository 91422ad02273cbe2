using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Diwan.Platform;

/// <summary>
/// A read that is made so often that working out its SQL anew shows: it is worked out once for a model. A process may hold several models (two databases
/// in a test), and a query compiled for one cannot be run on another.
/// </summary>
/// <param name="query">The first row that matches two keys; null where there is none.</param>
public sealed class CompiledRead<TFirst, TSecond, TRow>(Expression<Func<AppDbContext, TFirst, TSecond, CancellationToken, TRow?>> query)
    where TRow : class
{
    private readonly ConditionalWeakTable<IModel, Func<AppDbContext, TFirst, TSecond, CancellationToken, Task<TRow?>>> _of = [];

    public Task<TRow?> RunAsync(AppDbContext db, TFirst first, TSecond second, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        return _of.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, first, second, ct);
    }
}
