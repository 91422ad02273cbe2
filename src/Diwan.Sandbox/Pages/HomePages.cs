using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.Personas;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Pages;

/// <summary>The index, the knobs, and a page on which anybody asks a register.</summary>
internal sealed class HomePages(World world, Knobs knobs, RegisterServer registers, SandboxOptions options)
{
    private static readonly JsonSerializerOptions Indented = new(RegisterServer.Json) { WriteIndented = true };

    internal void Map(IEndpointRouteBuilder app)
    {
        var css = Read("sandbox.css");
        app.MapGet("/sandbox.css", () => Results.Bytes(css, "text/css; charset=utf-8"));
        app.MapGet("/", Index);
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet("/control", (HttpContext http) => Control(http.Request.Query.ContainsKey("saved")));
        app.MapPost("/control", (Delegate)SaveControl);
        app.MapGet("/control/api", () => Results.Json(Knobs.Names.ToDictionary(n => n, n => knobs[n])));
        app.MapPut("/control/api/{name}", (string name, Knob knob) => knobs.Set(name, knob) ? Results.Json(knobs[name]) : NoKnob(name));
        app.MapDelete("/control/api", () =>
        {
            knobs.Reset();
            return Results.NoContent();
        });
        app.MapPost("/control/api/begin-again", () =>
        {
            BeginAgain();
            return Results.NoContent();
        });
        app.MapGet("/ask", (HttpContext http) => Ask(http.Request.Query["operation"].ToString(), null, null));
        app.MapPost("/ask", (Delegate)(async (HttpContext http) => Asked(await http.Request.ReadFormAsync())));
        app.MapGet("/openapi/{subsystem}.yaml", (string subsystem) =>
            Contract.Members.ContainsKey(subsystem) ? Results.Text(OpenApi.Write(subsystem), "application/yaml") : Results.NotFound());
        app.MapGet("/evidence/{file}", Evidence);
    }

