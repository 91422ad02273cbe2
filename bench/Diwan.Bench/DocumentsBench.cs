using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Diwan.Documents;
using Diwan.Documents.Rendering;
using Diwan.Documents.Sealing;
using Diwan.Modules.Tests.Documents;

namespace Diwan.Bench;

/// <summary>
/// Documents a second: laid out, with the QR seal, sealed with PAdES, a time-stamp and long-term data; on one and two threads; beside one bare CMS signature,
/// which is the limit. Prints processor time, which a busy machine disturbs less than the clock on the wall. Then bytes for each kind.
/// </summary>
internal static class DocumentsBench
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    public static void Run(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 2;
        var folder = Directory.CreateTempSubdirectory("diwan-bench").FullName;
        try
        {
            var keys = new SealKeys(folder, new FolderVault(folder, "a passphrase for benchmarks"));
            var content = SampleDocuments.Certificate(DocumentLanguage.Arabic);
            var key = keys.Sealing(content.Institution, content.InstitutionName, Now);
            var clock = keys.TimeStamping(Now);
            var code = DocumentCode.New().Value;
            var seal = QrSeal.Make(content, code, Now, key);
            var trusted = keys.Published();
            var unsigned = Layout(content, code, seal);
            var stamps = new OwnTimeStamps(keys, new Fixed());
            byte[] Seal(DocumentContent kind, SealKey with) => PdfSeal.SignAsync(
                Layout(kind, code, QrSeal.Make(kind, code, Now, with)), with, keys.ValidationOf(with, Now), stamps, CancellationToken.None).GetAwaiter().GetResult();
            var signed = Seal(content, key);

            Console.WriteLine("step                                    threads   per CPU-s     wall/s   beside a bare signature");
            var limit = Measure("bare CMS signature, P-256", 1, seconds, () => Bare(unsigned.Bytes, key), 0);
            Measure("QR seal: COSE and Base45", 1, seconds, () => QrSeal.Make(content, code, Now, key), limit);
            foreach (var threads in new[] { 1, 2 })
            {
                Measure("laid out, the QR drawn", threads, seconds, () => Layout(content, code, seal), limit);
                Measure("and sealed: QR, PAdES B-LT", threads, seconds, () => Seal(content, key), limit);
            }

            Measure("the same without long-term data (B-T)", 1, seconds, () => PdfSeal.Sign(Layout(content, code, QrSeal.Make(content, code, Now, key)), key, clock, Now), limit);
            Measure("file verified, offline", 1, seconds, () => SealVerifier.VerifyPdf(signed, trusted), limit);
            Measure("QR seal verified, offline", 1, seconds, () => SealVerifier.VerifyQr(seal, trusted), limit);

            Console.WriteLine();
            foreach (var language in Enum.GetValues<DocumentLanguage>())
            {
                foreach (var kind in SampleDocuments.All(language))
                {
                    var bytes = Seal(kind, keys.Sealing(kind.Institution, kind.InstitutionName, Now)).Length;
                    Console.WriteLine($"{kind.Kind,-28} {language,-8} {bytes,8:N0} bytes");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Diwan.Documents.Rendering.Pdf.UnsignedPdf Layout(DocumentContent content, string code, string seal) =>
        DocumentRenderer.Render(content, new DocumentStamp(code, Now, seal, "https://diwan.example/verify"));

    private sealed class Fixed : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static byte[] Bare(byte[] data, SealKey key)
    {
        var cms = new SignedCms(new ContentInfo(data), detached: true);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, key.Certificate, key.Key)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = System.Security.Cryptography.X509Certificates.X509IncludeOption.None,
        });
        return cms.Encode();
    }

    private static double Measure(string step, int threads, double seconds, Func<object> work, double limit)
    {
        // Long enough for the compiler's second look at the code.
        var warm = Stopwatch.StartNew();
        for (var i = 0; i < 300 && warm.Elapsed.TotalSeconds < 8; i++)
        {
            work();
        }

        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var done = 0;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                work();
                Interlocked.Increment(ref done);
            }
        })).ToList();
        workers.ForEach(t => t.Start());
        workers.ForEach(t => t.Join());
        process.Refresh();
        var cpu = done / (process.TotalProcessorTime - before).TotalSeconds;
        var ratio = limit > 0 ? (cpu / limit).ToString("0.000", CultureInfo.InvariantCulture) : "1";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step,-40} {threads,6} {cpu,11:N0} {done / watch.Elapsed.TotalSeconds,10:N0}   {ratio}"));
        return cpu;
    }
}
