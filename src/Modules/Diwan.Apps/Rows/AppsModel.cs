using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Apps;

public sealed class AppsModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        model.Entity<AppRow>(e =>
        {
            e.ToTable("apps");
            e.HasKey(x => x.Id);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<ClientRow>(e =>
        {
            e.ToTable("app_keys");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.ClientId).IsUnique();
            e.HasIndex(x => x.AppId);
            e.Property(x => x.ConcurrencyToken).IsConcurrencyToken();
            e.HasMany(x => x.Authorizations).WithOne(x => x.Application).HasForeignKey(x => x.ApplicationId);
            e.HasMany(x => x.Tokens).WithOne(x => x.Application).HasForeignKey(x => x.ApplicationId);
        });
        model.Entity<GrantRow>(e =>
        {
            e.ToTable("app_grants");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.Subject, x.ApplicationId });
            e.Property(x => x.ConcurrencyToken).IsConcurrencyToken();
            e.HasMany(x => x.Tokens).WithOne(x => x.Authorization).HasForeignKey(x => x.AuthorizationId);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<TokenRow>(e =>
        {
            e.ToTable("app_tokens");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.ReferenceId).IsUnique();
            e.HasIndex(x => x.AuthorizationId);
            e.HasIndex(x => x.ApplicationId);
            e.Property(x => x.ConcurrencyToken).IsConcurrencyToken();
        });
        model.Entity<HookRow>(e =>
        {
            e.ToTable("app_hooks");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.ClientId);
        });
        model.Entity<NoticeRow>(e =>
        {
            e.ToTable("app_notices");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.HookId, x.At });
            e.HasIndex(x => new { x.State, x.At });
        });
        model.Entity<ReplyRow>(e =>
        {
            e.ToTable("api_replies");
            e.HasKey(x => x.Key);
            e.HasIndex(x => x.At);
        });
    }
}
