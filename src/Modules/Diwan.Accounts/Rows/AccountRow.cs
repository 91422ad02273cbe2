using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

internal sealed class AccountRow : IVersioned
{
    public required string PersonKey { get; init; }

    public required string Kind { get; set; }

    public string? NationalNumber { get; set; }

    public string? DocumentNumber { get; set; }

    public string? Nationality { get; set; }

    public required string Name { get; set; }

    public string? NameEn { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string? Gender { get; set; }

    public string? Phone { get; set; }

    public string? Governorate { get; set; }

    /// <summary>As they were at the last sign-in, separated by spaces.</summary>
    public required string Roles { get; set; }

    public Language Language { get; set; }

    /// <summary>Random, and said to nobody but the person's own devices.</summary>
    public Guid Alias { get; init; }

    public DateTimeOffset FirstSeenAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    public long Version { get; set; }

    internal SignedIn ToSignedIn() => new(
        PersonKey, Kind, NationalNumber, DocumentNumber, Nationality, Name, NameEn, BirthDate, Gender, Phone, Governorate,
        Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), Language)
    {
        Alias = Alias,
    };
}

public sealed class AccountsModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<AccountRow>(e =>
        {
            e.ToTable("accounts");
            e.HasKey(x => x.PersonKey);
            e.HasIndex(x => x.NationalNumber);
            e.HasIndex(x => x.DocumentNumber);
            e.HasIndex(x => x.Phone);
        });
        SafetyModel.Map(model);
    }
}
