using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Answered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_cases_ended_at_service",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "ix_cases_ended_at_service_public_state",
                table: "cases",
                columns: new[] { "ended_at", "service", "public_state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_cases_ended_at_service_public_state",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "ix_cases_ended_at_service",
                table: "cases",
                columns: new[] { "ended_at", "service" });
        }
    }
}
