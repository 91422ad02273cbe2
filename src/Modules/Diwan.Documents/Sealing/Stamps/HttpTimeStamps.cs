using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Diwan.Documents;

/// <summary>
/// Time-stamps of an outside authority (RFC 3161 over HTTP). A stamp is taken only when it answers our question (same hash, same nonce), is signed by a
/// certificate for time-stamping under the root that was set up, is not revoked, and tells a time near ours. The certificate is then published beside the seal
/// keys, so that those who verify know it.
/// </summary>
public sealed class HttpTimeStamps(IHttpClientFactory clients, IOptions<DocumentsOptions> options, SealKeys keys, TimeProvider time) : ITimeStamps
{
    internal const string HttpName = "time-stamps";

    private const string ForTimeStamping = "1.3.6.1.5.5.7.3.8";
    private const int LargestAnswer = 256 * 1024;

    /// <summary>A revocation list is fetched again after this, and kept as long as it is good when it cannot be.</summary>
    private static readonly TimeSpan ListFresh = TimeSpan.FromHours(12);

    private readonly Uri address = new(options.Value.TimeStamp.Url!);
    private readonly TimeSpan skew = options.Value.TimeStamp.Skew;
    private readonly byte[] root = RootOf(options.Value.TimeStamp.Root);
    private volatile Signer? seen;
    private volatile FetchedList? fetched;

    public async Task<byte[]> OverAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(data.Span, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        var answer = await AskAsync(request.Encode(), ct);
        Rfc3161TimestampToken token;
        try
        {
            // Refuses what the authority refused, another hash and another nonce.
            token = request.ProcessResponse(answer, out var used);
            if (used != answer.Length)
            {
                throw Bad("something follows the stamp");
            }
        }
        catch (CryptographicException e)
        {
            throw Bad(e.Message, e);
        }

        if (!token.VerifySignatureForData(data.Span, out var certificate) || certificate is null)
        {
            throw Bad("its signature does not hold");
        }

        var off = token.TokenInfo.Timestamp - time.GetUtcNow();
        if (off.Duration() > skew)
        {
            throw Bad($"it tells {token.TokenInfo.Timestamp:u}, {off.Duration().TotalMinutes:0} minutes from our clock");
        }

        var signer = Trusted(certificate, token.AsSignedCms().Certificates, token.TokenInfo.Timestamp);
        if ((await ListAsync(signer, ct)).Revokes(certificate))
        {
            throw Bad("its certificate was revoked");
        }

        seen = signer;
        keys.Recognise(certificate);
        return token.AsSignedCms().Encode();
    }

    public async Task<ValidationData> ValidationAsync(CancellationToken ct)
    {
        if (seen is null)
        {
            // The first stamp shows who stamps.
            await OverAsync(RandomNumberGenerator.GetBytes(32), ct);
        }

        var signer = seen!;
        var list = await ListAsync(signer, ct);
        return ValidationData.Of(signer.Chain, [list.Bytes]);
    }

    /// <param name="Chain">The certificate that stamps, and those above it, the root last.</param>
    private sealed record Signer(IReadOnlyList<X509Certificate2> Chain);

    private sealed record FetchedList(Uri Place, RevocationList List, DateTimeOffset At);

    private static TimeStampException Bad(string why, Exception? inner = null) =>
        new($"The stamp of the time-stamping authority is not to be trusted: {why}. / لا يُعتمد على ختم الوقت الذي أعطته الجهة المختصة.", inner);

    private static byte[] RootOf(string? pem)
    {
        try
        {
            if (pem?.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) == true)
            {
                using var certificate = X509Certificate2.CreateFromPem(pem);
                return certificate.PublicKey.ExportSubjectPublicKeyInfo();
            }

            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new OptionsValidationException(
                "Documents:TimeStamp:Root",
                typeof(TimeStampOptions),
                ["Documents:TimeStamp:Root must be the certificate of the authority's root, or its public key, as PEM. / يجب أن تكون شهادة الجذر أو مفتاحه العام بصيغة PEM."]);
        }
    }

    private async Task<byte[]> AskAsync(byte[] question, CancellationToken ct)
    {
        using var content = new ByteArrayContent(question);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        try
        {
            using var http = clients.CreateClient(HttpName);
            using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, ct);
            if (!answer.IsSuccessStatusCode)
            {
                throw new TimeStampException($"The time-stamping authority answers {(int)answer.StatusCode}. / لا تجيب جهة ختم الوقت.");
            }

            return answer.Content.Headers.ContentType?.MediaType == "application/timestamp-reply"
                ? await answer.Content.ReadAsByteArrayAsync(ct)
                : throw Bad("the answer is no time-stamp reply");
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new TimeStampException("The time-stamping authority does not answer. / لا تجيب جهة ختم الوقت.", e);
        }
    }

    /// <summary>The certificate and those above it, up to a root whose key is the one that was set up.</summary>
    private Signer Trusted(X509Certificate2 certificate, X509Certificate2Collection given, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck; // the list is looked at apart
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = at.UtcDateTime;
        policy.VerificationTimeIgnored = false;
        policy.ApplicationPolicy.Add(new Oid(ForTimeStamping));
        policy.CustomTrustStore.AddRange(given.Where(c => c.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(root)).ToArray());
        policy.ExtraStore.AddRange(given);
        if (policy.CustomTrustStore.Count == 0 || !chain.Build(certificate))
        {
            throw Bad($"it is not under the root that was set up ({string.Join(", ", chain.ChainStatus.Select(s => s.Status))})");
        }

        return new([.. chain.ChainElements.Select(e => X509CertificateLoader.LoadCertificate(e.Certificate.RawData))]);
    }

    private async Task<RevocationList> ListAsync(Signer signer, CancellationToken ct)
    {
        var (certificate, issuer) = (signer.Chain[0], signer.Chain[Math.Min(1, signer.Chain.Count - 1)]);
        if (RevocationList.PlaceFor(certificate) is not { } place)
        {
            throw Bad("its certificate does not say where its revocation list is");
        }

        var now = time.GetUtcNow();
        var known = fetched is { } kept && kept.Place == place && kept.List.Until > now ? kept : null;
        if (known is not null && now - known.At < ListFresh)
        {
            return known.List;
        }

        try
        {
            using var http = clients.CreateClient(HttpName);
            http.MaxResponseContentBufferSize = LargestAnswer;
            var list = RevocationList.Read(await http.GetByteArrayAsync(place, ct));
            if (list is null || !list.IsOf(issuer) || list.Until <= now)
            {
                throw Bad("the revocation list over its certificate is not the authority's, or is old");
            }

            fetched = new(place, list, now);
            return list;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return known?.List ?? throw new TimeStampException("The revocation list of the time-stamping authority cannot be fetched. / تعذر جلب قائمة إلغاء شهادات جهة ختم الوقت.", e);
        }
    }
}
