using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Channels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    means = table.Column<string>(type: "TEXT", nullable: false),
                    to = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    failure = table.Column<string>(type: "TEXT", nullable: true),
                    sender = table.Column<string>(type: "TEXT", nullable: true),
                    parts = table.Column<int>(type: "INTEGER", nullable: false),
                    cost = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    handing_at = table.Column<long>(type: "INTEGER", nullable: false),
                    handed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    report_key = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => x.id);
                });

            // What had become of an SMS is told by its delivery from now on; it keeps the message's id, under which the gateway reports.
            migrationBuilder.Sql("""
                INSERT INTO deliveries (id, message_id, means, "to", language, state, failure, parts, cost, at, handing_at, handed_at, ended_at, report_key, version)
                SELECT id, id, 'Sms', phone, 'Arabic', sms, CASE WHEN sms = 'Failed' THEN 'Refused' END, 0, 0, at, at, sms_at,
                    CASE WHEN sms IN ('Delivered', 'Failed') THEN sms_at END, report_key, 0
                FROM messages WHERE phone IS NOT NULL AND sms <> 'None'
                """);
            migrationBuilder.Sql("UPDATE duties SET kind = 'message.dispatch' WHERE kind = 'message.sms'");

            foreach (var column in new[] { "sms", "sms_at", "report_key", "version" })
            {
                migrationBuilder.DropColumn(name: column, table: "messages");
            }

            migrationBuilder.AlterColumn<string>(
                name: "person_key",
                table: "messages",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT");

            migrationBuilder.AddColumn<string>(
                name: "email",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "subject",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "template_version",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pace",
                table: "messages",
                type: "TEXT",
                nullable: false,
                defaultValue: "Now");

            migrationBuilder.AddColumn<bool>(
                name: "is_answer",
                table: "messages",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "contact_preferences",
                columns: table => new
                {
                    person_key = table.Column<string>(type: "TEXT", nullable: false),
                    by_sms = table.Column<bool>(type: "INTEGER", nullable: false),
                    by_email = table.Column<bool>(type: "INTEGER", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    email_confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    email_code_hash = table.Column<string>(type: "TEXT", nullable: true),
                    quiet_from = table.Column<int>(type: "INTEGER", nullable: false),
                    quiet_to = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_preferences", x => x.person_key);
                });

            migrationBuilder.CreateTable(
                name: "message_account_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    issued_by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_account_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "message_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name_ar = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    keyword = table.Column<string>(type: "TEXT", nullable: true),
                    team = table.Column<string>(type: "TEXT", nullable: false),
                    daily_limit = table.Column<int>(type: "INTEGER", nullable: false),
                    daily_fils = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "message_templates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    template_version = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_templates", x => new { x.id, x.template_version });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key_name = table.Column<string>(type: "TEXT", nullable: false),
                    key_kind = table.Column<string>(type: "TEXT", nullable: false),
                    means = table.Column<string>(type: "TEXT", nullable: false),
                    to = table.Column<string>(type: "TEXT", nullable: false),
                    template_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    template_version = table.Column<int>(type: "INTEGER", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    parts = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "received_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    gateway_id = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    to = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    understood = table.Column<string>(type: "TEXT", nullable: true),
                    answer_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_received_texts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stopped_phones",
                columns: table => new
                {
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stopped_phones", x => x.phone);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_phone",
                table: "accounts",
                column: "phone");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_message_id_means",
                table: "deliveries",
                columns: new[] { "message_id", "means" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_to_at",
                table: "deliveries",
                columns: new[] { "to", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_message_account_keys_account_id",
                table: "message_account_keys",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_account_id_at_id",
                table: "notifications",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_received_texts_account_id_at",
                table: "received_texts",
                columns: new[] { "account_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_received_texts_gateway_id",
                table: "received_texts",
                column: "gateway_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_received_texts_phone_at",
                table: "received_texts",
                columns: new[] { "phone", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_preferences");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "message_account_keys");

            migrationBuilder.DropTable(
                name: "message_accounts");

            migrationBuilder.DropTable(
                name: "message_templates");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "received_texts");

            migrationBuilder.DropTable(
                name: "stopped_phones");

            migrationBuilder.DropIndex(
                name: "ix_accounts_phone",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "pace",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "is_answer",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "email",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "language",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "template_version",
                table: "messages");

            migrationBuilder.AddColumn<string>(
                name: "sms",
                table: "messages",
                type: "TEXT",
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "messages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AlterColumn<string>(
                name: "person_key",
                table: "messages",
                type: "TEXT",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "report_key",
                table: "messages",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "sms_at",
                table: "messages",
                type: "INTEGER",
                nullable: true);
        }
    }
}
