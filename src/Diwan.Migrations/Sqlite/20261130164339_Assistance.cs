using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Assistance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "account",
                table: "trainees",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "assisted_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agent_key = table.Column<string>(type: "TEXT", nullable: false),
                    agent_name = table.Column<string>(type: "TEXT", nullable: false),
                    site = table.Column<string>(type: "TEXT", nullable: false),
                    person_key = table.Column<string>(type: "TEXT", nullable: false),
                    applicant = table.Column<string>(type: "TEXT", nullable: false),
                    service = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    consent = table.Column<string>(type: "TEXT", nullable: false),
                    code_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    agreed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    application = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assisted_sessions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_trainees_account",
                table: "trainees",
                column: "account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assisted_sessions_agent_key",
                table: "assisted_sessions",
                column: "agent_key",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_assisted_sessions_person_key_begun_at",
                table: "assisted_sessions",
                columns: new[] { "person_key", "begun_at" });

            migrationBuilder.CreateIndex(
                name: "ix_assisted_sessions_site_begun_at",
                table: "assisted_sessions",
                columns: new[] { "site", "begun_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assisted_sessions");

            migrationBuilder.DropIndex(
                name: "ix_trainees_account",
                table: "trainees");

            migrationBuilder.DropColumn(
                name: "account",
                table: "trainees");
        }
    }
}
