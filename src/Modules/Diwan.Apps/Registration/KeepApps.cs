using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Apps.Provider;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Apps;

/// <summary>A key of an app, without its secret.</summary>
/// <param name="HasSecret">The app keeps a secret: it runs on a server and not in people's hands.</param>
public sealed record AppKey(string ClientId, string Name, KeyKind Kind, bool HasSecret, IReadOnlyList<string> RedirectUris, string IssuedBy, DateTimeOffset At, DateTimeOffset? EndedAt);

/// <param name="Institution">Whose app it is; null of a partner's.</param>
/// <param name="Allowing">How many people allow it something now.</param>
public sealed record App(Guid Id, LocalizedText Name, LocalizedText Owner, string? Institution, IReadOnlyList<string> Scopes, DateTimeOffset At, IReadOnlyList<AppKey> Keys, int Allowing);

/// <summary>Registers apps and gives them keys. Done by the administrator of the platform.</summary>
public sealed class KeepApps(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, IOptions<AppsOptions> options, TimeProvider time)
{
    public const int LongestName = 80;

    private const int MostAddresses = 10;

    public sealed record Order(string? NameAr, string? NameEn, string? OwnerAr, string? OwnerEn, string? Institution, IReadOnlyCollection<string> Scopes);

    /// <param name="Addresses">Where people may be sent back to, one a line.</param>
    public sealed record KeyOrder(string? Name, KeyKind Kind, bool WithSecret, string? Addresses);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Added(Guid Id) : Result;

        /// <param name="Secret">To be handed over now; nobody can read it again. Null for a key without one.</param>
        public sealed record Issued(string ClientId, string? Secret) : Result;

        public sealed record Ended : Result;

        public sealed record NotFound : Result;

