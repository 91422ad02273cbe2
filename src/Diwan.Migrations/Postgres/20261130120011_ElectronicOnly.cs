using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ElectronicOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "counter_closes_on",
                table: "offers",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "birth_year",
                table: "cases",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "exemption",
                table: "cases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "gender",
                table: "cases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "governorate",
                table: "cases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "exemption",
                table: "applications",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "counter_closes_on",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "birth_year",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "exemption",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "gender",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "governorate",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "exemption",
                table: "applications");
        }
    }
}
