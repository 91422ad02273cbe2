using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Registries;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>A child as the family book of a parent holds it.</summary>
/// <param name="EndsOn">The last day on which the child is under eighteen.</param>
public sealed record Ward(string NationalNumber, LocalizedText Name, DateOnly BirthDate, DateOnly EndsOn);

/// <summary>
/// The grounds that no one gives here: parents by the family book, agents by a registered power. The register is asked again each time they are used, so that they end when it
/// says so and not when we hear of it.
/// </summary>
public sealed class AskGround(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RegisterClient registers, PublishedServices services, TimeProvider time)
{
    internal abstract record Answer
    {
        private Answer()
        {
        }

        internal sealed record Holds : Answer;

        internal sealed record No(LocalizedText Why) : Answer;

        internal sealed record Down(LocalizedText Why) : Answer;
    }

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>It is written down here, and may be taken up.</summary>
        public sealed record Known(Guid Mandate) : Result;

        /// <param name="IsDown">The register does not answer, so that nobody knows.</param>
        public sealed record Refused(LocalizedText Why, bool IsDown = false) : Result;
    }

    /// <summary>The person's own children under eighteen, by the family book; null while the register does not answer.</summary>
    public async Task<IReadOnlyList<Ward>?> WardsAsync(SignedIn parent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(parent);
        if (parent.IsOfficer || parent.NationalNumber is not { } number)
        {
            return [];
        }

        switch (await registers.AskAsync("civil-status/family", new JsonObject { ["nationalNumber"] = number }, new RegisterAsk(parent.PersonKey, null, null), ct))
        {
            case RegisterAnswer.Given { Body: var body }:
                var today = NationalCalendar.DateAt(time.GetUtcNow());
                return
                [
                    .. (body["children"] as JsonArray ?? []).OfType<JsonObject>().Where(c => c["alive"]?.GetValue<bool>() == true && Text(c, "nationalNumber") is not null)
                        .Select(c => (Child: c, Born: Day(c, "birthDate"))).Where(c => c.Born is { } born && born.AddYears(MandateLife.Adult) > today)
                        .Select(c => new Ward(Text(c.Child, "nationalNumber")!, Name(c.Child, "name"), c.Born!.Value, c.Born.Value.AddYears(MandateLife.Adult).AddDays(-1))),
                ];
            case RegisterAnswer.Down:
                return null;
            default:
                return [];
        }
    }

    /// <summary>A parent is to act for a child: known from then on, without anybody's granting.</summary>
    public async Task<Result> OfWardAsync(SignedIn parent, string? nationalNumber, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(parent);
        if (await WardsAsync(parent, ct) is not { } wards)
        {
            return new Result.Refused(CivilDown, true);
        }

        return wards.FirstOrDefault(w => w.NationalNumber == nationalNumber) is { } ward
            ? await KeepAsync(parent, MandateGround.Guardian, "", $"JO:{ward.NationalNumber}", ward.Name, Mandate.Everything, ward.EndsOn, channel, ct)
            : new Result.Refused(new("السجل المدني لا يذكر هذا الرقم بين أبنائك دون الثامنة عشرة.", "The civil register does not have this number among your children under eighteen."));
    }

    /// <summary>An agent gives the number of a registered power: known from then on, for the services it extends to.</summary>
    public async Task<Result> OfPowerAsync(SignedIn agent, string? agencyNo, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var number = Digits.ToAscii(agencyNo?.Trim() ?? "");
        if (number.Length is < 3 or > 20)
        {
            return new Result.Refused(new("اكتب رقم الوكالة كما هو عليها، مثل 2026/1205.", "Give the number of the power of attorney as it stands there, such as 2026/1205."));
        }

        var (power, why) = await PowerAsync(agent, number, ct);
        return power is null
            ? new Result.Refused(why!, ReferenceEquals(why, JusticeDown))
            : await KeepAsync(agent, MandateGround.Power, number, power.PrincipalKey, power.Principal, power.Services, power.EndsOn, channel, ct);
    }

    internal async Task<Answer> AskAsync(SignedIn agent, MandateRow row, CancellationToken ct)
    {
        switch (row.Ground)
        {
            case MandateGround.Guardian:
                return await WardsAsync(agent, ct) is not { } wards ? new Answer.Down(CivilDown)
                    : wards.Any(w => $"JO:{w.NationalNumber}" == row.PrincipalKey) ? new Answer.Holds()
                    : new Answer.No(new("السجل المدني لم يعد يذكره بين أبنائك دون الثامنة عشرة.", "The civil register no longer has them among your children under eighteen."));
            case MandateGround.Power:
                var (power, why) = await PowerAsync(agent, row.Power, ct);
                if (power is null)
                {
                    return ReferenceEquals(why, JusticeDown) ? new Answer.Down(why) : new Answer.No(why!);
                }

                if (power.PrincipalKey != row.PrincipalKey)
                {
                    return new Answer.No(new("الوكالة بهذا الرقم لغيره الآن.", "The power of attorney of this number is another's now."));
                }

                // What it extends to, and until when, is the register's word of this moment.
                (row.Services, row.EndsOn) = (power.Services, power.EndsOn);
                return new Answer.Holds();
            default:
                return new Answer.Holds();
        }
    }

    private sealed record RegisteredPower(string PrincipalKey, LocalizedText Principal, string Services, DateOnly? EndsOn);

    private async Task<(RegisteredPower? Power, LocalizedText? Why)> PowerAsync(SignedIn agent, string number, CancellationToken ct)
    {
        // Of a number that is unknown, and of one that names another agent, the same is said: nobody learns whose powers there are.
        LocalizedText unknown = new(
            $"لا وكالة سارية برقم {number} تسميك وكيلاً. تحقق من الرقم، أو راجع كاتب العدل.",
            $"There is no power of attorney {number} in force that names you as agent. Check the number, or ask the notary public.");
        switch (await registers.AskAsync("justice/agency", new JsonObject { ["agencyNo"] = number }, new RegisterAsk(agent.PersonKey, null, null), ct))
        {
            case RegisterAnswer.Down:
                return (null, JusticeDown);
            case RegisterAnswer.Given { Body: var body } when agent.NationalNumber is { } own && Text(body, "agentNationalNumber") == own:
                var today = NationalCalendar.DateAt(time.GetUtcNow());
                var until = Day(body, "validUntil");
                switch (Text(body, "status"))
                {
                    case "REVOKED":
                        return (null, new($"أُلغيت الوكالة {number}، فلا تنوب بها عن أحد. يلزم توكيل جديد.", $"The power of attorney {number} was revoked; nobody is represented by it. A new one is needed."));
                    case "ACTIVE" when until is null || until >= today:
                        break;
                    default:
                        return (null, new($"انتهت مدة الوكالة {number}. يلزم توكيل جديد.", $"The power of attorney {number} has expired. A new one is needed."));
                }

                var codes = (body["scope"] as JsonArray ?? []).OfType<JsonValue>().Select(v => v.ToString()).ToHashSet(StringComparer.Ordinal);
                var within = services.Catalogue.Services.Where(s => s.Power is { } code && codes.Contains(code) && s.Representations.Contains(Representation.Agent)).Select(s => s.Id.ToString()).ToList();
                return Text(body, "principalNationalNumber") is not { } principal ? (null, unknown)
                    : within.Count == 0
                    ? (null, new($"الوكالة {number} لا تشمل أي خدمة تُقدَّم هنا بوكالة.", $"The power of attorney {number} extends to no service that is given here to agents."))
                    : (new RegisteredPower($"JO:{principal}", Name(body, "principalName"), string.Join(' ', within), until), null);
            default:
                return (null, unknown);
        }
    }

    private async Task<Result> KeepAsync(SignedIn agent, MandateGround ground, string power, string principal, LocalizedText name, string within, DateOnly? endsOn, Channel channel, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            var now = time.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync(ct);
            var open = await db.Set<MandateRow>().FirstOrDefaultAsync(m => m.Ground == ground && m.Power == power && m.PrincipalKey == principal && m.AgentKey == agent.PersonKey && m.EndedAt == null, ct);
            if (open is not null && MandateLife.IsAlive(open, now))
            {
                return new Result.Known(open.Id);
            }

            var change = new Change(agent.ToActor(), channel, "mandate-knowing", now);
            if (open is not null)
            {
                MandateLife.End(change, open, MandateState.Over, "mandate-over", null);
            }

            var id = change.NewId();
            var row = new MandateRow
            {
                Id = id,
                Ground = ground,
                Power = power,
                PrincipalKey = principal,
                PrincipalName = name.Ar,
                PrincipalNameEn = name.En,
                AgentKey = agent.PersonKey,
                AgentName = agent.Name,
                AgentNameEn = MandateLife.EnglishName(agent),
                Services = within,
                Scopes = MandateLife.Written(Mandate.AllScopes),
                State = MandateState.Standing,
                MadeAt = now,
                AcceptedAt = now,
                EndsOn = endsOn,
                Chain = Chain.Start(id),
            };
            change.Insert(row);
            change.Record(row.Chain, "mandate-known", new { ground, power, principal });
            MandateLife.OweNotice(change, row);
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Known(id);
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    private static readonly LocalizedText CivilDown = new("السجل المدني لا يجيب الآن. حاول بعد قليل.", "The civil register does not answer now. Try again in a while.");

    private static readonly LocalizedText JusticeDown = new("سجل الوكالات في وزارة العدل لا يجيب الآن. حاول بعد قليل.", "The register of powers of attorney does not answer now. Try again in a while.");

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    private static LocalizedText Name(JsonObject body, string name) => new(Text(body, name + "Ar") ?? "", Text(body, name + "En") ?? Text(body, name + "Ar") ?? "");

    private static DateOnly? Day(JsonObject body, string name) =>
        DateOnly.TryParseExact(Text(body, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
