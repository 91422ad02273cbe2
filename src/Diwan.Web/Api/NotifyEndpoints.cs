using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using Diwan.Kernel;
using Diwan.Messages;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Diwan.Web.Api;

/// <summary>
/// Messages for other departments' systems, in the manner of GOV.UK Notify's version 2: the same paths, bodies, errors and keys, so that its clients
/// work unchanged. A message goes in the recipient's language where that is known; <c>Accept-Language</c> overrides it. What it costs is told in
/// dinars, in the field that Notify's clients know as pounds.
/// </summary>
internal static class NotifyEndpoints
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int LargestBody = 1_000_000;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void MapNotify(this WebApplication app)
    {
        var api = app.MapGroup("/v2").ExcludeFromDescription().DisableAntiforgery().AddEndpointFilter(async (call, next) =>
        {
            var (caller, refusal) = await AuthenticateAsync(call.HttpContext);
            if (caller is null)
            {
                return refusal;
            }

            call.HttpContext.Features.Set(caller);
            return await next(call);
        });
        api.MapPost("/notifications/sms", (HttpContext http, Notifications notifications, MessageTemplates templates) => SendAsync(http, notifications, templates, Means.Sms));
        api.MapPost("/notifications/email", (HttpContext http, Notifications notifications, MessageTemplates templates) => SendAsync(http, notifications, templates, Means.Email));
        api.MapGet("/notifications/{id}", FindAsync);
        api.MapGet("/notifications", ListAsync);
        api.MapGet("/template/{id}", (string id, HttpContext http, MessageTemplates templates) => TemplateAsync(id, null, http, templates));
        api.MapGet("/template/{id}/version/{version}", (string id, string version, HttpContext http, MessageTemplates templates) => TemplateAsync(id, version, http, templates));
        api.MapPost("/template/{id}/preview", PreviewAsync);
        api.MapGet("/templates", TemplatesAsync);
        api.MapGet("/received-text-messages", ReceivedAsync);
    }

    // ---- who calls

    private static async Task<(AccountCaller? Caller, IResult? Refusal)> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return (null, Error(401, "AuthError", "Unauthorized, authentication token must be provided"));
        }

        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return (null, Error(401, "AuthError", "Unauthorized, authentication bearer scheme must be used"));
        }

        JsonWebToken token;
        try
        {
            token = new JsonWebToken(header["Bearer ".Length..].Trim());
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenMalformedException or JsonException)
        {
            return (null, Error(403, "AuthError", "Invalid token: signature, api token is not valid"));
        }

        if (!token.TryGetPayloadValue<long>("iat", out var issued))
        {
            return (null, Error(403, "AuthError", "Invalid token: iat field not provided"));
        }

        if (!Guid.TryParse(token.Issuer, out var account))
        {
            return (null, Error(403, "AuthError", token.Issuer is { Length: > 0 } ? "Invalid token: service id is not the right data type" : "Invalid token: iss field not provided"));
        }

        var services = http.RequestServices;
        var keys = await services.GetRequiredService<ServiceAccounts>().OpenKeysAsync(account, http.RequestAborted);
        foreach (var (caller, secret) in keys)
        {
            var valid = await new JsonWebTokenHandler().ValidateTokenAsync(token.EncodedToken, new TokenValidationParameters
            {
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)),
                ValidIssuer = token.Issuer,
                ValidateAudience = false,
                RequireExpirationTime = false,
                ValidateLifetime = false,
            });
            if (!valid.IsValid)
            {
                continue;
            }

            if ((services.GetRequiredService<TimeProvider>().GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(issued, 0, 253_402_300_799))).Duration() > ClockSkew)
            {
                return (null, Error(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"));
            }

            return services.GetRequiredService<NotifyLimits>().TryAcquire(caller.KeyId) ? (caller, null)
                : (null, Error(429, "RateLimitError", string.Create(CultureInfo.InvariantCulture, $"Exceeded rate limit for key type {caller.Kind.ToString().ToUpperInvariant()} of {NotifyLimits.PerMinute} requests per 60 seconds")));
        }

        return (null, Error(403, "AuthError", keys.Count == 0 ? "Invalid token: service not found" : "Invalid token: API key not found"));
    }

    /// <summary>Who the key belongs to: set before any of the handlers is asked.</summary>
    private static AccountCaller Caller(HttpContext http) => http.Features.Get<AccountCaller>()!;

    // ---- sending

    private static async Task<IResult> SendAsync(HttpContext http, Notifications notifications, MessageTemplates templates, Means means)
    {
        var caller = Caller(http);
        var (body, bad) = await BodyAsync(http);
        if (body is null)
        {
            return bad!;
        }

        var to = means == Means.Sms ? "phone_number" : "email_address";
        var known = means == Means.Sms ? new[] { to, "template_id", "personalisation", "reference", "sms_sender_id" } : [to, "template_id", "personalisation", "reference", "email_reply_to_id", "one_click_unsubscribe_url", "scheduled_for"];
        var faults = new List<string>();
        faults.AddRange(body.Where(p => !known.Contains(p.Key)).Select(p => $"Additional properties are not allowed ({p.Key} was unexpected)"));
        foreach (var needed in new[] { to, "template_id" })
        {
            faults.AddRange(body[needed] is null ? [$"{needed} is a required property"] : Text(body[needed]) is null ? [$"{needed} {body[needed]!.ToJsonString()} is not of type string"] : Enumerable.Empty<string>());
        }

        if (Text(body["template_id"]) is { } typed && !Guid.TryParse(typed, out _))
        {
            faults.Add("template_id is not a valid UUID");
        }

        if (body["reference"] is { } given && (Text(given) is not { } words || words.Length > Notifications.LongestReference))
        {
            faults.Add($"reference {given.ToJsonString()} is too long or not of type string");
        }

        var values = Personalisation(body["personalisation"], means, faults);
        if (faults.Count > 0)
        {
            return Errors(400, faults.Select(f => ("ValidationError", f)));
        }

        var order = new Notifications.Order(means, Text(body[to])!, Guid.Parse(Text(body["template_id"])!), values, Text(body["reference"]), LanguageAsked(http));
        switch (await notifications.SendAsync(caller, order, http.RequestAborted))
        {
            case Notifications.Result.Sent { Notification: var sent }:
                var content = new JsonObject { ["body"] = sent.Body };
                if (means == Means.Sms)
                {
                    content["from_number"] = http.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<MessagesOptions>>().Value.SmsFrom;
                }
                else
                {
                    content["subject"] = sent.Subject;
                    content["from_email"] = http.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<MessagesOptions>>().Value.Mail?.From;
                }

                return Write(201, new JsonObject
                {
                    ["id"] = sent.Id,
                    ["reference"] = sent.Reference,
                    ["content"] = content,
                    ["uri"] = $"{Base(http)}/v2/notifications/{sent.Id}",
                    ["template"] = TemplateOf(http, sent),
                    ["scheduled_for"] = null,
                });
            case Notifications.Result.NoTemplate:
                return Error(400, "BadRequestError", "Template not found");
            case Notifications.Result.WrongMeans wrong:
                return Error(400, "BadRequestError", $"{Code(wrong.Template)} template is not suitable for {Code(means)} notification");
            case Notifications.Result.Missing missing:
                return Error(400, "BadRequestError", $"Missing personalisation: {string.Join(", ", missing.Places)}");
            case Notifications.Result.BadAddress:
                return Error(400, "ValidationError", means == Means.Sms ? "phone_number Not a valid phone number" : "email_address Not a valid email address");
            case Notifications.Result.NotTeam:
                return Error(400, "BadRequestError", "Can’t send to this recipient using a team-only API key");
            case Notifications.Result.TooLong tooLong:
                return Error(400, "BadRequestError", $"The content of your message is too long: it takes {tooLong.Parts} text messages");
            case Notifications.Result.OverLimit over:
                return Error(429, "TooManyRequestsError", $"Exceeded send limits ({Code(means)}: {over.Limit}) for today");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Dictionary<string, LocalizedText> Personalisation(JsonNode? node, Means means, List<string> faults)
    {
        var values = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        if (node is null)
        {
            return values;
        }

        if (node is not JsonObject given)
        {
            faults.Add($"personalisation {node.ToJsonString()} is not of type object");
            return values;
        }

        foreach (var (name, value) in given)
        {
            if (value is JsonObject)
            {
                faults.Add($"personalisation {name} is not text");
                continue;
            }

            if (value is JsonArray list)
            {
                var items = list.Select(i => Plain(i)).Where(i => i.Length > 0).ToList();
                values[name] = means == Means.Email ? Words(string.Join('\n', items.Select(i => $"* {i}")))
                    : new(Listed(items, "، ", " و"), Listed(items, ", ", " and "));
                continue;
            }

            if (value is not null)
            {
                values[name] = Words(Plain(value));
            }
        }

        return values;

        static string Plain(JsonNode? item) => item is JsonValue v ? v.TryGetValue<string>(out var s) ? s : v.TryGetValue<bool>(out var b) ? b ? "yes" : "no" : v.ToJsonString() : "";

        // A value may be empty; words of ours may not: a space stands for nothing.
        static LocalizedText Words(string text) => LocalizedText.Same(string.IsNullOrWhiteSpace(text) ? "\u200b" : text);

        static string Listed(List<string> items, string comma, string and) =>
            items.Count switch { 0 => "\u200b", 1 => items[0], _ => string.Join(comma, items[..^1]) + and + items[^1] };
    }

    // ---- reading

    private static async Task<IResult> FindAsync(string id, HttpContext http, Notifications notifications)
    {
        return !Guid.TryParse(id, out var parsed) ? Error(400, "ValidationError", "notification_id is not a valid UUID")
            : await notifications.FindAsync(Caller(http).AccountId, parsed, http.RequestAborted) is { } found ? Write(200, View(http, found))
            : Error(404, "NoResultFound", "No result found");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Notifications notifications)
    {
        var caller = Caller(http);
        var query = http.Request.Query;
        var faults = new List<string>();
        Means? means = null;
        if (query["template_type"].ToString() is { Length: > 0 } type)
        {
            means = type switch { "sms" => Means.Sms, "email" => Means.Email, _ => null };
            if (means is null && type != "letter")
            {
                faults.Add($"template_type {type} is not one of [sms, email, letter]");
            }

            if (type == "letter")
            {
                return Write(200, new JsonObject { ["notifications"] = new JsonArray(), ["links"] = new JsonObject { ["current"] = Current(http) } });
            }
        }

        var states = new HashSet<NotificationState>();
        foreach (var asked in query["status"].SelectMany(s => (s ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (asked == "failed")
            {
                states.UnionWith([NotificationState.PermanentFailure, NotificationState.TemporaryFailure, NotificationState.TechnicalFailure]);
            }
            else if (Enum.GetValues<NotificationState>().Where(s => Code(s) == asked).Cast<NotificationState?>().FirstOrDefault() is { } state)
            {
                states.Add(state);
            }
            else if (asked is not ("sent" or "accepted" or "received" or "cancelled" or "pending-virus-check" or "validation-failed" or "virus-scan-failed" or "returned-letter"))
            {
                faults.Add($"status {asked} is not one of [cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure]");
            }
        }

        Guid? olderThan = null;
        if (query["older_than"].ToString() is { Length: > 0 } older)
        {
            olderThan = Guid.TryParse(older, out var parsed) ? parsed : null;
            if (olderThan is null)
            {
                faults.Add("older_than is not a valid UUID");
            }
        }

        if (faults.Count > 0)
        {
            return Errors(400, faults.Select(f => ("ValidationError", f)));
        }

        var reference = query["reference"].ToString() is { Length: > 0 } one ? one : null;
        var found = await notifications.ListAsync(caller.AccountId, caller.Kind, means, states, reference, olderThan, http.RequestAborted);
        return Write(200, new JsonObject
        {
            ["notifications"] = new JsonArray([.. found.Select(n => View(http, n))]),
            ["links"] = LinksOf(http, found.Count > 0 ? found[^1].Id : null),
        });
    }

    private static async Task<IResult> ReceivedAsync(HttpContext http, Notifications notifications)
    {
        var caller = Caller(http);
        Guid? olderThan = null;
        if (http.Request.Query["older_than"].ToString() is { Length: > 0 } older)
        {
            if (!Guid.TryParse(older, out var parsed))
            {
                return Error(400, "ValidationError", "older_than is not a valid UUID");
            }

            olderThan = parsed;
        }

        var found = await notifications.ReceivedAsync(caller.AccountId, olderThan, http.RequestAborted);
        return Write(200, new JsonObject
        {
            ["received_text_messages"] = new JsonArray([.. found.Select(r => (JsonNode)new JsonObject
            {
                ["id"] = r.Id,
                ["created_at"] = Time(r.At),
                ["service_id"] = caller.AccountId,
                ["notify_number"] = r.To,
                ["user_number"] = r.From.TrimStart('+'),
                ["content"] = r.Content,
            })]),
            ["links"] = LinksOf(http, found.Count > 0 ? found[^1].Id : null),
        });
    }

    // ---- templates

    private static async Task<IResult> TemplateAsync(string id, string? version, HttpContext http, MessageTemplates templates)
    {
        var number = 0;
        if (!Guid.TryParse(id, out var parsed) || (version is not null && (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1)))
        {
            return Error(400, "ValidationError", Guid.TryParse(id, out _) ? $"version {version} is not of type integer" : "id is not a valid UUID");
        }

        return await templates.PublishedAsync(parsed, version is null ? null : number, http.RequestAborted) is { } found
            ? Write(200, View(found, LanguageAsked(http) ?? Language.Arabic)) : Error(404, "NoResultFound", "No result found");
    }

    private static async Task<IResult> TemplatesAsync(HttpContext http, MessageTemplates templates)
    {
        var type = http.Request.Query["type"].ToString();
        if (type is not ("" or "sms" or "email" or "letter"))
        {
            return Error(400, "ValidationError", $"type {type} is not one of [sms, email, letter]");
        }

        var views = new List<JsonNode>();
        foreach (var template in templates.All.Where(t => t.Means != Means.Push).Where(t => type.Length == 0 || Code(t.Means) == type).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (await templates.PublishedAsync(template.Id, null, http.RequestAborted) is { } published)
            {
                views.Add(View(published, LanguageAsked(http) ?? Language.Arabic));
            }
        }

        return Write(200, new JsonObject { ["templates"] = new JsonArray([.. views]) });
    }

    private static async Task<IResult> PreviewAsync(string id, HttpContext http, MessageTemplates templates)
    {
        if (!Guid.TryParse(id, out var parsed))
        {
            return Error(400, "ValidationError", "id is not a valid UUID");
        }

        var (body, bad) = await BodyAsync(http);
        if (body is null)
        {
            return bad!;
        }

        if (templates.Find(parsed) is not { Means: not Means.Push } template)
        {
            return Error(404, "NoResultFound", "No result found");
        }

        var faults = new List<string>();
        var values = Personalisation(body["personalisation"], template.Means, faults);
        if (faults.Count > 0)
        {
            return Errors(400, faults.Select(f => ("ValidationError", f)));
        }

        var filled = template.Fill(values);
        if (filled is not MessageTemplate.Filled.Words words)
        {
            return Error(400, "BadRequestError", $"Missing personalisation: {string.Join(", ", ((MessageTemplate.Filled.Missing)filled).Places)}");
        }

        var language = LanguageAsked(http) ?? Language.Arabic;
        return Write(200, new JsonObject
        {
            ["id"] = template.Id,
            ["type"] = Code(template.Means),
            ["version"] = template.Version,
            ["body"] = words.Text.In(language),
            ["subject"] = words.Subject?.In(language),
            ["html"] = template.Means == Means.Email ? $"<p>{HtmlEncoder.Default.Encode(words.Text.In(language))}</p>" : null,
            ["postage"] = null,
        });
    }

    // ---- shapes

    private static JsonObject View(HttpContext http, NotificationView n) => new()
    {
        ["id"] = n.Id,
        ["reference"] = n.Reference,
        ["email_address"] = n.Means == Means.Email ? n.To : null,
        ["phone_number"] = n.Means == Means.Sms ? n.To : null,
        ["line_1"] = null,
        ["line_2"] = null,
        ["line_3"] = null,
        ["line_4"] = null,
        ["line_5"] = null,
        ["line_6"] = null,
        ["postcode"] = null,
        ["postage"] = null,
        ["type"] = Code(n.Means),
        ["status"] = Code(n.State),
        ["template"] = TemplateOf(http, n),
        ["body"] = n.Body,
        ["subject"] = n.Subject,
        ["created_at"] = Time(n.CreatedAt),
        ["created_by_name"] = null,
        ["sent_at"] = Time(n.SentAt),
        ["completed_at"] = Time(n.CompletedAt),
        ["scheduled_for"] = null,
        ["is_cost_data_ready"] = true,
        ["cost_in_pounds"] = n.Cost.Dinars,
        ["cost_details"] = n.Means == Means.Sms ? new JsonObject { ["billable_sms_fragments"] = n.Parts, ["international_rate_multiplier"] = 1, ["sms_rate"] = n.Parts == 0 ? 0 : n.Cost.Dinars / n.Parts } : new JsonObject(),
    };

    private static JsonObject View(PublishedTemplate published, Language language)
    {
        var template = published.Template;
        var places = new JsonObject();
        foreach (var place in template.Places)
        {
            places[place] = new JsonObject { ["required"] = true };
        }

        return new()
        {
            ["id"] = template.Id,
            ["type"] = Code(template.Means),
            ["created_at"] = Time(published.CreatedAt),
            ["updated_at"] = Time(published.UpdatedAt),
            ["created_by"] = null,
            ["version"] = template.Version,
            ["name"] = template.Title.In(language),
            ["body"] = template.Text.In(language),
            ["subject"] = template.Subject?.In(language),
            ["personalisation"] = places,
            ["postage"] = null,
            ["letter_contact_block"] = null,
        };
    }

    private static JsonObject TemplateOf(HttpContext http, NotificationView n) => new()
    {
        ["id"] = n.TemplateId,
        ["version"] = n.TemplateVersion,
        ["uri"] = $"{Base(http)}/v2/template/{n.TemplateId}/version/{n.TemplateVersion}",
    };

    private static JsonObject LinksOf(HttpContext http, Guid? last)
    {
        var links = new JsonObject { ["current"] = Current(http) };
        if (last is { } id)
        {
            var query = http.Request.Query.Where(q => q.Key != "older_than").SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, (string?)v))).Append(new("older_than", id.ToString()));
            links["next"] = $"{Base(http)}{http.Request.Path}{QueryString.Create(query)}";
        }

        return links;
    }

    private static string Current(HttpContext http) => $"{Base(http)}{http.Request.Path}{http.Request.QueryString}";

    private static string Base(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";

    private static string Code(Means means) => means == Means.Sms ? "sms" : "email";

    private static string Code(NotificationState state) => state switch
    {
        NotificationState.PermanentFailure => "permanent-failure",
        NotificationState.TemporaryFailure => "temporary-failure",
        NotificationState.TechnicalFailure => "technical-failure",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Null when the caller does not ask for one.</summary>
    private static Language? LanguageAsked(HttpContext http) =>
        http.Request.Headers.AcceptLanguage.ToString() is { Length: > 0 } asked && (asked.StartsWith("ar", StringComparison.OrdinalIgnoreCase) || asked.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            ? Languages.FromCode(asked) : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static async Task<(JsonObject? Body, IResult? Bad)> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestBody)
        {
            return (null, Error(400, "BadRequestError", "The request is too large"));
        }

        try
        {
            // Counting reads it to its end: a name that stands twice is found here and not later.
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) is JsonObject body && body.Count >= 0 ? (body, null) : (null, Error(400, "BadRequestError", "Invalid JSON supplied in POST data"));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return (null, Error(400, "BadRequestError", "Invalid JSON supplied in POST data"));
        }
    }

    private static IResult Error(int status, string error, string message) => Errors(status, [(error, message)]);

    private static IResult Errors(int status, IEnumerable<(string Error, string Message)> errors) => Write(status, new JsonObject
    {
        ["status_code"] = status,
        ["errors"] = new JsonArray([.. errors.Select(e => (JsonNode)new JsonObject { ["error"] = e.Error, ["message"] = e.Message })]),
    });

    private static IResult Write(int status, JsonObject body) => Results.Text(body.ToJsonString(Json), "application/json", Encoding.UTF8, status);
}

/// <summary>As many calls a minute as Notify lets a key make. Counts in this process only.</summary>
internal sealed class NotifyLimits : IDisposable
{
    internal const int PerMinute = 3_000;

    private readonly PartitionedRateLimiter<Guid> _limiter = PartitionedRateLimiter.Create<Guid, Guid>(key => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));

    internal bool TryAcquire(Guid key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
