using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RailMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "finding",
                table: "refused_notices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "seen_at",
                table: "refused_notices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "seen_by",
                table: "refused_notices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "refused_notices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "rail_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_guid = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rail_messages", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_rail_messages_message_guid",
                table: "rail_messages",
                column: "message_guid",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rail_messages");

            migrationBuilder.DropColumn(
                name: "finding",
                table: "refused_notices");

            migrationBuilder.DropColumn(
                name: "seen_at",
                table: "refused_notices");

            migrationBuilder.DropColumn(
                name: "seen_by",
                table: "refused_notices");

            migrationBuilder.DropColumn(
                name: "version",
                table: "refused_notices");
        }
    }
}
