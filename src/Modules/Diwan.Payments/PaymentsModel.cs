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
            e.Ignore(x => x.WatchKey);
            e.Ignore(x => x.IsBasket);
            e.Ignore(x => x.IsPayable);
            e.Ignore(x => x.Due);
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<PaymentRow>(e =>
        {
            e.ToTable("payments");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.TransactionNo).IsUnique();
            e.HasIndex(x => x.BillNumber);
            e.HasIndex(x => x.ShiftId);
            e.HasIndex(x => x.PaidAt);
        });
        model.Entity<ReceiptRow>(e =>
        {
            e.ToTable("receipts");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => x.BillNumber);
            e.HasIndex(x => x.TransactionNo);
            e.HasIndex(x => x.PayerKey);
            e.HasIndex(x => new { x.Institution, x.FiscalYear, x.FiscalNumber }).IsUnique();
            e.HasIndex(x => new { x.Institution, x.At });
            e.HasIndex(x => new { x.FiscalYear, x.At }, "ix_receipts_waiting").HasFilter("fiscal_number IS NULL");
        });
        model.Entity<FiscalCounterRow>(e =>
        {
            e.ToTable("fiscal_counters");
            e.HasKey(x => new { x.Institution, x.FiscalYear });
        });
        model.Entity<CreditRow>(e =>
        {
            e.ToTable("credits", t => t.HasCheckConstraint("ck_credits_balance", "balance >= 0"));
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.PayerKey, x.Institution }).IsUnique();
        });
        model.Entity<ShiftRow>(e =>
        {
            e.ToTable("shifts", t => t.HasCheckConstraint("ck_shifts_cash", "cash >= 0"));
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.OpenKey).IsUnique();
            e.HasIndex(x => x.OfferedTo);
            e.HasIndex(x => new { x.Organisation, x.OpenedAt });
            e.Property(x => x.From).HasColumnName("from_shift");
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<RefusedNoticeRow>(e =>
        {
            e.ToTable("refused_notices");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.At);
        });
        model.Entity<RailMessageRow>(e =>
        {
            e.ToTable("rail_messages");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.MessageGuid).IsUnique();
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
            e.HasIndex(x => x.Request);
            e.HasIndex(x => x.BillNumber);
            e.HasIndex(x => x.PayerKey);
            e.HasIndex(x => new { x.Institution, x.State });
            e.Property(x => x.From).HasColumnName("from_account");
            e.Ignore(x => x.IsOfBill);
        });
        model.Entity<SettlementDayRow>(e =>
        {
            e.ToTable("settlement_days");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Day).IsUnique();
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<SettlementLineRow>(e =>
        {
            e.ToTable("settlement_lines");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.Key, x.Move }).IsUnique();
            e.HasIndex(x => x.Day);
        });
        model.Entity<DiscrepancyRow>(e =>
        {
            e.ToTable("discrepancies", t => t.HasCheckConstraint("ck_discrepancies_reason", "state <> 'Closed' OR (reason IS NOT NULL AND length(reason) >= 3)"));
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Key).IsUnique();
            e.HasIndex(x => new { x.State, x.OpenedAt });
            e.HasIndex(x => x.Day);
            e.Property(x => x.End).HasColumnName("ended_as");
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<RailSweepRow>(e =>
        {
            e.ToTable("rail_sweeps");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.At);
        });
        model.Entity<RefundWishRow>(e =>
        {
            e.ToTable("refund_wishes");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.OpenKey).IsUnique();
            e.HasIndex(x => x.PayerKey);
            e.HasIndex(x => new { x.Institution, x.State });
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

    [
        .. TableGuards.AppendOnly("ledger", provider), .. TableGuards.AppendOnly("payments", provider), .. TableGuards.AppendOnly("settlement_lines", provider),
    ];
}
