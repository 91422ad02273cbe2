using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Money : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_bills_receipt_number",
                table: "bills");

            migrationBuilder.AddColumn<string>(
                name: "asked_by",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_by_name",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "decided_at",
                table: "refunds",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decided_by",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decided_by_name",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "iban",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "institution",
                table: "refunds",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "outside_no",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "payer_key",
                table: "refunds",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "refunds",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request",
                table: "refunds",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "way",
                table: "refunds",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "outside_no",
                table: "payments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "shift_id",
                table: "payments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "amount",
                table: "checkouts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "least_part",
                table: "bills",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "paid",
                table: "bills",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "parts",
                table: "bills",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "receipt_count",
                table: "bills",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "credits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credits", x => x.id);
                    table.CheckConstraint("ck_credits_balance", "balance >= 0");
                });

            migrationBuilder.CreateTable(
                name: "fiscal_counters",
                columns: table => new
                {
                    institution = table.Column<string>(type: "text", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fiscal_counters", x => new { x.institution, x.fiscal_year });
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    paid_at = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    fiscal_number = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation = table.Column<string>(type: "text", nullable: false),
                    cashier_key = table.Column<string>(type: "text", nullable: false),
                    cashier_name = table.Column<string>(type: "text", nullable: false),
                    open_key = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    at_start = table.Column<long>(type: "bigint", nullable: false),
                    from_shift = table.Column<Guid>(type: "uuid", nullable: true),
                    cash = table.Column<long>(type: "bigint", nullable: false),
                    by_terminal = table.Column<long>(type: "bigint", nullable: false),
                    counted = table.Column<long>(type: "bigint", nullable: true),
                    difference = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    offered_to = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true),
                    reviewed_by_name = table.Column<string>(type: "text", nullable: true),
                    reviewed_at = table.Column<long>(type: "bigint", nullable: true),
                    review_note = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                    table.CheckConstraint("ck_shifts_cash", "cash >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_refunds_institution_state",
                table: "refunds",
                columns: new[] { "institution", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_refunds_payer_key",
                table: "refunds",
                column: "payer_key");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_request",
                table: "refunds",
                column: "request");

            migrationBuilder.CreateIndex(
                name: "ix_payments_shift_id",
                table: "payments",
                column: "shift_id");

            migrationBuilder.CreateIndex(
                name: "ix_credits_payer_key_institution",
                table: "credits",
                columns: new[] { "payer_key", "institution" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_bill_number",
                table: "receipts",
                column: "bill_number");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_fiscal_year_at",
                table: "receipts",
                columns: new[] { "fiscal_year", "at" },
                filter: "fiscal_number IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_institution_fiscal_year_fiscal_number",
                table: "receipts",
                columns: new[] { "institution", "fiscal_year", "fiscal_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_number",
                table: "receipts",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_payer_key",
                table: "receipts",
                column: "payer_key");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_transaction_no",
                table: "receipts",
                column: "transaction_no");

            migrationBuilder.CreateIndex(
                name: "ix_shifts_offered_to",
                table: "shifts",
                column: "offered_to");

            migrationBuilder.CreateIndex(
                name: "ix_shifts_open_key",
                table: "shifts",
                column: "open_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shifts_organisation_opened_at",
                table: "shifts",
                columns: new[] { "organisation", "opened_at" });

            // What was settled before this was settled whole, once, and gets its receipt; what was going back went the way it came.
            migrationBuilder.Sql("UPDATE bills SET paid = total, receipt_count = 1 WHERE state IN ('Settled', 'Refunding', 'Refunded')");
            migrationBuilder.Sql("UPDATE refunds SET request = key, way = 'Source', institution = (SELECT b.institution FROM bills b WHERE b.number = refunds.bill_number), payer_key = (SELECT b.payer_key FROM bills b WHERE b.number = refunds.bill_number)");
            migrationBuilder.Sql("INSERT INTO receipts (id, number, bill_number, transaction_no, institution, payer_key, rail, amount, paid_at, at, fiscal_year, version) SELECT id, receipt_number, number, transaction_no, institution, payer_key, paid_by, total, paid_at, paid_at, CAST(EXTRACT(YEAR FROM to_timestamp((paid_at - 621355968000000000) / 10000000.0) AT TIME ZONE 'Asia/Amman') AS integer), 0 FROM bills WHERE receipt_number IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credits");

            migrationBuilder.DropTable(
                name: "fiscal_counters");

            migrationBuilder.DropTable(
                name: "receipts");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropIndex(
                name: "ix_refunds_institution_state",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_refunds_payer_key",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_refunds_request",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_payments_shift_id",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "asked_by",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "asked_by_name",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "decided_at",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "decided_by",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "decided_by_name",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "iban",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "institution",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "outside_no",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "payer_key",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "request",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "way",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "outside_no",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "shift_id",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "amount",
                table: "checkouts");

            migrationBuilder.DropColumn(
                name: "least_part",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "paid",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "parts",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "receipt_count",
                table: "bills");

            migrationBuilder.CreateIndex(
                name: "ix_bills_receipt_number",
                table: "bills",
                column: "receipt_number",
                unique: true);
        }
    }
}
