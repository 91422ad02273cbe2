using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>The tables around the register of documents: the transparency log, who verifies, what is shared, what is in wallets.</summary>
public sealed class TrustModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        model.Entity<LogPendingRow>(e =>
        {
            e.ToTable("log_pending");
            e.HasKey(x => x.Id);
        });
        model.Entity<LogEntryRow>(e =>
        {
            e.ToTable("log_entries");
            e.HasKey(x => x.Index);
            e.HasIndex(x => new { x.Document, x.Event }).IsUnique();
        });
        model.Entity<LogNodeRow>(e =>
        {
            e.ToTable("log_nodes");
            e.HasKey(x => new { x.Level, x.Index });
        });
        model.Entity<LogHeadRow>(e =>
        {
            e.ToTable("log_heads");
            e.HasKey(x => x.Number);
            e.HasIndex(x => x.Size);
        });
        model.Entity<RelyingBodyRow>(e =>
        {
            e.ToTable("relying_bodies");
            e.HasKey(x => x.Id);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<RelyingKeyRow>(e =>
        {
            e.ToTable("relying_keys");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Hash).IsUnique();
            e.HasIndex(x => x.BodyId);
        });
        model.Entity<VerificationRow>(e =>
        {
            e.ToTable("verifications");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Document);
            e.HasIndex(x => new { x.BodyId, x.At });
        });
        model.Entity<RefusalRow>(e =>
        {
            e.ToTable("document_refusals");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.At);
            e.HasIndex(x => x.Document);
        });
        model.Entity<ShareRow>(e =>
        {
            e.ToTable("document_shares");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.TokenHash).IsUnique();
            e.HasIndex(x => x.DocumentId);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<ShareOpeningRow>(e =>
        {
            e.ToTable("share_openings");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.ShareId);
        });
        model.Entity<CredentialOfferRow>(e =>
        {
            e.ToTable("credential_offers");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.CodeHash).IsUnique();
            e.HasIndex(x => x.TokenHash).IsUnique();
        });
        model.Entity<CredentialStatusRow>(e =>
        {
            e.ToTable("credential_status");
            e.HasKey(x => new { x.List, x.Index });
            e.HasIndex(x => x.DocumentId);
        });
        model.Entity<DocumentActRow>(e =>
        {
            e.ToTable("document_acts");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.DocumentId);
            e.HasIndex(x => new { x.Institution, x.State });
        });
        model.Entity<UsedNonceRow>(e =>
        {
            e.ToTable("used_nonces");
            e.HasKey(x => x.Hash);
        });
    }

    public IReadOnlyList<string> Guards(DatabaseProvider provider) =>
        [.. ((string[])["log_entries", "log_nodes", "log_heads"]).SelectMany(table => TableGuards.AppendOnly(table, provider))];
}
