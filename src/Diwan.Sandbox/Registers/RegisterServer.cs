using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Diwan.Sandbox.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Registers;

/// <summary>Answers the registers' operations over HTTP, with X-Road's headers and errors.</summary>
internal sealed class RegisterServer
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly string[] Headers = ["X-Road-Client", "X-Road-Id", "X-Road-UserId"];
    private readonly Dictionary<string, Func<Ask, object>> _operations = new(StringComparer.Ordinal);
    private readonly Journal _journal;
    private readonly Knobs _knobs;

    internal RegisterServer(World world, Knobs knobs)
    {
        (_journal, _knobs) = (world.Journal, knobs);
        new PeopleRegisters(world).Add(_operations);
        new LandRegisters(world).Add(_operations);
        new CityRegisters(world).Add(_operations);
        new RoadRegisters(world).Add(_operations);
        new InsuranceRegisters(world).Add(_operations);
    }

    internal IReadOnlyCollection<string> Served => _operations.Keys;

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/r1/{instance}/{memberClass}/{member}/{subsystem}/{service}", Serve);
        app.MapGet("/r1/{instance}/{memberClass}/{member}/{subsystem}/listMethods", List);
    }

    /// <summary>X-Road's question for what a subsystem offers; it names nobody on whose behalf it is asked.</summary>
    private async Task<IResult> List(HttpContext http, string instance, string memberClass, string member, string subsystem)
    {
        if (!Contract.Members.TryGetValue(subsystem, out var keeper) || keeper != member || string.IsNullOrWhiteSpace(http.Request.Headers["X-Road-Client"]))
        {
            return Results.Json(new { type = "Client.UnknownService", message = $"There is no subsystem {member}/{subsystem}, or X-Road-Client is missing." }, Json, statusCode: 404);
        }

        if (await _knobs.Meet(subsystem, http.RequestAborted) is Fate.Down or Fate.Fail or Fate.FailAfter)
        {
            return Results.Json(new { type = "Server.ServerProxy.ServiceUnavailable", message = $"{subsystem} is not available." }, Json, statusCode: 503);
        }

        return Results.Json(
            new
            {
                service = _operations.Keys.Where(o => o.StartsWith(subsystem + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(o => new
                {
                    member_class = memberClass,
                    member_code = member,
                    object_type = "SERVICE",
                    service_code = o[(subsystem.Length + 1)..],
                    service_type = "REST",
                    subsystem_code = subsystem,
                    xroad_instance = instance,
                }),
            },
            Json);
    }

    private async Task Serve(HttpContext http, string member, string subsystem, string service)
    {
        var id = $"{subsystem}/{service}";
        var exchange = http.Request.Headers["X-Road-Id"].ToString();
        http.Response.Headers["X-Road-Id"] = exchange;
        http.Response.Headers["X-Road-Request-Id"] = http.TraceIdentifier;
        try
        {
            if (!Contract.Operations.TryGetValue(id, out var operation) || Contract.Members[subsystem] != member)
            {
                throw new Fault(404, "Client.UnknownService", $"There is no service {member}/{id}.", $"لا توجد خدمة {member}/{id}.");
            }

            if (Headers.FirstOrDefault(h => string.IsNullOrWhiteSpace(http.Request.Headers[h])) is { } missing)
            {
                throw new Fault(400, "Client.MissingHeader", $"The header {missing} is missing.", $"الترويسة {missing} ناقصة.");
            }

            var input = await Body(http);
            var fate = await _knobs.Meet(subsystem, http.RequestAborted);
            if (fate is Fate.Down)
            {
                throw new Fault(503, "Server.ServerProxy.ServiceUnavailable", $"{id} is not available.", $"الخدمة {id} غير متاحة الآن.");
            }

            var failed = new Fault(500, "Server.ServerProxy.ServiceFailed", $"{id} failed.", $"تعذّر تنفيذ {id}.");
            var answer = fate is Fate.Fail ? throw failed : Answer(operation, input);
            if (fate is Fate.FailAfter)
            {
                throw failed;
            }

            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync(answer);
        }
        catch (Fault fault)
        {
            http.Response.StatusCode = fault.Status;
            http.Response.Headers["X-Road-Error"] = fault.Type;
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync(JsonSerializer.Serialize(new { type = fault.Type, message = fault.Message, messageAr = fault.Ar, detail = exchange }, Json));
        }
    }

    /// <summary>The answer to one question as JSON text.</summary>
    /// <exception cref="Fault">The input is wrong, nothing is found, or a write is refused.</exception>
    internal string Answer(Operation operation, JsonObject input)
    {
        if (Contract.Fault(operation, input) is var (en, ar))
        {
            throw Fault.Input(en, ar);
        }

        var run = _operations[operation.Id];
        if (!operation.Writes)
        {
            return JsonSerializer.Serialize(run(new Ask(operation, input)), Json);
        }

        var key = input["key"]!.GetValue<string>();
        if (key.Length is 0 or > 200)
        {
            throw Fault.Input("Input 'key' must have 1 to 200 characters.", "المدخل 'key' يجب أن يكون من 1 إلى 200 حرف.");
        }

        var content = string.Join('&', input.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value?.ToJsonString()}"));
        lock (_journal.Gate)
        {
            if (_journal.Get<Answered>($"key/{key}") is { } before)
            {
                return before.Operation == operation.Id && before.Input == content ? before.Answer
                    : throw Fault.Refused($"The key '{key}' was used for another request.", $"المفتاح '{key}' مستعمل لطلب آخر.");
            }

            var answer = JsonSerializer.Serialize(run(new Ask(operation, input)), Json);
            _journal.Put($"key/{key}", new Answered(operation.Id, content, answer));
            return answer;
        }
    }

    private static async Task<JsonObject> Body(HttpContext http)
    {
        try
        {
            if (http.Request.ContentLength is 0 || await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) is not JsonObject input)
            {
                return [];
            }

            // A property named twice is only noticed when the object is first looked into.
            _ = input.Count;
            return input;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw Fault.Input("The body is not one JSON object.", "محتوى الطلب ليس كائن JSON واحداً.");
        }
    }
}