    internal static byte[] Read(string resource)
    {
        using var stream = typeof(HomePages).Assembly.GetManifestResourceStream(resource)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static IResult NoKnob(string name) =>
        Results.Json(new { error = "unknown", message = $"There is no knob '{name}'. Knobs: {string.Join(", ", Knobs.Names)}." }, statusCode: 404);

    private Page Index() => new("العالم التجريبي", "The sandbox nation", Html.Of($"""
        <p>{Page.Both(
            $"أمة مختلقة من {options.People.ToString("N0", CultureInfo.InvariantCulture)} نسمة، تأسست في \u2066{world.Founded.Iso()}\u2069 من البذرة {options.Seed}. كل شخص وقطعة أرض ومركبة فيها من صنع الحساب.",
            $"An invented nation of {options.People.ToString("N0", CultureInfo.InvariantCulture)} people, founded on {world.Founded.Iso()} from seed {options.Seed}. Every person, plot and vehicle in it is computed.")}</p>
        {(options.ProductUrl is { } url ? Html.Of($"<p><a class=\"button\" href=\"{url}\">{Page.Both("إلى ديوان", "To Diwan")}</a></p>") : null)}
        <h2>{Page.Both("ما الذي تجده هنا", "What is here")}</h2>
        <ul>
        <li>{Page.Both("الدخول بالهوية الوطنية: يبدأ من زر الدخول في ديوان.", "Signing in with the national identity: begins at Diwan's sign-in button.")}</li>
        <li><a href="/phones">{Page.Both("الهواتف: الرسائل القصيرة التي وصلت", "Phones: the SMS people got")}</a></li>
        <li><a href="/pushes">{Page.Both("الإشعارات: ما استلمته خدمة الإشعارات للأجهزة", "Notices: what the push service took for devices")}</a></li>
        <li><a href="/teller">{Page.Both("الصرّاف: ادفع أي فاتورة برقمها نقداً", "Teller: pay any bill by its number, in cash")}</a></li>
        <li><a href="/app">{Page.Both("تطبيق الدفع: عدة فواتير دفعة واحدة من الحساب", "Payment app: several bills at once, from an account")}</a></li>
        <li><a href="/agent">{Page.Both("وكيل الدفع: محل يدفع نيابة عن الزبون", "Shop agent: a shop that pays for its customer")}</a></li>
        <li><a href="/ask">{Page.Both("السجلات: اسأل أي سجل", "Registers: ask any register")}</a></li>
        <li><a href="/control">{Page.Both("المفاتيح: أبطئ سجلاً أو أوقفه", "Knobs: slow a register down or stop it")}</a></li>
        </ul>
        <h2>{Page.Both("من يسكن هنا", "Who lives here")}</h2>
        {Groups.All.Select(g => Html.Of($"""
            <details><summary>{Page.Both(g.Title)}</summary><div class="scroll"><table><tbody>
            {world.Ready.Personas.Where(p => p.Group == g.Id).Select(p => Html.Of($"<tr><td><bdi dir=\"ltr\">{p.Number}</bdi></td><td>{Page.Both(p.Name)}</td><td>{Page.Both(p.Story)}</td><td>{PhoneLink(p)}</td></tr>"))}
            </tbody></table></div></details>
            """))}
        <h2>{Page.Both("العقود", "Contracts")}</h2>
        <ul>{Contract.Members.Select(m => Html.Of($"<li><a href=\"/openapi/{m.Key}.yaml\" dir=\"ltr\">{m.Key} ({m.Value})</a></li>"))}</ul>
        """));

    private Html? PhoneLink(Persona persona)
    {
        var phone = world.Person(persona.Number)?.Phone ?? (persona.Nationality is { } n ? PeopleRegisters.FindResident(persona.Number, n)?.Phone : null);
        return phone is null ? null : Html.Of($"<a href=\"/phone/{Uri.EscapeDataString(phone)}\"><bdi dir=\"ltr\">{phone}</bdi></a>");
    }

    // ---- knobs

    private Page Control(bool saved) => new("المفاتيح", "Knobs", Html.Of($"""
        {(saved ? Html.Of($"<p role=\"status\">{Page.Both("حُفظت.", "Saved.")}</p>") : null)}
        <p>{Page.Both("تأخير كل جواب، ونسبة الأعطال، والتوقف التام. نصف الكتابات العاطلة تُنفَّذ ويضيع جوابها فقط.", "Delay of every answer, share of failures, and a full stop. Half of the failing writes are done; only their answer is lost.")}</p>
        <form method="post" action="/control"><div class="scroll"><table><thead><tr><th scope="col">{Page.Both("السجل", "Register")}</th><th scope="col">{Page.Both("تأخير (م.ث)", "Delay (ms)")}</th><th scope="col">{Page.Both("أعطال ٪", "Failures %")}</th><th scope="col">{Page.Both("متوقف", "Down")}</th></tr></thead><tbody>
        {Knobs.Names.Select(n => (Name: n, Knob: knobs[n])).Select(k => Html.Of($"""
            <tr><th scope="row" dir="ltr">{k.Name}</th>
            <td><input name="{k.Name}.latency" aria-label="{k.Name} delay" type="number" min="0" max="120000" value="{k.Knob.LatencyMs}"></td>
            <td><input name="{k.Name}.errors" aria-label="{k.Name} failures" type="number" min="0" max="100" value="{k.Knob.ErrorPercent}"></td>
            <td><input name="{k.Name}.down" aria-label="{k.Name} down" type="checkbox" value="1"{(k.Knob.Down ? Html.Of($" checked") : null)}></td></tr>
            """))}
        </tbody></table></div>
        <button>{Page.Both("احفظ", "Save")}</button> <button class="plain" name="reset" value="1">{Page.Both("أعد المفاتيح", "Reset the knobs")}</button>
        <h2>{Page.Both("من البداية", "Begin again")}</h2>
        <p>{Page.Both("يُنسى كل ما حدث: المخالفات المدفوعة والرخص المجددة والرسائل. ويعود كل شيء كيوم التأسيس.", "Forgets all that happened: paid fines, renewed licences, messages. Everything is as on the founding day.")}</p>
        <button class="plain" name="begin-again" value="1">{Page.Both("ابدأ من جديد", "Begin again")}</button></form>
        """));

    private void BeginAgain() => world.Journal.Forget("founding", "identity/key");

    private async Task<IResult> SaveControl(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (form.ContainsKey("begin-again"))
        {
            BeginAgain();
            return Results.Redirect("/control?saved");
        }

        if (form.ContainsKey("reset"))
        {
            knobs.Reset();
            return Results.Redirect("/control?saved");
        }

        int Number(string name) => int.TryParse(Kernel.Digits.ToAscii(form[name].ToString()), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        foreach (var name in Knobs.Names.Where(n => form.ContainsKey($"{n}.latency")))
        {
            var knob = new Knob(Number($"{name}.latency"), Number($"{name}.errors"), form.ContainsKey($"{name}.down"));
            if (knobs[name] != knob)
            {
                knobs.Set(name, knob);
            }
        }

        return Results.Redirect("/control?saved");
    }

    // ---- asking a register

    private static Page Ask(string chosen, string? input, string? answer)
    {
        var operation = Contract.Operations.GetValueOrDefault(chosen) ?? Contract.Operations["civil-status/person"];
        var text = input ?? JsonSerializer.Serialize(operation.Inputs.ToDictionary(i => i.Path, i => Sample(i)), Indented);
        return new Page("اسأل سجلاً", "Ask a register", Html.Of($"""
            <form method="get" action="/ask"><label for="operation">{Page.Both("العملية", "Operation")}</label>
            <select id="operation" name="operation">{Contract.Operations.Keys.Select(o => Html.Of($"<option{(o == operation.Id ? Html.Of($" selected") : null)}>{o}</option>"))}</select>
            <button class="plain">{Page.Both("اختر", "Choose")}</button></form>
            <form method="post" action="/ask"><input type="hidden" name="operation" value="{operation.Id}">
            <label for="input">{Page.Both("المدخلات", "Input")} <bdi dir="ltr">{operation.Id}</bdi></label>
            <textarea id="input" name="input" dir="ltr" spellcheck="false">{text}</textarea>
            <button>{Page.Both("اسأل", "Ask")}</button></form>
            {(answer is null ? null : Html.Of($"<h2>{Page.Both("الجواب", "Answer")}</h2><pre>{answer}</pre>"))}
            """));
    }

    private static object? Sample(Field field) => field.Path switch
    {
        "nationalNumber" => "2000000101",
        "directorate" or "village" or "basin" or "parcel" => "1",
        "plateCode" => "20",
        "plateNumber" => "10401",
        "registrationNo" => "4000401",
        "licenceNo" => "300001",
        "establishmentNo" when !field.Optional => "200000608",
        "propertyNo" => "5000501",
        "ticketNo" => "T4060001",
        "agencyNo" => "2026/1205",
        "period" => "2026-10",
        _ => null,
    };

    private Page Asked(IFormCollection form)
    {
        var (id, input) = (form["operation"].ToString(), form["input"].ToString());
        string answer;
        try
        {
            if (!Contract.Operations.TryGetValue(id, out var operation) || JsonNode.Parse(input) is not JsonObject body)
            {
                throw Fault.Input("Choose an operation and give one JSON object.", "اختر عملية وأدخل كائن JSON واحداً.");
            }

            foreach (var name in body.Where(p => p.Value is null).Select(p => p.Key).ToList())
            {
                body.Remove(name);
            }

            var node = JsonNode.Parse(registers.Answer(operation, body));
            answer = node!.ToJsonString(Indented);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            answer = e.Message;
        }
        catch (Fault fault)
        {
            answer = $"{fault.Status} {fault.Type}\n{fault.Message}\n{fault.Ar}";
        }

        return Ask(id, input, answer);
    }

    /// <summary>A drawing in place of a camera picture: no face, no street.</summary>
    private IResult Evidence(string file)
    {
        var ticket = file.EndsWith(".svg", StringComparison.Ordinal) ? world.Ticket(file[..^4]) : null;
        return ticket is null ? Results.NotFound() : Results.Text(Html.Of($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" role="img"><title>{ticket.No}</title><rect width="320" height="180" fill="#dfe5ea"/>
            <rect x="70" y="60" width="180" height="60" rx="18" fill="#51606f"/><circle cx="110" cy="124" r="16" fill="#1d2530"/><circle cx="210" cy="124" r="16" fill="#1d2530"/>
            <rect x="120" y="84" width="80" height="22" fill="#fff"/><text x="160" y="100" font-size="14" text-anchor="middle">{ticket.Vehicle.PlateCode}-{ticket.Vehicle.PlateNumber}</text>
            <text x="160" y="165" font-size="12" text-anchor="middle">SANDBOX {ticket.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</text></svg>
            """).ToString(), "image/svg+xml");
    }
}
