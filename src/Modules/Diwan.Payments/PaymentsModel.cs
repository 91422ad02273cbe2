using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

public sealed class PaymentsModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        model.Entity<BillRow>(e =>
        {
            e.ToTable("bills");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => x.PayerKey);
            e.HasIndex(x => x.SubjectId);
            e.HasIndex(x => x.ReceiptNumber).IsUnique();
            e.Ignore(x => x.WatchKey);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<PaymentRow>(e =>
        {
            e.ToTable("payments");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.TransactionNo).IsUnique();
            e.HasIndex(x => x.BillNumber);
        });
        model.Entity<RefusedNoticeRow>(e =>
        {
            e.ToTable("refused_notices");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.At);
        });
        model.Entity<CheckoutRow>(e =>
        {
            e.ToTable("checkouts");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.BillNumber);
        });
        model.Entity<RefundRow>(e =>
        {
            e.ToTable("refunds");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Key).IsUnique();
            e.HasIndex(x => x.BillNumber);
            e.Property(x => x.From).HasColumnName("from_account");
        });
        model.Entity<LedgerRow>(e =>
        {
            e.ToTable("ledger", t =>
            {
                t.HasCheckConstraint("ck_ledger_amount", "amount > 0");
                t.HasCheckConstraint("ck_ledger_sides", "debit <> credit");
            });
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Key).IsUnique();
            e.HasIndex(x => x.BillNumber);
            e.HasIndex(x => new { x.Debit, x.At });
            e.HasIndex(x => new { x.Credit, x.At });
        });
    }

    public IReadOnlyList<string> Guards(DatabaseProvider provider) =>
        [.. TableGuards.AppendOnly("ledger", provider), .. TableGuards.AppendOnly("payments", provider)];
}
