using System.Text.Json.Serialization;

namespace Diwan.Kernel;

/// <summary>Who does something.</summary>
public enum ActorKind
{
    /// <summary>A citizen, resident or expatriate, for themselves or for whom they represent.</summary>
    Person,

    /// <summary>An officer, judge or surveyor of an institution.</summary>
    Officer,

    /// <summary>Someone who acts on a person's behalf at a counter or by telephone.</summary>
    Assistant,

    /// <summary>The platform itself: a timer, a duty, a notice from a payment rail.</summary>
    System,
}

/// <summary>
/// Who does something, as it is written in the audit trail.
/// </summary>
/// <param name="Id">The stable key of the actor: a person key, an officer key, or the name of the duty.</param>
/// <param name="Name">How the actor is shown to those who may see it.</param>
/// <param name="Institution">The institution's id for an officer or assistant; otherwise null.</param>
public sealed record Actor(ActorKind Kind, string Id, string Name, string? Institution = null)
{
    /// <summary>By what level it is known who this is, at this moment. Not part of the trail. Nothing said is the lowest.</summary>
    [JsonIgnore]
    public Assurance Assurance { get; init; }

    /// <summary>
    /// Whether the level is enough for what asks for one of a person. Who helps others acts by their office and the consent of whom they help, and the platform for itself: of them
    /// no level of the person's is asked.
    /// </summary>
    public bool Reaches(Assurance needed) => Kind != ActorKind.Person || Assurance >= needed;

    public static Actor System(string what) => new(ActorKind.System, what, what);
}

/// <summary>By which way a person reaches a service.</summary>
public enum Channel
{
    Portal,
    Mobile,
    Counter,
    Assisted,
    ContactCentre,
    Sms,
    Api,
    System,
}

public static class Channels
{
    /// <summary>The channels that are electronic in the sense of the tariff: the person or an assistant files on the platform.</summary>
    public static bool IsElectronic(this Channel channel) => channel is not Channel.Counter;

    /// <summary>By the person's own means: nobody files for them.</summary>
    public static bool IsOwn(this Channel channel) => channel is Channel.Portal or Channel.Mobile or Channel.Sms or Channel.Api;

    /// <summary>The name used in definitions and rules: <c>portal</c>, <c>contactCentre</c>, …</summary>
    public static string Code(this Channel channel)
    {
        var name = channel.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>How people call it.</summary>
    public static LocalizedText Name(this Channel channel) => channel switch
    {
        Channel.Portal => new("البوابة", "Portal"),
        Channel.Mobile => new("تطبيق الهاتف", "Mobile app"),
        Channel.Counter => new("شباك المؤسسة", "Counter of the institution"),
        Channel.Assisted => new("نقطة مساعدة: بريد أو محطة معرفة", "Assisted: post office or knowledge station"),
        Channel.ContactCentre => new("مركز الاتصال", "Contact centre"),
        Channel.Sms => new("الرسائل القصيرة", "SMS"),
        Channel.Api => new("واجهة البرمجة", "API"),
        Channel.System => new("النظام", "System"),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null),
    };

    public static Channel? FromCode(string? code)
    {
        foreach (var channel in Enum.GetValues<Channel>())
        {
            if (string.Equals(channel.Code(), code, StringComparison.Ordinal))
            {
                return channel;
            }
        }

        return null;
    }
}
