using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Diwan.Documents;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Api;

/// <summary>How much may be verified, section <c>Verification</c>. Each document of a bulk counts.</summary>
public sealed class VerificationOptions
{
    /// <summary>Documents a minute from one address without a key.</summary>
    [Range(1, 100_000)]
    public int PerMinute { get; set; } = 120;

    /// <summary>Documents a minute for one relying body.</summary>
    [Range(1, 1_000_000)]
    public int PerMinuteWithKey { get; set; } = 6_000;
}

/// <summary>Keeps codes from being tried out, and one body from taking the room of the others. Counts in this process only.</summary>
public sealed class VerificationLimits : IDisposable
{
    private readonly PartitionedRateLimiter<(string Who, bool HasKey)> limiter;

    public VerificationLimits(IOptions<VerificationOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var value = options.Value;
        limiter = PartitionedRateLimiter.Create<(string Who, bool HasKey), string>(who => RateLimitPartition.GetSlidingWindowLimiter(
            who.Who,
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = who.HasKey ? value.PerMinuteWithKey : value.PerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
                QueueLimit = 0,
            }));
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>Null when the documents may be verified now; otherwise after how many seconds it may be tried again.</summary>
    public int? Refuse(HttpContext http, RelyingBody? body, int documents = 1)
    {
        ArgumentNullException.ThrowIfNull(http);
        var who = body is null ? $"a:{http.Connection.RemoteIpAddress}" : $"b:{body.Id:D}";
        using var lease = limiter.AttemptAcquire((who, body is not null), documents);
        if (lease.IsAcquired)
        {
            return null;
        }

        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.Zero ? (int)Math.Ceiling(after.TotalSeconds) : 10;
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }
}
