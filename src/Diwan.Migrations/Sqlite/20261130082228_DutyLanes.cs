using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DutyLanes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_duties_state_next_at",
                table: "duties");

            migrationBuilder.DropIndex(
                name: "ix_duties_subject_id",
                table: "duties");

            migrationBuilder.AddColumn<string>(
                name: "lane",
                table: "duties",
                type: "TEXT",
                nullable: false,
                defaultValue: "Matter");

            migrationBuilder.CreateIndex(
                name: "ix_duties_dead",
                table: "duties",
                column: "next_at",
                filter: "state = 'Dead'");

            migrationBuilder.CreateIndex(
                name: "ix_duties_waiting",
                table: "duties",
                columns: new[] { "lane", "next_at" },
                filter: "state = 'Waiting'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_duties_dead",
                table: "duties");

            migrationBuilder.DropIndex(
                name: "ix_duties_waiting",
                table: "duties");

            migrationBuilder.DropColumn(
                name: "lane",
                table: "duties");

            migrationBuilder.CreateIndex(
                name: "ix_duties_state_next_at",
                table: "duties",
                columns: new[] { "state", "next_at" });

            migrationBuilder.CreateIndex(
                name: "ix_duties_subject_id",
                table: "duties",
                column: "subject_id");
        }
    }
}