        /// <param name="Field">What of the order is wrong.</param>
        public sealed record Refused(string Field, LocalizedText Why) : Result;
    }

    public async Task<Result> AddAsync(Order order, Actor officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        string[] names = [order.NameAr?.Trim() ?? "", order.NameEn?.Trim() ?? "", order.OwnerAr?.Trim() ?? "", order.OwnerEn?.Trim() ?? ""];
        string[] fields = ["nameAr", "nameEn", "ownerAr", "ownerEn"];
        if (Array.FindIndex(names, n => n.Length is 0 or > LongestName) is >= 0 and var wrong)
        {
            return new Result.Refused(fields[wrong], new(
                $"أدخل اسم التطبيق وصاحبه باللغتين، {LongestName} حرفًا على الأكثر لكل منها.", $"Give the names of the app and of its owner in both languages, at most {LongestName} characters each."));
        }

        var institution = string.IsNullOrWhiteSpace(order.Institution) ? null : order.Institution.Trim();
        if (institution is not null && services.Catalogue.FindInstitution(institution) is null)
        {
            return new Result.Refused("institution", new($"لا مؤسسة بالرمز «{institution}». اختر من القائمة.", $"There is no institution \"{institution}\". Choose one of the list."));
        }

        if (order.Scopes.Count == 0 || order.Scopes.FirstOrDefault(s => AppScopes.Find(s) is null) is not null)
        {
            return new Result.Refused("scopes", new("اختر من القائمة ما يُسمح للتطبيق بطلبه.", "Choose from the list what the app may ask for."));
        }

        if (institution is null && order.Scopes.Any(s => AppScopes.Find(s)!.Holder == ScopeHolder.Officer))
        {
            return new Result.Refused("scopes", new("عمل الموظفين لتطبيقات مؤسساتهم وحدها. اختر المؤسسة، أو أزل هذا الإذن.", "The work of officers is for apps of their institutions only. Choose the institution, or leave this permission out."));
        }

        var change = new Change(officer, Channel.Portal, "app-registering", time.GetUtcNow());
        var id = change.NewId();
        var row = new AppRow
        {
            Id = id,
            NameAr = names[0],
            NameEn = names[1],
            OwnerAr = names[2],
            OwnerEn = names[3],
            Institution = institution,
            Scopes = string.Join(' ', AppScopes.All.Select(s => s.Name).Where(order.Scopes.Contains)),
            At = change.Now,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "app-registered", new { row.NameAr, row.NameEn, row.OwnerEn, institution, row.Scopes });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Added(id);
    }

    public async Task<Result> IssueKeyAsync(Guid app, KeyOrder order, Actor officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var name = order.Name?.Trim() ?? "";
        if (name.Length is 0 or > 40)
        {
            return new Result.Refused("name", new("سمّ المفتاح باسم تميزه به، 40 حرفًا على الأكثر.", "Give the key a name that you will know it by, at most 40 characters."));
        }

        if (order.Kind == KeyKind.Test && !options.Value.Sandbox)
        {
            return new Result.Refused("kind", new("مفاتيح التجربة في نسخة التجربة من المنصة وحدها. أصدرها هناك.", "Test keys are for the sandbox of the platform only. Issue them there."));
        }

        var (addresses, fault) = ReadAddresses(order.Addresses, order.Kind);
        if (fault is not null)
        {
            return new Result.Refused("addresses", fault);
        }

        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<AppRow>().SingleOrDefaultAsync(a => a.Id == app, ct) is not { } row)
            {
                return new Result.NotFound();
            }

            var scopes = row.Scopes.Split(' ');
            var forPeople = scopes.Any(s => AppScopes.Find(s)!.Holder != ScopeHolder.App);
            if (forPeople && addresses.Count == 0 && !(order.WithSecret && scopes.Contains(AppScopes.Webhooks)))
            {
                return new Result.Refused("addresses", new("أدخل عنوان العودة إلى التطبيق.", "Give the address at which people return to the app."));
            }

            var change = new Change(officer, Channel.Portal, "app-key-issuing", time.GetUtcNow());
            var secret = order.WithSecret ? WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32)) : null;
            var clientId = $"{(order.Kind == KeyKind.Live ? "live" : "test")}_{WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(12))}";
            List<string> permissions = ["ept:token", "ept:revocation"];
            if (addresses.Count > 0)
            {
                permissions.AddRange(["ept:authorization", "gt:authorization_code", "gt:refresh_token", "rst:code"]);
            }

            if (secret is not null && scopes.Contains(AppScopes.Webhooks))
            {
                permissions.Add("gt:client_credentials");
            }

            permissions.AddRange(scopes.Select(s => "scp:" + s));
            change.Insert(new ClientRow
            {
                Id = change.NewId().ToString("D"),
                AppId = app,
                Name = name,
                Kind = order.Kind,
                IssuedBy = officer.Name,
                At = change.Now,
                ApplicationType = addresses.Any(a => !a.StartsWith("https:", StringComparison.Ordinal)) ? "native" : "web",
                ClientId = clientId,
                ClientSecret = secret is null ? null : ClientManager.Hash(secret),
                ClientType = secret is null ? "public" : "confidential",
                ConsentType = "explicit",
                DisplayName = row.NameEn,
                Permissions = JsonSerializer.Serialize(permissions),
                RedirectUris = JsonSerializer.Serialize(addresses),
                Requirements = """["ft:pkce"]""",
                ConcurrencyToken = clientId,
            });
            change.Update(row);
            change.Record(row.Chain, "app-key-issued", new { clientId, name, order.Kind, withSecret = secret is not null, addresses });
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Issued(clientId, secret);
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>Ends a key at once: nothing that was got with it is good any more.</summary>
    public async Task<Result> EndKeyAsync(string clientId, Actor officer, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<ClientRow>().SingleOrDefaultAsync(k => k.ClientId == clientId && k.EndedAt == null, ct) is not { } key
                || await db.Set<AppRow>().SingleOrDefaultAsync(a => a.Id == key.AppId, ct) is not { } app)
            {
                return new Result.NotFound();
            }

            var change = new Change(officer, Channel.Portal, "app-key-ending", time.GetUtcNow());
            key.EndedAt = change.Now;
            key.Permissions = "[]";
            change.Update(key, nameof(key.EndedAt), nameof(key.Permissions));
            change.Update(app);
            change.Record(app.Chain, "app-key-ended", new { clientId });
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Ended();
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    public async Task<IReadOnlyList<App>> AllAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = (await db.Set<ClientRow>().OrderBy(k => k.At).ToListAsync(ct)).ToLookup(k => k.AppId);
        var allowing = await db.Set<GrantRow>().StandingAt(now)
            .Join(db.Set<ClientRow>(), g => g.ApplicationId, k => k.Id, (g, k) => new { k.AppId, g.Subject })
            .GroupBy(x => x.AppId).Select(x => new { x.Key, Count = x.Select(p => p.Subject).Distinct().Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        return
        [
            .. (await db.Set<AppRow>().OrderBy(a => a.At).ToListAsync(ct)).Select(a => new App(
                a.Id, new(a.NameAr, a.NameEn), new(a.OwnerAr, a.OwnerEn), a.Institution, a.Scopes.Split(' '), a.At,
                [.. keys[a.Id].Select(k => new AppKey(k.ClientId!, k.Name, k.Kind, k.ClientSecret is not null, Texts(k.RedirectUris), k.IssuedBy, k.At, k.EndedAt))],
                allowing.GetValueOrDefault(a.Id))),
        ];
    }

    internal static IReadOnlyList<string> Texts(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];

    /// <summary>
    /// https anywhere; a scheme of the app's own that is a name turned round, such as <c>jo.example.app:/back</c> (RFC 8252, 7.1); with a test key also http on this machine.
    /// </summary>
    private static (IReadOnlyList<string> Addresses, LocalizedText? Fault) ReadAddresses(string? typed, KeyKind kind)
    {
        var addresses = new List<string>();
        foreach (var one in (typed ?? "").Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal))
        {
            // It stands in headers as it is.
            if (!Ascii.IsValid(one))
            {
                return ([], new(
                    $"اكتب «{Isolate.Value(one)}» بالحروف اللاتينية: اسم موقع بالعربية يُكتب بصيغته التي تبدأ بـ {Isolate.Value("xn--")}، وما بعده مرمّزًا بعلامة %.",
                    $"Write \"{Isolate.Value(one)}\" in Latin letters: an Arabic name of a site in its form that begins with xn--, what follows it percent-encoded."));
            }

            var good = Uri.TryCreate(one, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0 && !one.Contains('#', StringComparison.Ordinal) && uri.UserInfo.Length == 0 && one.Length <= 500 && uri.Scheme switch
            {
                "https" => uri.Host.Length > 0,
                "http" => kind == KeyKind.Test && uri.IsLoopback,
                var own => own.Contains('.', StringComparison.Ordinal),
            };
            if (!good)
            {
                return ([], new(
                    $"«{Isolate.Value(one)}» ليس عنوان عودة مقبولًا. اكتب عنوان https، أو مخططًا خاصًا بالتطبيق مثل {Isolate.Value("jo.example.app:/back")}، دون # في آخره. عنوان http على الجهاز نفسه لمفاتيح التجربة وحدها.",
                    $"\"{Isolate.Value(one)}\" is not an address to return to. Give an https address, or a scheme of the app's own such as jo.example.app:/back, without a # part. http on the same machine is for test keys only."));
            }

            addresses.Add(one);
        }

        return addresses.Count > MostAddresses
            ? ([], new($"عناوين العودة {MostAddresses} على الأكثر.", $"At most {MostAddresses} addresses to return to."))
            : (addresses, null);
    }
}
