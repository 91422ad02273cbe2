using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

public sealed class MessagesModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        model.Entity<MessageRow>(e =>
        {
            e.ToTable("messages");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.PersonKey, x.At });
        });
        model.Entity<DeliveryRow>(e =>
        {
            e.ToTable("deliveries");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.MessageId, x.Means, x.To }).IsUnique();
            e.HasIndex(x => new { x.To, x.At });
        });
        model.Entity<PreferenceRow>(e =>
        {
            e.ToTable("contact_preferences");
            e.HasKey(x => x.PersonKey);
        });
        model.Entity<PushDeviceRow>(e =>
        {
            e.ToTable("push_devices");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.AddressHash).IsUnique();
            e.HasIndex(x => x.PersonKey);
        });
        model.Entity<StoppedPhoneRow>(e =>
        {
            e.ToTable("stopped_phones");
            e.HasKey(x => x.Phone);
        });
        model.Entity<PublishedTemplateRow>(e =>
        {
            e.ToTable("message_templates");
            e.HasKey(x => new { x.Id, x.TemplateVersion });
        });
        model.Entity<ReceivedTextRow>(e =>
        {
            e.ToTable("received_texts");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.GatewayId).IsUnique();
            e.HasIndex(x => new { x.Phone, x.At });
            e.HasIndex(x => new { x.AccountId, x.At });
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<ServiceAccountRow>(e =>
        {
            e.ToTable("message_accounts");
            e.HasKey(x => x.Id);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<AccountKeyRow>(e =>
        {
            e.ToTable("message_account_keys");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.AccountId);
        });
        model.Entity<NotificationRow>(e =>
        {
            e.ToTable("notifications");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.AccountId, x.At, x.Id });
        });
    }
}
