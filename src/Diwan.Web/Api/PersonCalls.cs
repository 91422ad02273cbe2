using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Web.Api.Calls;
using Diwan.Web.Pages.Portal.Voice;
using Diwan.Web.Texts;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>The person, their documents and messages, who looked at their data, and what they complain of.</summary>
internal static class PersonCalls
{
    private const int Shown = 100;

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", (HttpContext http) =>
            {
                var me = http.Me();
                return Results.Ok(new PersonBody(me.PersonKey, me.Kind, me.Name, me.NameEn, me.NationalNumber, me.BirthDate, me.Phone, me.Language.Code(), me.Roles));
            })
            .WithTags("Person").WithSummary("Who the person is.").Produces<PersonBody>().Needs(AppScopes.Profile);
        MapDocuments(api.MapGroup("/documents").WithTags("Documents"));
        MapMessages(api.MapGroup("").WithTags("Messages"));
        api.MapGet("/access", async (DateTimeOffset? before, HttpContext http, AccessLedger ledger) => Results.Ok(
                (await ledger.OfPersonAsync(http.Me().PersonKey, before, Shown, http.RequestAborted, http.Caller().App?.Institution))
                    .Select(l => new AccessBody(l.At, l.ReaderName, l.Institution, l.Role, l.Channel.Code(), l.Purpose, l.Subject, l.Id))))
            .WithTags("Person").WithSummary("Who looked at the person's data, when and why; the latest first. Give the last moment as before to read on. The app of an institution sees the looks of its own institution and those of none.")
            .Produces<IEnumerable<AccessBody>>().Needs(AppScopes.AccessRead);
        MapVoice(api.MapGroup("").WithTags("Complaints"));
    }

    private static DocumentLineBody View(DocumentView d) => new(
        d.Number, d.DocumentId, BothBody.Of(d.Title), BothBody.Of(d.Institution), d.Reference, d.IssuedAt, d.ValidUntil, Name(d.Status), d.Bytes);

    /// <summary>Of what belongs to cases of the person, that which the app reaches.</summary>
    private static async Task<IEnumerable<T>> ReachedAsync<T>(IReadOnlyList<T> found, Func<T, string> reference, HttpContext http, ListMine mine)
    {
        if (http.Caller().App?.Institution is null)
        {
            return found;
        }

        var own = (await mine.CasesAsync(http.Me().PersonKey, http.RequestAborted)).Where(c => http.ReachesService(c.Service)).Select(c => c.Reference).ToHashSet(StringComparer.Ordinal);
        return found.Where(f => own.Contains(reference(f)));
    }

    private static void MapDocuments(RouteGroupBuilder group)
    {
        group.MapGet("", async (HttpContext http, FindDocuments find, ListMine mine) =>
            {
                var found = await find.OfPersonAsync(http.Me().PersonKey, http.RequestAborted);
                return Results.Ok((await ReachedAsync(found, d => d.Reference, http, mine)).Select(View));
            })
            .WithSummary("The documents of the person.").Produces<IEnumerable<DocumentLineBody>>().Needs(AppScopes.Documents);
        group.MapGet("/{number}", async (string number, HttpContext http, ReadMyDocument read, ReadCase cases) =>
                await FindAsync(number, http, read, cases) is var (mine, refused) && mine is not null
                    ? Results.Ok(new DocumentWholeBody(
                        View(mine.Document), [.. mine.Facts.Select(f => new FactBody(f.Key, BothBody.Of(f.Label), f.Value))],
                        [.. mine.Shares.Select(s => new ShareBody(s.Id, s.Note, s.At, s.ExpiresAt, Name(s.State), s.Openings))], mine.VerifiedCount))
                    : refused!)
            .WithSummary("A document of the person: what it shows, the links it is shared by, how often it was verified.").Produces<DocumentWholeBody>().ProducesProblem(404).Needs(AppScopes.Documents);
        group.MapGet("/{number}/file", async (string number, HttpContext http, ReadMyDocument read, ReadCase cases, DownloadDocument download) =>
                await FindAsync(number, http, read, cases) is var (mine, refused) && mine is null ? refused!
                : await download.RunAsync(number, http.Me().PersonKey, http.Me().ToActor(), http.RequestAborted) switch
                {
                    DownloadDocument.Result.Ready ready => Results.Bytes(ready.Bytes, "application/pdf", ready.Name),
                    DownloadDocument.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
                    _ => Problems.NotFound("وثيقة", "document"),
                })
            .WithSummary("The sealed PDF.").Produces(200, contentType: "application/pdf").ProducesProblem(404).Needs(AppScopes.Documents);
        group.MapPost("/{number}/shares", async (string number, ShareOrderBody order, HttpContext http, ReadMyDocument read, ReadCase cases, ShareDocument share, Links links) =>
                await FindAsync(number, http, read, cases) is var (mine, refused) && mine is null ? refused!
                : await share.RunAsync(number, http.Me().PersonKey, order.Days, order.Note, http.Me().ToActor(), http.RequestAborted) switch
                {
                    ShareDocument.Result.Made made => Results.Created(
                        $"/api/v1/documents/{number}", new SharedBody($"{http.Request.Scheme}://{http.Request.Host}{links.To(http.Me().Language, $"/shared/{made.Token}")}", made.ExpiresAt)),
                    ShareDocument.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
                    ShareDocument.Result.TooMany => Problems.Conflict(new($"الروابط المفتوحة {ShareDocument.MostOpen} على الأكثر. ألغِ واحدًا منها.", $"At most {ShareDocument.MostOpen} links are open at once. Take one back.")),
                    ShareDocument.Result.Refused => Problems.Bad(new($"عدد الأيام غير مقبول، أو الملاحظة أطول من {ShareDocument.LongestNote} حرف.", $"The number of days is not one that is offered, or the note is longer than {ShareDocument.LongestNote} characters.")),
                    _ => Problems.NotFound("وثيقة", "document"),
                })
            .WithSummary("Makes a link by which somebody else sees the document.").Produces<SharedBody>(201).ProducesProblem(400).ProducesProblem(404).Needs(AppScopes.Documents).MayRepeat();
        group.MapDelete("/{number}/shares/{id:guid}", async (string number, Guid id, HttpContext http, ReadMyDocument read, ReadCase cases, TakeBackShare takeBack) =>
                await FindAsync(number, http, read, cases) is var (mine, refused) && mine is null ? refused!
                : mine!.Shares.Any(s => s.Id == id) && await takeBack.RunAsync(id, http.Me().PersonKey, http.Me().ToActor(), http.RequestAborted)
                    ? Results.NoContent()
                    : Problems.NotFound("رابط", "link"))
            .WithSummary("Takes a link back.").Produces(204).ProducesProblem(404).Needs(AppScopes.Documents);
        group.MapPost("/{number}/wallet-offers", async (string number, HttpContext http, ReadMyDocument read, ReadCase cases, OfferCredential offer) =>
                await FindAsync(number, http, read, cases) is var (mine, refused) && mine is null ? refused!
                : await offer.RunAsync(number, http.Me().PersonKey, http.Me().ToActor(), http.RequestAborted) switch
                {
                    OfferCredential.Result.Offered offered => Results.Created($"/api/v1/documents/{number}", new WalletOfferBody(offered.Link, offered.TxCode, offered.ExpiresAt)),
                    OfferCredential.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
                    OfferCredential.Result.NotInForce => Problems.Conflict(new("ليست هذه الوثيقة سارية، فلا تُحفظ في محفظة.", "This document is not in force, and is not put into a wallet.")),
                    _ => Problems.NotFound("وثيقة", "document"),
                })
            .WithSummary("Offers the document to a wallet as a verifiable credential (OpenID4VCI, pre-authorised code).").Produces<WalletOfferBody>(201).ProducesProblem(404).Needs(AppScopes.Documents).MayRepeat();
    }

    private static async Task<(MyDocument? Mine, IResult? Refused)> FindAsync(string number, HttpContext http, ReadMyDocument read, ReadCase cases)
    {
        if (await read.RunAsync(number, http.Me().PersonKey, http.RequestAborted) is not { } mine)
        {
            return (null, Problems.NotFound("وثيقة", "document"));
        }

        if (http.Caller().App?.Institution is null)
        {
            return (mine, null);
        }

        var (found, refused) = await CaseCalls.FindAsync(mine.Document.Reference, http, cases);
        return found is null ? (null, refused) : (mine, null);
    }

    private static void MapMessages(RouteGroupBuilder group)
    {
        group.MapGet("/messages", async (HttpContext http, Inbox inbox, ListMine mine) =>
            {
                var found = await inbox.OfPersonAsync(http.Me().PersonKey, Shown, http.RequestAborted);
                return Results.Ok((await ReachedAsync(found, m => m.Reference, http, mine)).Select(m => new MessageBody(m.Id, m.At, m.Text, m.Reference)));
            })
            .WithSummary("What the platform wrote to the person, the latest first.").Produces<IEnumerable<MessageBody>>().Needs(AppScopes.Messages);
        group.MapGet("/contact", async (HttpContext http, ContactPreferences preferences, FindAccount accounts) =>
                Results.Ok(await ContactAsync(http, preferences, accounts)))
            .WithSummary("How the person wants to be reached.").Produces<ContactBody>().Needs(AppScopes.Messages);
        group.MapPut("/contact", ChooseAsync).WithSummary("Changes how the person wants to be reached. A new e-mail address gets a code that confirms it.")
            .Produces<ContactBody>().ProducesProblem(400).Needs(AppScopes.Messages);
        group.MapPost("/contact/confirm", async (CodeBody body, HttpContext http, ContactPreferences preferences) =>
                await preferences.ConfirmEmailAsync(http.Me().PersonKey, body.Code, http.Me().ToActor(), http.RequestAborted)
                    ? Results.NoContent()
                    : Problems.Bad(new("الرمز غير صحيح. انسخه من الرسالة التي وصلت إلى بريدك.", "The code is not right. Copy it from the message that came to your mailbox.")))
            .WithSummary("Shows that the e-mail address is the person's, by the code that was sent there.").Produces(204).ProducesProblem(400).Needs(AppScopes.Messages);
        group.MapGet("/devices", async (HttpContext http, PushDevices devices) => Results.Ok(new DevicesBody(
                devices.AreThere ? devices.PublicKey : null,
                devices.AreThere ? [.. (await devices.OfPersonAsync(http.Me().PersonKey, http.RequestAborted)).Select(d => new DeviceBody(d.Id, d.Name, d.At))] : [])))
            .WithSummary("The devices on which the person is told by notices (web push), and the key for one more.").Produces<DevicesBody>().Needs(AppScopes.Messages);
        group.MapPost("/devices", async (DeviceOrderBody order, HttpContext http, PushDevices devices) =>
                await devices.AddAsync(
                    http.Me().PersonKey, new DeviceAddress(order.Endpoint, order.P256dh, order.Auth), http.Request.Headers.UserAgent.ToString(), null, http.Me().ToActor(), http.RequestAborted) switch
                {
                    PushDevices.Result.Kept kept => Results.Created("/api/v1/devices", new AskedBody(kept.Id)),
                    PushDevices.Result.TooMany many => Problems.Conflict(new($"الأجهزة {many.Most} على الأكثر. أزل واحدًا منها.", $"At most {many.Most} devices. Remove one of them.")),
                    PushDevices.Result.Unusable => Problems.Bad(new(
                        "ليس هذا عنوانًا لخدمة إشعارات: endpoint من https، وp256dh وauth كما يعطيهما المتصفح.", "This is no address of a push service: endpoint of https, p256dh and auth as the browser gives them.")),
                    _ => Problems.Conflict(new("لا تُرسل هنا إشعارات إلى الأجهزة.", "Notices on devices are not offered here.")),
                })
            .WithSummary("Adds a device, with what its browser gave. The same one again changes nothing but its keys.").Produces<AskedBody>(201).ProducesProblem(400).Needs(AppScopes.Messages).MayRepeat();
        group.MapDelete("/devices/{id:guid}", async (Guid id, HttpContext http, PushDevices devices) =>
                await devices.RemoveAsync(http.Me().PersonKey, id, http.Me().ToActor(), http.RequestAborted) > 0 ? Results.NoContent() : Problems.NotFound("جهاز", "device"))
            .WithSummary("Removes a device: nothing is sent to it any more.").Produces(204).ProducesProblem(404).Needs(AppScopes.Messages);
        group.MapDelete("/devices", async (HttpContext http, PushDevices devices) =>
            {
                await devices.RemoveAsync(http.Me().PersonKey, null, http.Me().ToActor(), http.RequestAborted);
                return Results.NoContent();
            })
            .WithSummary("Removes all devices.").Produces(204).Needs(AppScopes.Messages);
    }

    private static async Task<ContactBody> ContactAsync(HttpContext http, ContactPreferences preferences, FindAccount accounts)
    {
        var contact = await preferences.ReadAsync(http.Me().PersonKey, http.RequestAborted);
        var language = (await accounts.ByKeyAsync(http.Me().PersonKey, http.RequestAborted))?.Language ?? http.Me().Language;
        return new ContactBody
        {
            BySms = contact.BySms,
            ByEmail = contact.ByEmail,
            ByPush = contact.ByPush,
            Email = contact.Email,
            EmailConfirmed = contact.EmailConfirmed,
            QuietFrom = contact.QuietFrom,
            QuietTo = contact.QuietTo,
            Language = language.Code(),
        };
    }

    private static async Task<IResult> ChooseAsync(ContactBody body, HttpContext http, ContactPreferences preferences, FindAccount accounts, ChooseLanguage choose)
    {
        if (body.Language is not ("ar" or "en"))
        {
            return Problems.Bad(new("language: ar أو en.", "language is ar or en."));
        }

        var (me, language) = (http.Me(), Languages.FromCode(body.Language));
        switch (await preferences.ChooseAsync(me.PersonKey, body.BySms, body.ByEmail, body.Email, body.QuietFrom, body.QuietTo, me.ToActor(), language, http.RequestAborted, body.ByPush))
        {
            case ContactPreferences.Result.Kept:
                await choose.RunAsync(me.PersonKey, language, me.ToActor(), Channel.Api, http.RequestAborted);
                return Results.Ok(await ContactAsync(http, preferences, accounts));
            case ContactPreferences.Result.EmailRefused:
                return Problems.Bad(new("عنوان البريد غير صحيح.", "The e-mail address is not right."));
            case ContactPreferences.Result.EmailMissing:
                return Problems.Bad(new("أعطِ عنوان البريد الذي تريد أن نراسلك عليه.", "Give the e-mail address at which you want to be written to."));
            default:
                return Problems.Bad(new("ساعات الهدوء من 0 إلى 23.", "Quiet hours are from 0 to 23."));
        }
    }

    private static void MapVoice(RouteGroupBuilder group)
    {
        group.MapGet("/complaints", async (HttpContext http, FollowComplaint follow) => Results.Ok(
                (await follow.OfPersonAsync(http.Me().PersonKey, http.RequestAborted)).Where(c => http.ReachesService(c.Service)).Select(View)))
            .WithSummary("The complaints of the person.").Produces<IEnumerable<ComplaintBody>>().Needs(AppScopes.Complaints);
        group.MapGet("/complaints/{number}", async (string number, HttpContext http, FollowComplaint follow) =>
                await follow.FindAsync(number, http.Me().PersonKey, null, http.RequestAborted) is not { Whole: not null } found ? Problems.NotFound("شكوى", "complaint")
                : !http.ReachesService(found.Service) ? http.OtherInstitution(found.Service.Split('/')[0])
                : Results.Ok(View(found)))
            .WithSummary("A complaint of the person, and its answer.").Produces<ComplaintBody>().ProducesProblem(404).Needs(AppScopes.Complaints);
        group.MapPost("/services/{institution}/{service}/complaints", ComplainAsync)
            .WithSummary("Complains of a service: it gets a number, an owner and a date.").Produces<ComplaintTakenBody>(201).ProducesProblem(400).ProducesProblem(404).Needs(AppScopes.Complaints).MayRepeat();
        group.MapPost("/services/{institution}/{service}/feedback", async (string institution, string service, FeedbackBody body, GiveFeedback give, CancellationToken ct) =>
                await give.RunAsync($"{institution}/{service}", body.Satisfaction, body.Words, Channel.Api, ct) switch
                {
                    GiveFeedback.Result.Taken => Results.NoContent(),
                    GiveFeedback.Result.Refused refused => Problems.Bad(refused.Why),
                    _ => Problems.NotFound("خدمة", "service"),
                })
            .WithSummary("Says how satisfied somebody is with a service. No name is kept with it, and no token needed.").Produces(204).ProducesProblem(400).ProducesProblem(404).DisableAntiforgery();
    }

    private static async Task<IResult> ComplainAsync(string institution, string service, ComplaintOrderBody body, HttpContext http, Complain complain, AccessLedger ledger, Text text)
    {
        if (!http.Reaches(institution))
        {
            return http.OtherInstitution(institution);
        }

        var me = http.Me();
        AccessLine? look = null;
        if (body.Look is { } id && (look = await ledger.FindAsync(me.PersonKey, id, http.RequestAborted)) is null)
        {
            return Problems.NotFound("اطلاع", "look");
        }

        return await complain.RunAsync(
            new($"{institution}/{service}", body.Reference ?? look?.Subject, LookWords.Before(look, body.Words, me.Language, text), body.Phone, me.PersonKey, me.Language), me.ToActor(), Channel.Api, http.RequestAborted) switch
        {
            Complain.Result.Taken taken => Results.Created($"/api/v1/complaints/{taken.Number}", new ComplaintTakenBody(taken.Number, taken.AnswerBy)),
            Complain.Result.Refused refused => Problems.Bad(refused.Why),
            _ => Problems.NotFound("خدمة", "service"),
        };
    }

    private static ComplaintBody View(ComplaintView c) => new(
        c.Number, c.ServiceName, Name(c.State), c.GivenAt, c.DueAt, c.Late, c.Whole?.Words, c.Whole?.Reference, c.Whole?.Finding is { } finding ? Name(finding) : null, c.Whole?.Answer);
}
