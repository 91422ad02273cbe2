using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Reconciliation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "discrepancies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    move = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    transaction_no = table.Column<string>(type: "TEXT", nullable: false),
                    bill_number = table.Column<string>(type: "TEXT", nullable: false),
                    institution = table.Column<string>(type: "TEXT", nullable: false),
                    rail = table.Column<string>(type: "TEXT", nullable: false),
                    ours = table.Column<long>(type: "INTEGER", nullable: true),
                    theirs = table.Column<long>(type: "INTEGER", nullable: true),
                    what = table.Column<string>(type: "TEXT", nullable: false),
                    paid_at = table.Column<long>(type: "INTEGER", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    owner = table.Column<string>(type: "TEXT", nullable: true),
                    owner_name = table.Column<string>(type: "TEXT", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_by = table.Column<string>(type: "TEXT", nullable: true),
                    closed_by_name = table.Column<string>(type: "TEXT", nullable: true),
                    ended_as = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_discrepancies", x => x.id);
                    table.CheckConstraint("ck_discrepancies_reason", "state <> 'Closed' OR (reason IS NOT NULL AND length(reason) >= 3)");
                });

            migrationBuilder.CreateTable(
                name: "rail_sweeps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    seen = table.Column<int>(type: "INTEGER", nullable: false),
                    found = table.Column<int>(type: "INTEGER", nullable: false),
                    unbooked = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rail_sweeps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settlement_days",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    why = table.Column<string>(type: "TEXT", nullable: true),
                    compared_at = table.Column<long>(type: "INTEGER", nullable: true),
                    paid_count = table.Column<int>(type: "INTEGER", nullable: false),
                    paid_total = table.Column<long>(type: "INTEGER", nullable: false),
                    refund_count = table.Column<int>(type: "INTEGER", nullable: false),
                    refund_total = table.Column<long>(type: "INTEGER", nullable: false),
                    matched = table.Column<int>(type: "INTEGER", nullable: false),
                    missing_here = table.Column<int>(type: "INTEGER", nullable: false),
                    missing_there = table.Column<int>(type: "INTEGER", nullable: false),
                    different = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_days", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settlement_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    move = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    rail = table.Column<string>(type: "TEXT", nullable: false),
                    transaction_no = table.Column<string>(type: "TEXT", nullable: false),
                    bill_number = table.Column<string>(type: "TEXT", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    agrees = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_lines", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_payments_paid_at",
                table: "payments",
                column: "paid_at");

            migrationBuilder.CreateIndex(
                name: "ix_discrepancies_day",
                table: "discrepancies",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_discrepancies_key",
                table: "discrepancies",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_discrepancies_state_opened_at",
                table: "discrepancies",
                columns: new[] { "state", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_rail_sweeps_at",
                table: "rail_sweeps",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_settlement_days_day",
                table: "settlement_days",
                column: "day",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_settlement_lines_day",
                table: "settlement_lines",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_settlement_lines_key_move",
                table: "settlement_lines",
                columns: new[] { "key", "move" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "discrepancies");

            migrationBuilder.DropTable(
                name: "rail_sweeps");

            migrationBuilder.DropTable(
                name: "settlement_days");

            migrationBuilder.DropTable(
                name: "settlement_lines");

            migrationBuilder.DropIndex(
                name: "ix_payments_paid_at",
                table: "payments");
        }
    }
}
