using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RefundWishes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "refund_wishes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    open_key = table.Column<string>(type: "text", nullable: true),
                    institution = table.Column<string>(type: "text", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    payer_name = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    way = table.Column<string>(type: "text", nullable: false),
                    iban = table.Column<string>(type: "text", nullable: true),
                    words = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    answered_by_name = table.Column<string>(type: "text", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refund_wishes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_receipts_institution_at",
                table: "receipts",
                columns: new[] { "institution", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_refund_wishes_institution_state",
                table: "refund_wishes",
                columns: new[] { "institution", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_refund_wishes_open_key",
                table: "refund_wishes",
                column: "open_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refund_wishes_payer_key",
                table: "refund_wishes",
                column: "payer_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "refund_wishes");

            migrationBuilder.DropIndex(
                name: "ix_receipts_institution_at",
                table: "receipts");
        }
    }
}
