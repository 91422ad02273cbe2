using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>Takes up a body that relies on documents, so that it can be given keys.</summary>
public sealed class AddRelyingBody(ChangeWriter writer, TimeProvider time)
{
    public const int LongestName = 120;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Added(Guid Id) : Result;

        /// <summary>A name is missing or too long.</summary>
        public sealed record NameRefused : Result;
    }

    public async Task<Result> RunAsync(string? nameAr, string? nameEn, Actor officer, CancellationToken ct)
    {
        (nameAr, nameEn) = (nameAr?.Trim() ?? "", nameEn?.Trim() ?? "");
        if (nameAr.Length is 0 or > LongestName || nameEn.Length is 0 or > LongestName)
        {
            return new Result.NameRefused();
        }

        var change = new Change(officer, Channel.Portal, "relying-body-adding", time.GetUtcNow());
        var id = change.NewId();
        var row = new RelyingBodyRow { Id = id, NameAr = nameAr, NameEn = nameEn, At = change.Now, Chain = Chain.Start(id) };
        change.Insert(row);
        change.Record(row.Chain, "relying-body-added", new { nameAr, nameEn });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Added(id);
    }
}
