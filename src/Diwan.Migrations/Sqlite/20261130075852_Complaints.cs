using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Complaints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "complaints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    code_hash = table.Column<string>(type: "TEXT", nullable: false),
                    service = table.Column<string>(type: "TEXT", nullable: false),
                    institution = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    confidential = table.Column<bool>(type: "INTEGER", nullable: false),
                    person_key = table.Column<string>(type: "TEXT", nullable: true),
                    phone = table.Column<string>(type: "TEXT", nullable: true),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false),
                    owner = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    officer_id = table.Column<string>(type: "TEXT", nullable: true),
                    officer_name = table.Column<string>(type: "TEXT", nullable: true),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    escalated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    finding = table.Column<string>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaints", x => x.id);
                });

            // The complaints that lay among the feedback go with it; whoever reads them finds the contact given after the words.
            migrationBuilder.Sql(
                """
                INSERT INTO complaints (id, number, code_hash, service, institution, reference, confidential, language, words, owner, state,
                    given_at, due_at, version, chain_hash, chain_id, chain_seq)
                SELECT id, number, '', service, substr(service, 1, instr(service, '/') - 1), reference,
                    CASE WHEN reference IS NOT NULL AND service = 'moj/non-conviction-certificate' THEN 1 ELSE 0 END,
                    'Arabic', words || CASE WHEN contact IS NULL THEN '' ELSE ' — ' || contact END, owner, 'Received',
                    given_at, due_at, 0, zeroblob(32), id, 0
                FROM feedback WHERE kind = 'Complaint';
                """);

            migrationBuilder.Sql("DELETE FROM feedback WHERE kind = 'Complaint';");

            migrationBuilder.DropIndex(
                name: "ix_feedback_number",
                table: "feedback");

            migrationBuilder.DropIndex(
                name: "ix_feedback_owner_answered_at",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "answer",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "answered_at",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "contact",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "number",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "owner",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "reference",
                table: "feedback");

            migrationBuilder.DropColumn(
                name: "version",
                table: "feedback");

            migrationBuilder.AlterColumn<int>(
                name: "satisfaction",
                table: "feedback",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_feedback_service_given_at",
                table: "feedback",
                columns: new[] { "service", "given_at" });

            migrationBuilder.CreateIndex(
                name: "ix_complaints_institution_state_due_at",
                table: "complaints",
                columns: new[] { "institution", "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_complaints_number",
                table: "complaints",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_complaints_person_key_given_at",
                table: "complaints",
                columns: new[] { "person_key", "given_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "complaints");

            migrationBuilder.DropIndex(
                name: "ix_feedback_service_given_at",
                table: "feedback");

            migrationBuilder.AlterColumn<int>(
                name: "satisfaction",
                table: "feedback",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<string>(
                name: "answer",
                table: "feedback",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "answered_at",
                table: "feedback",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "contact",
                table: "feedback",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "due_at",
                table: "feedback",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "feedback",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "number",
                table: "feedback",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "owner",
                table: "feedback",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "reference",
                table: "feedback",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "feedback",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_feedback_number",
                table: "feedback",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_feedback_owner_answered_at",
                table: "feedback",
                columns: new[] { "owner", "answered_at" });
        }
    }
}
