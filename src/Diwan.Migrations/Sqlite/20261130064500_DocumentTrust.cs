using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DocumentTrust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "type",
                table: "documents",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "credential_offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    document_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code_hash = table.Column<string>(type: "TEXT", nullable: false),
                    tx_hash = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    wrong = table.Column<int>(type: "INTEGER", nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", nullable: true),
                    token_expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    issued_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credential_offers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "credential_status",
                columns: table => new
                {
                    list = table.Column<int>(type: "INTEGER", nullable: false),
                    index = table.Column<int>(type: "INTEGER", nullable: false),
                    document_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credential_status", x => new { x.list, x.index });
                });

            migrationBuilder.CreateTable(
                name: "document_refusals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    institution = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_refusals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "document_shares",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    document_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_key = table.Column<string>(type: "TEXT", nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_shares", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_entries",
                columns: table => new
                {
                    index = table.Column<long>(type: "INTEGER", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_entries", x => x.index);
                });

            migrationBuilder.CreateTable(
                name: "log_heads",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    root = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_heads", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "log_nodes",
                columns: table => new
                {
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    index = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_nodes", x => new { x.level, x.index });
                });

            migrationBuilder.CreateTable(
                name: "log_pending",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_pending", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relying_bodies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name_ar = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relying_bodies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relying_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    body_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    hint = table.Column<string>(type: "TEXT", nullable: false),
                    issued_by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relying_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "share_openings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    share_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_share_openings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_nonces",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_nonces", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "verifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: true),
                    body_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    way = table.Column<string>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verifications", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_documents_sha256",
                table: "documents",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_credential_offers_code_hash",
                table: "credential_offers",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credential_offers_token_hash",
                table: "credential_offers",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credential_status_document_id",
                table: "credential_status",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_refusals_at",
                table: "document_refusals",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_document_refusals_document",
                table: "document_refusals",
                column: "document");

            migrationBuilder.CreateIndex(
                name: "ix_document_shares_document_id",
                table: "document_shares",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_shares_token_hash",
                table: "document_shares",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_document_event",
                table: "log_entries",
                columns: new[] { "document", "event" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_log_heads_size",
                table: "log_heads",
                column: "size");

            migrationBuilder.CreateIndex(
                name: "ix_relying_keys_body_id",
                table: "relying_keys",
                column: "body_id");

            migrationBuilder.CreateIndex(
                name: "ix_relying_keys_hash",
                table: "relying_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_share_openings_share_id",
                table: "share_openings",
                column: "share_id");

            migrationBuilder.CreateIndex(
                name: "ix_verifications_body_id_at",
                table: "verifications",
                columns: new[] { "body_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_verifications_document",
                table: "verifications",
                column: "document");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credential_offers");

            migrationBuilder.DropTable(
                name: "credential_status");

            migrationBuilder.DropTable(
                name: "document_refusals");

            migrationBuilder.DropTable(
                name: "document_shares");

            migrationBuilder.DropTable(
                name: "log_entries");

            migrationBuilder.DropTable(
                name: "log_heads");

            migrationBuilder.DropTable(
                name: "log_nodes");

            migrationBuilder.DropTable(
                name: "log_pending");

            migrationBuilder.DropTable(
                name: "relying_bodies");

            migrationBuilder.DropTable(
                name: "relying_keys");

            migrationBuilder.DropTable(
                name: "share_openings");

            migrationBuilder.DropTable(
                name: "used_nonces");

            migrationBuilder.DropTable(
                name: "verifications");

            migrationBuilder.DropIndex(
                name: "ix_documents_sha256",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "type",
                table: "documents");
        }
    }
}
