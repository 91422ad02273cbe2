using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Diwan.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_ledger",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor_kind = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: true),
                    role = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_ledger", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "account_safety",
                columns: table => new
                {
                    person_key = table.Column<string>(type: "text", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: true),
                    codes_made_at = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    tried_since = table.Column<long>(type: "bigint", nullable: true),
                    recovering_since = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_safety", x => x.person_key);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    person_key = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    national_number = table.Column<string>(type: "text", nullable: true),
                    document_number = table.Column<string>(type: "text", nullable: true),
                    nationality = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: true),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    gender = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    governorate = table.Column<string>(type: "text", nullable: true),
                    roles = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    alias = table.Column<Guid>(type: "uuid", nullable: false),
                    first_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.person_key);
                });

            migrationBuilder.CreateTable(
                name: "api_replies",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false),
                    asked = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_replies", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "app_hooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    app_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    url = table.Column<string>(type: "text", nullable: false),
                    events = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_hooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "app_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    app_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    issued_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    application_type = table.Column<string>(type: "text", nullable: true),
                    client_id = table.Column<string>(type: "text", nullable: true),
                    client_secret = table.Column<string>(type: "text", nullable: true),
                    client_type = table.Column<string>(type: "text", nullable: true),
                    concurrency_token = table.Column<string>(type: "text", nullable: true),
                    consent_type = table.Column<string>(type: "text", nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true),
                    permissions = table.Column<string>(type: "text", nullable: true),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redirect_uris = table.Column<string>(type: "text", nullable: true),
                    requirements = table.Column<string>(type: "text", nullable: true),
                    settings = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "app_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    hook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    last_why = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    service_version = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    applicant = table.Column<string>(type: "text", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    exemption = table.Column<string>(type: "text", nullable: true),
                    site = table.Column<string>(type: "text", nullable: true),
                    campaign = table.Column<string>(type: "text", nullable: true),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 75);

            migrationBuilder.CreateTable(
                name: "apps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_ar = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    owner_ar = table.Column<string>(type: "text", nullable: false),
                    owner_en = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_apps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assisted_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_key = table.Column<string>(type: "text", nullable: false),
                    agent_name = table.Column<string>(type: "text", nullable: false),
                    site = table.Column<string>(type: "text", nullable: false),
                    call = table.Column<Guid>(type: "uuid", nullable: true),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    applicant = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    consent = table.Column<string>(type: "text", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    begun_at = table.Column<long>(type: "bigint", nullable: false),
                    agreed_at = table.Column<long>(type: "bigint", nullable: true),
                    ends_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    application = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assisted_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "benchmark_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    question = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    by_key = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_benchmark_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bills",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    payer_name = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    lines = table.Column<string>(type: "text", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    paid = table.Column<long>(type: "bigint", nullable: false),
                    least_part = table.Column<long>(type: "bigint", nullable: true),
                    parts = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: true),
                    paid_by = table.Column<string>(type: "text", nullable: true),
                    paid_at = table.Column<long>(type: "bigint", nullable: true),
                    receipt_number = table.Column<string>(type: "text", nullable: true),
                    receipt_count = table.Column<int>(type: "integer", nullable: false),
                    refunded = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bills", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "budget",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    decision = table.Column<string>(type: "text", nullable: true),
                    corrects = table.Column<Guid>(type: "uuid", nullable: true),
                    why = table.Column<string>(type: "text", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budget", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "call_backs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    owner_key = table.Column<string>(type: "text", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    promised_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    first_tried_at = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    escalated_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_backs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_key = table.Column<string>(type: "text", nullable: false),
                    agent_name = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: true),
                    begun_at = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    person_key = table.Column<string>(type: "text", nullable: true),
                    found_by = table.Column<string>(type: "text", nullable: true),
                    known_at = table.Column<long>(type: "bigint", nullable: true),
                    applicant = table.Column<string>(type: "text", nullable: true),
                    asked = table.Column<string>(type: "text", nullable: true),
                    asked_before = table.Column<string>(type: "text", nullable: false),
                    right = table.Column<int>(type: "integer", nullable: false),
                    wrong = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    service = table.Column<string>(type: "text", nullable: true),
                    reference = table.Column<string>(type: "text", nullable: true),
                    complaint = table.Column<string>(type: "text", nullable: true),
                    call_back = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaigns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    medium = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaigns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    service_version = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    governorate = table.Column<string>(type: "text", nullable: true),
                    birth_year = table.Column<int>(type: "integer", nullable: true),
                    gender = table.Column<string>(type: "text", nullable: true),
                    exemption = table.Column<string>(type: "text", nullable: true),
                    site = table.Column<string>(type: "text", nullable: true),
                    represented = table.Column<string>(type: "text", nullable: true),
                    public_state = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    submitted_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    promised_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "checkouts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    return_url = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkouts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "checkpoint_keys",
                columns: table => new
                {
                    key_id = table.Column<string>(type: "text", nullable: false),
                    pem = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkpoint_keys", x => x.key_id);
                });

            migrationBuilder.CreateTable(
                name: "checkpoint_leaves",
                columns: table => new
                {
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    checkpoint = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkpoint_leaves", x => new { x.chain_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "checkpoints",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    leaves = table.Column<int>(type: "integer", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkpoints", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "complaints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    code_hash = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    confidential = table.Column<bool>(type: "boolean", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    officer_id = table.Column<string>(type: "text", nullable: true),
                    officer_name = table.Column<string>(type: "text", nullable: true),
                    given_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    escalated_at = table.Column<long>(type: "bigint", nullable: true),
                    finding = table.Column<string>(type: "text", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contact_preferences",
                columns: table => new
                {
                    person_key = table.Column<string>(type: "text", nullable: false),
                    by_sms = table.Column<bool>(type: "boolean", nullable: false),
                    by_email = table.Column<bool>(type: "boolean", nullable: false),
                    by_push = table.Column<bool>(type: "boolean", nullable: false),
                    email = table.Column<string>(type: "text", nullable: true),
                    email_confirmed_at = table.Column<long>(type: "bigint", nullable: true),
                    email_code_hash = table.Column<string>(type: "text", nullable: true),
                    quiet_from = table.Column<int>(type: "integer", nullable: false),
                    quiet_to = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_preferences", x => x.person_key);
                });

            migrationBuilder.CreateTable(
                name: "credential_offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<string>(type: "text", nullable: false),
                    tx_hash = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    wrong = table.Column<int>(type: "integer", nullable: false),
                    token_hash = table.Column<string>(type: "text", nullable: true),
                    token_expires_at = table.Column<long>(type: "bigint", nullable: true),
                    issued_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credential_offers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "credential_status",
                columns: table => new
                {
                    list = table.Column<int>(type: "integer", nullable: false),
                    index = table.Column<int>(type: "integer", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credential_status", x => new { x.list, x.index });
                });

            migrationBuilder.CreateTable(
                name: "credits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credits", x => x.id);
                    table.CheckConstraint("ck_credits_balance", "balance >= 0");
                });

            migrationBuilder.CreateTable(
                name: "decision_follow_ups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    done = table.Column<bool>(type: "boolean", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_follow_ups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    running = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    criterion = table.Column<string>(type: "text", nullable: true),
                    words = table.Column<string>(type: "text", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends = table.Column<DateOnly>(type: "date", nullable: true),
                    takes_effect = table.Column<DateOnly>(type: "date", nullable: true),
                    exempt = table.Column<string>(type: "text", nullable: true),
                    baseline = table.Column<string>(type: "text", nullable: true),
                    owner = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    replaces = table.Column<string>(type: "text", nullable: true),
                    meeting = table.Column<string>(type: "text", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "declared_outages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    script = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    declared_by = table.Column<string>(type: "text", nullable: false),
                    declared_at = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    lifted_at = table.Column<long>(type: "bigint", nullable: true),
                    lifted_by = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declared_outages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    means = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    failure = table.Column<string>(type: "text", nullable: true),
                    sender = table.Column<string>(type: "text", nullable: true),
                    parts = table.Column<int>(type: "integer", nullable: false),
                    cost = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    handing_at = table.Column<long>(type: "bigint", nullable: false),
                    handed_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    report_key = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "discrepancies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    move = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    ours = table.Column<long>(type: "bigint", nullable: true),
                    theirs = table.Column<long>(type: "bigint", nullable: true),
                    what = table.Column<string>(type: "text", nullable: false),
                    paid_at = table.Column<long>(type: "bigint", nullable: true),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true),
                    closed_by_name = table.Column<string>(type: "text", nullable: true),
                    ended_as = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_discrepancies", x => x.id);
                    table.CheckConstraint("ck_discrepancies_reason", "state <> 'Closed' OR (reason IS NOT NULL AND length(reason) >= 3)");
                });

            migrationBuilder.CreateTable(
                name: "document_acts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    words = table.Column<string>(type: "text", nullable: false),
                    asked_by_id = table.Column<string>(type: "text", nullable: false),
                    asked_by_name = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    decided_by_name = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_acts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "document_refusals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_refusals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "document_shares",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    token_hash = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_shares", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    institution_ar = table.Column<string>(type: "text", nullable: true),
                    institution_en = table.Column<string>(type: "text", nullable: true),
                    title_ar = table.Column<string>(type: "text", nullable: true),
                    title_en = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<long>(type: "bigint", nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    sandbox = table.Column<bool>(type: "boolean", nullable: false),
                    assurance = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    revocation_reason = table.Column<string>(type: "text", nullable: true),
                    superseded_by = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "drift_baselines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    why = table.Column<string>(type: "text", nullable: true),
                    set_by = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drift_baselines", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "drift_weeks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    week = table.Column<DateOnly>(type: "date", nullable: false),
                    baseline = table.Column<DateOnly>(type: "date", nullable: false),
                    cases = table.Column<int>(type: "integer", nullable: false),
                    median = table.Column<double>(type: "double precision", nullable: true),
                    times = table.Column<double>(type: "double precision", nullable: true),
                    variants = table.Column<double>(type: "double precision", nullable: true),
                    times_moved = table.Column<bool>(type: "boolean", nullable: false),
                    variants_moved = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drift_weeks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "duties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false, defaultValue: "Matter"),
                    state = table.Column<string>(type: "text", nullable: false),
                    owed_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    next_at = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    errors = table.Column<int>(type: "integer", nullable: false),
                    last_why = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_duties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application = table.Column<Guid>(type: "uuid", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false),
                    stamp = table.Column<string>(type: "text", nullable: false),
                    taken_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "escalations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    matter = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor_kind = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: true),
                    channel = table.Column<string>(type: "text", nullable: false),
                    process = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => new { x.chain_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    satisfaction = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fiscal_counters",
                columns: table => new
                {
                    institution = table.Column<string>(type: "text", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fiscal_counters", x => new { x.institution, x.fiscal_year });
                });

            migrationBuilder.CreateTable(
                name: "gate_assessments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false),
                    service_version = table.Column<string>(type: "text", nullable: false),
                    standings = table.Column<string>(type: "text", nullable: false),
                    score = table.Column<int>(type: "integer", nullable: false),
                    open_blocking = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gate_assessments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gate_gaps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    criterion = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gate_gaps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gate_scores",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    criterion = table.Column<string>(type: "text", nullable: false),
                    score = table.Column<int>(type: "integer", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    scored_by = table.Column<string>(type: "text", nullable: false),
                    scored_by_key = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gate_scores", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gate_test_reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    service_version = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    tested_at = table.Column<long>(type: "bigint", nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    found_ar = table.Column<string>(type: "text", nullable: false),
                    found_en = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gate_test_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    channels = table.Column<string>(type: "text", nullable: false),
                    campaign = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    debit = table.Column<string>(type: "text", nullable: false),
                    credit = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger", x => x.id);
                    table.CheckConstraint("ck_ledger_amount", "amount > 0");
                    table.CheckConstraint("ck_ledger_sides", "debit <> credit");
                });

            migrationBuilder.CreateTable(
                name: "log_entries",
                columns: table => new
                {
                    index = table.Column<long>(type: "bigint", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_entries", x => x.index);
                });

            migrationBuilder.CreateTable(
                name: "log_heads",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_heads", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "log_nodes",
                columns: table => new
                {
                    level = table.Column<int>(type: "integer", nullable: false),
                    index = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_nodes", x => new { x.level, x.index });
                });

            migrationBuilder.CreateTable(
                name: "log_pending",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_pending", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mandates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ground = table.Column<string>(type: "text", nullable: false),
                    power = table.Column<string>(type: "text", nullable: false),
                    principal_key = table.Column<string>(type: "text", nullable: false),
                    principal_name = table.Column<string>(type: "text", nullable: false),
                    principal_name_en = table.Column<string>(type: "text", nullable: false),
                    agent_key = table.Column<string>(type: "text", nullable: false),
                    agent_name = table.Column<string>(type: "text", nullable: false),
                    agent_name_en = table.Column<string>(type: "text", nullable: false),
                    services = table.Column<string>(type: "text", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    accepted_at = table.Column<long>(type: "bigint", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true),
                    first_used_at = table.Column<long>(type: "bigint", nullable: true),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true),
                    person = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mandates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_agenda",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    matter = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_agenda", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting = table.Column<string>(type: "text", nullable: false),
                    seat = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_attendance", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meetings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    running = table.Column<int>(type: "integer", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    called_by = table.Column<string>(type: "text", nullable: false),
                    called_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meetings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "message_account_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    issued_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_account_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "message_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_ar = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    keyword = table.Column<string>(type: "text", nullable: true),
                    team = table.Column<string>(type: "text", nullable: false),
                    daily_limit = table.Column<int>(type: "integer", nullable: false),
                    daily_fils = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "message_templates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_templates", x => new { x.id, x.template_version });
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    subject = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    message_id = table.Column<string>(type: "text", nullable: false),
                    template_version = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: true),
                    pace = table.Column<string>(type: "text", nullable: false),
                    is_answer = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "minutes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_minutes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_name = table.Column<string>(type: "text", nullable: false),
                    key_kind = table.Column<string>(type: "text", nullable: false),
                    means = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_version = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    subject = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: false),
                    parts = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    channels = table.Column<string>(type: "text", nullable: false),
                    service_version = table.Column<string>(type: "text", nullable: false),
                    pilot = table.Column<string>(type: "text", nullable: true),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    counter_closes_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partner_contracts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    partner = table.Column<string>(type: "text", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false),
                    begins = table.Column<DateOnly>(type: "date", nullable: false),
                    ends = table.Column<DateOnly>(type: "date", nullable: false),
                    commission = table.Column<long>(type: "bigint", nullable: false),
                    deduction = table.Column<int>(type: "integer", nullable: false),
                    levels = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_contracts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partner_sites",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    partner = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    governorate = table.Column<string>(type: "text", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_sites", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partners",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partners", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "passkey_challenges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: true),
                    options = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkey_challenges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    credential_id = table.Column<string>(type: "text", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<long>(type: "bigint", nullable: false),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true),
                    stopped_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    paid_at = table.Column<long>(type: "bigint", nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    fate = table.Column<string>(type: "text", nullable: false),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: true),
                    outside_no = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "portfolio",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    volume = table.Column<int>(type: "integer", nullable: true),
                    part = table.Column<string>(type: "text", nullable: false),
                    wave = table.Column<int>(type: "integer", nullable: true),
                    service = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_portfolio", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "portfolio_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_portfolio_steps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "published_services",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    service_version = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    files = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_services", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "push_devices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    address_hash = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<byte[]>(type: "bytea", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    app = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_devices", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "rail_sweeps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    seen = table.Column<int>(type: "integer", nullable: false),
                    found = table.Column<int>(type: "integer", nullable: false),
                    unbooked = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rail_sweeps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    paid_at = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    fiscal_number = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "received_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gateway_id = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    understood = table.Column<string>(type: "text", nullable: true),
                    answer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_received_texts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_codes", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "refunds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    request = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    payer_key = table.Column<string>(type: "text", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    from_account = table.Column<string>(type: "text", nullable: false),
                    way = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: true),
                    asked_by = table.Column<string>(type: "text", nullable: true),
                    asked_by_name = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_by_name = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    iban = table.Column<string>(type: "text", nullable: true),
                    outside_no = table.Column<string>(type: "text", nullable: true),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refunds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refused_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    amount_fils = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: true),
                    seen_by = table.Column<string>(type: "text", nullable: true),
                    finding = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refused_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relying_bodies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_ar = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relying_bodies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relying_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    body_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: false),
                    issued_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relying_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settlement_days",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: true),
                    compared_at = table.Column<long>(type: "bigint", nullable: true),
                    paid_count = table.Column<int>(type: "integer", nullable: false),
                    paid_total = table.Column<long>(type: "bigint", nullable: false),
                    refund_count = table.Column<int>(type: "integer", nullable: false),
                    refund_total = table.Column<long>(type: "bigint", nullable: false),
                    matched = table.Column<int>(type: "integer", nullable: false),
                    missing_here = table.Column<int>(type: "integer", nullable: false),
                    missing_there = table.Column<int>(type: "integer", nullable: false),
                    different = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_days", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settlement_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    move = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    rail = table.Column<string>(type: "text", nullable: false),
                    transaction_no = table.Column<string>(type: "text", nullable: false),
                    bill_number = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    agrees = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_lines", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "share_openings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    share_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_share_openings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation = table.Column<string>(type: "text", nullable: false),
                    cashier_key = table.Column<string>(type: "text", nullable: false),
                    cashier_name = table.Column<string>(type: "text", nullable: false),
                    open_key = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    at_start = table.Column<long>(type: "bigint", nullable: false),
                    from_shift = table.Column<Guid>(type: "uuid", nullable: true),
                    cash = table.Column<long>(type: "bigint", nullable: false),
                    by_terminal = table.Column<long>(type: "bigint", nullable: false),
                    counted = table.Column<long>(type: "bigint", nullable: true),
                    difference = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    offered_to = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true),
                    reviewed_by_name = table.Column<string>(type: "text", nullable: true),
                    reviewed_at = table.Column<long>(type: "bigint", nullable: true),
                    review_note = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                    table.CheckConstraint("ck_shifts_cash", "cash >= 0");
                });

            migrationBuilder.CreateTable(
                name: "stopped_phones",
                columns: table => new
                {
                    phone = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stopped_phones", x => x.phone);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    task_id = table.Column<string>(type: "text", nullable: false),
                    node_id = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    confidential = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    overdue = table.Column<bool>(type: "boolean", nullable: false),
                    officer_id = table.Column<string>(type: "text", nullable: true),
                    officer_name = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trainee_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainee = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    site = table.Column<string>(type: "text", nullable: true),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trainee_steps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trainees",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    governorate = table.Column<string>(type: "text", nullable: false),
                    cohort = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trainees", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_nonces",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_nonces", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "verifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document = table.Column<string>(type: "text", nullable: true),
                    body_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    way = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_appointments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    place = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    window = table.Column<int>(type: "integer", nullable: false),
                    moves = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    booked_at = table.Column<long>(type: "bigint", nullable: false),
                    booked_by = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_appointments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_taken_times",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    window = table.Column<int>(type: "integer", nullable: false),
                    appointment = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_taken_times", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    appointment = table.Column<Guid>(type: "uuid", nullable: true),
                    @for = table.Column<long>(name: "for", type: "bigint", nullable: true),
                    taken_at = table.Column<long>(type: "bigint", nullable: false),
                    queued_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    window = table.Column<int>(type: "integer", nullable: true),
                    officer_key = table.Column<string>(type: "text", nullable: true),
                    called_at = table.Column<long>(type: "bigint", nullable: true),
                    calls = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_tickets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_waits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    seconds = table.Column<int>(type: "integer", nullable: false),
                    with_appointment = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_waits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    campaign = table.Column<string>(type: "text", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vulnerabilities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: true),
                    severity = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    found_at = table.Column<long>(type: "bigint", nullable: false),
                    found_by = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true),
                    remedy = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vulnerabilities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "wrong_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_key = table.Column<string>(type: "text", nullable: false),
                    person_key = table.Column<string>(type: "text", nullable: false),
                    fact = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wrong_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "app_grants",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<string>(type: "text", nullable: true),
                    allowed_at = table.Column<long>(type: "bigint", nullable: false),
                    until_at = table.Column<long>(type: "bigint", nullable: false),
                    withdrawn_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_seq = table.Column<long>(type: "bigint", nullable: false),
                    concurrency_token = table.Column<string>(type: "text", nullable: true),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: true),
                    subject = table.Column<string>(type: "text", nullable: true),
                    type = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_grants", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_grants_app_keys_application_id",
                        column: x => x.application_id,
                        principalTable: "app_keys",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "app_tokens",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<string>(type: "text", nullable: true),
                    authorization_id = table.Column<string>(type: "text", nullable: true),
                    concurrency_token = table.Column<string>(type: "text", nullable: true),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    expiration_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redemption_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reference_id = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: true),
                    subject = table.Column<string>(type: "text", nullable: true),
                    type = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_tokens_app_grants_authorization_id",
                        column: x => x.authorization_id,
                        principalTable: "app_grants",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_app_tokens_app_keys_application_id",
                        column: x => x.application_id,
                        principalTable: "app_keys",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_ledger_person_key_at",
                table: "access_ledger",
                columns: new[] { "person_key", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_document_number",
                table: "accounts",
                column: "document_number");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_national_number",
                table: "accounts",
                column: "national_number");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_phone",
                table: "accounts",
                column: "phone");

            migrationBuilder.CreateIndex(
                name: "ix_api_replies_at",
                table: "api_replies",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_app_grants_application_id",
                table: "app_grants",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_grants_subject_application_id",
                table: "app_grants",
                columns: new[] { "subject", "application_id" });

            migrationBuilder.CreateIndex(
                name: "ix_app_hooks_client_id",
                table: "app_hooks",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_keys_app_id",
                table: "app_keys",
                column: "app_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_keys_client_id",
                table: "app_keys",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_app_notices_hook_id_at",
                table: "app_notices",
                columns: new[] { "hook_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_app_notices_state_at",
                table: "app_notices",
                columns: new[] { "state", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_application_id",
                table: "app_tokens",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_authorization_id",
                table: "app_tokens",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_reference_id",
                table: "app_tokens",
                column: "reference_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_applications_person_key",
                table: "applications",
                column: "person_key");

            migrationBuilder.CreateIndex(
                name: "ix_applications_started_at_service",
                table: "applications",
                columns: new[] { "started_at", "service" });

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

            migrationBuilder.CreateIndex(
                name: "ix_benchmark_answers_service_question_at",
                table: "benchmark_answers",
                columns: new[] { "service", "question", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_bills_number",
                table: "bills",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bills_payer_key",
                table: "bills",
                column: "payer_key");

            migrationBuilder.CreateIndex(
                name: "ix_bills_subject_id",
                table: "bills",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_budget_corrects",
                table: "budget",
                column: "corrects",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_budget_institution_year",
                table: "budget",
                columns: new[] { "institution", "year" });

            migrationBuilder.CreateIndex(
                name: "ix_call_backs_state_due_at",
                table: "call_backs",
                columns: new[] { "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_agent_key",
                table: "calls",
                column: "agent_key",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_calls_agent_key_begun_at",
                table: "calls",
                columns: new[] { "agent_key", "begun_at" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_begun_at",
                table: "calls",
                column: "begun_at");

            migrationBuilder.CreateIndex(
                name: "ix_campaigns_code",
                table: "campaigns",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cases_ended_at_service_public_state",
                table: "cases",
                columns: new[] { "ended_at", "service", "public_state" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_person_key_submitted_at",
                table: "cases",
                columns: new[] { "person_key", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_reference",
                table: "cases",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cases_service_submitted_at_channel_governorate_birth_year",
                table: "cases",
                columns: new[] { "service", "submitted_at", "channel", "governorate", "birth_year" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_submitted_at_exemption",
                table: "cases",
                columns: new[] { "submitted_at", "exemption" },
                filter: "exemption IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_submitted_at_site",
                table: "cases",
                columns: new[] { "submitted_at", "site" },
                filter: "site IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_checkouts_bill_number",
                table: "checkouts",
                column: "bill_number");

            migrationBuilder.CreateIndex(
                name: "ix_checkpoint_leaves_checkpoint",
                table: "checkpoint_leaves",
                column: "checkpoint");

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
                name: "ix_credits_payer_key_institution",
                table: "credits",
                columns: new[] { "payer_key", "institution" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_decision_follow_ups_decision_at",
                table: "decision_follow_ups",
                columns: new[] { "decision", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_number",
                table: "decisions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_decisions_service_kind",
                table: "decisions",
                columns: new[] { "service", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_declared_outages_until",
                table: "declared_outages",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_message_id_means_to",
                table: "deliveries",
                columns: new[] { "message_id", "means", "to" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_to_at",
                table: "deliveries",
                columns: new[] { "to", "at" });

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
                name: "ix_document_acts_document_id",
                table: "document_acts",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_acts_institution_state",
                table: "document_acts",
                columns: new[] { "institution", "state" });

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
                name: "ix_documents_case_id_kind",
                table: "documents",
                columns: new[] { "case_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_documents_code",
                table: "documents",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_documents_key",
                table: "documents",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_documents_person_key",
                table: "documents",
                column: "person_key");

            migrationBuilder.CreateIndex(
                name: "ix_documents_reference",
                table: "documents",
                column: "reference");

            migrationBuilder.CreateIndex(
                name: "ix_documents_sha256",
                table: "documents",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_drift_baselines_service_from",
                table: "drift_baselines",
                columns: new[] { "service", "from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_drift_weeks_service_baseline_week",
                table: "drift_weeks",
                columns: new[] { "service", "baseline", "week" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_duties_dead",
                table: "duties",
                column: "next_at",
                filter: "state = 'Dead'");

            migrationBuilder.CreateIndex(
                name: "ix_duties_key",
                table: "duties",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_duties_waiting",
                table: "duties",
                columns: new[] { "lane", "next_at" },
                filter: "state = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_entries_application",
                table: "entries",
                column: "application");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_at",
                table: "escalations",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_matter_due_on_level",
                table: "escalations",
                columns: new[] { "matter", "due_on", "level" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_events_at",
                table: "events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_service_given_at",
                table: "feedback",
                columns: new[] { "service", "given_at" });

            migrationBuilder.CreateIndex(
                name: "ix_gate_assessments_service_at",
                table: "gate_assessments",
                columns: new[] { "service", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_gate_gaps_service_criterion_at",
                table: "gate_gaps",
                columns: new[] { "service", "criterion", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_gate_scores_service_criterion_at",
                table: "gate_scores",
                columns: new[] { "service", "criterion", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_gate_test_reports_service_kind_at",
                table: "gate_test_reports",
                columns: new[] { "service", "kind", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_gates_service",
                table: "gates",
                column: "service",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_bill_number",
                table: "ledger",
                column: "bill_number");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_credit_at",
                table: "ledger",
                columns: new[] { "credit", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_debit_at",
                table: "ledger",
                columns: new[] { "debit", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_key",
                table: "ledger",
                column: "key",
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
                name: "ix_mandates_agent_key_made_at",
                table: "mandates",
                columns: new[] { "agent_key", "made_at" });

            migrationBuilder.CreateIndex(
                name: "ix_mandates_principal_key_agent_key_ground_power",
                table: "mandates",
                columns: new[] { "principal_key", "agent_key", "ground", "power" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_mandates_principal_key_made_at",
                table: "mandates",
                columns: new[] { "principal_key", "made_at" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_agenda_meeting_position",
                table: "meeting_agenda",
                columns: new[] { "meeting", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_meeting_attendance_meeting_seat_name",
                table: "meeting_attendance",
                columns: new[] { "meeting", "seat", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_meetings_number",
                table: "meetings",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_message_account_keys_account_id",
                table: "message_account_keys",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_person_key_at",
                table: "messages",
                columns: new[] { "person_key", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_minutes_meeting",
                table: "minutes",
                column: "meeting",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notifications_account_id_at_id",
                table: "notifications",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_service",
                table: "offers",
                column: "service",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partner_contracts_number",
                table: "partner_contracts",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partner_contracts_partner",
                table: "partner_contracts",
                column: "partner");

            migrationBuilder.CreateIndex(
                name: "ix_partner_sites_code",
                table: "partner_sites",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partner_sites_partner",
                table: "partner_sites",
                column: "partner");

            migrationBuilder.CreateIndex(
                name: "ix_partners_code",
                table: "partners",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passkey_challenges_expires_at",
                table: "passkey_challenges",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_credential_id",
                table: "passkeys",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_person_key",
                table: "passkeys",
                column: "person_key");

            migrationBuilder.CreateIndex(
                name: "ix_payments_bill_number",
                table: "payments",
                column: "bill_number");

            migrationBuilder.CreateIndex(
                name: "ix_payments_paid_at",
                table: "payments",
                column: "paid_at");

            migrationBuilder.CreateIndex(
                name: "ix_payments_shift_id",
                table: "payments",
                column: "shift_id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_transaction_no",
                table: "payments",
                column: "transaction_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_portfolio_code",
                table: "portfolio",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_portfolio_steps_code_state",
                table: "portfolio_steps",
                columns: new[] { "code", "state" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_published_services_service_service_version_content_hash",
                table: "published_services",
                columns: new[] { "service", "service_version", "content_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_push_devices_address_hash",
                table: "push_devices",
                column: "address_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_push_devices_person_key",
                table: "push_devices",
                column: "person_key");

            migrationBuilder.CreateIndex(
                name: "ix_rail_messages_message_guid",
                table: "rail_messages",
                column: "message_guid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rail_sweeps_at",
                table: "rail_sweeps",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_bill_number",
                table: "receipts",
                column: "bill_number");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_fiscal_year_at",
                table: "receipts",
                columns: new[] { "fiscal_year", "at" },
                filter: "fiscal_number IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_institution_at",
                table: "receipts",
                columns: new[] { "institution", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_receipts_institution_fiscal_year_fiscal_number",
                table: "receipts",
                columns: new[] { "institution", "fiscal_year", "fiscal_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_number",
                table: "receipts",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_payer_key",
                table: "receipts",
                column: "payer_key");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_transaction_no",
                table: "receipts",
                column: "transaction_no");

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

            migrationBuilder.CreateIndex(
                name: "ix_recovery_codes_person_key",
                table: "recovery_codes",
                column: "person_key");

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

            migrationBuilder.CreateIndex(
                name: "ix_refunds_bill_number",
                table: "refunds",
                column: "bill_number");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_institution_state",
                table: "refunds",
                columns: new[] { "institution", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_refunds_key",
                table: "refunds",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_payer_key",
                table: "refunds",
                column: "payer_key");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_request",
                table: "refunds",
                column: "request");

            migrationBuilder.CreateIndex(
                name: "ix_refused_notices_at",
                table: "refused_notices",
                column: "at");

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
                name: "ix_reports_kind_month_revision",
                table: "reports",
                columns: new[] { "kind", "month", "revision" },
                unique: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_share_openings_share_id",
                table: "share_openings",
                column: "share_id");

            migrationBuilder.CreateIndex(
                name: "ix_shifts_offered_to",
                table: "shifts",
                column: "offered_to");

            migrationBuilder.CreateIndex(
                name: "ix_shifts_open_key",
                table: "shifts",
                column: "open_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shifts_organisation_opened_at",
                table: "shifts",
                columns: new[] { "organisation", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_case_id_task_id",
                table: "tasks",
                columns: new[] { "case_id", "task_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_institution_closed_at",
                table: "tasks",
                columns: new[] { "institution", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_role_state_due_at",
                table: "tasks",
                columns: new[] { "role", "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trainee_steps_trainee_state_on",
                table: "trainee_steps",
                columns: new[] { "trainee", "state", "on" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trainees_account",
                table: "trainees",
                column: "account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trainees_number",
                table: "trainees",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_verifications_body_id_at",
                table: "verifications",
                columns: new[] { "body_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_verifications_document",
                table: "verifications",
                column: "document");

            migrationBuilder.CreateIndex(
                name: "ix_visit_appointments_code",
                table: "visit_appointments",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_visit_appointments_person_key_booked_at",
                table: "visit_appointments",
                columns: new[] { "person_key", "booked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_visit_appointments_person_key_kind",
                table: "visit_appointments",
                columns: new[] { "person_key", "kind" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_visit_appointments_place_at",
                table: "visit_appointments",
                columns: new[] { "place", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_visit_appointments_service_at",
                table: "visit_appointments",
                columns: new[] { "service", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_visit_taken_times_appointment",
                table: "visit_taken_times",
                column: "appointment");

            migrationBuilder.CreateIndex(
                name: "ix_visit_taken_times_place_at_window",
                table: "visit_taken_times",
                columns: new[] { "place", "at", "window" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_visit_tickets_appointment",
                table: "visit_tickets",
                column: "appointment",
                unique: true,
                filter: "appointment IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_visit_tickets_place_day_number",
                table: "visit_tickets",
                columns: new[] { "place", "day", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_visit_tickets_place_day_window",
                table: "visit_tickets",
                columns: new[] { "place", "day", "window" },
                unique: true,
                filter: "ended_at IS NULL AND \"window\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_visit_tickets_service_day",
                table: "visit_tickets",
                columns: new[] { "service", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_visit_waits_place_day",
                table: "visit_waits",
                columns: new[] { "place", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_visits_service_day",
                table: "visits",
                columns: new[] { "service", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_vulnerabilities_number",
                table: "vulnerabilities",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_wrong_answers_agent_key_at",
                table: "wrong_answers",
                columns: new[] { "agent_key", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_wrong_answers_person_key_at",
                table: "wrong_answers",
                columns: new[] { "person_key", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_ledger");

            migrationBuilder.DropTable(
                name: "account_safety");

            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "api_replies");

            migrationBuilder.DropTable(
                name: "app_hooks");

            migrationBuilder.DropTable(
                name: "app_notices");

            migrationBuilder.DropTable(
                name: "app_tokens");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "apps");

            migrationBuilder.DropTable(
                name: "assisted_sessions");

            migrationBuilder.DropTable(
                name: "benchmark_answers");

            migrationBuilder.DropTable(
                name: "bills");

            migrationBuilder.DropTable(
                name: "budget");

            migrationBuilder.DropTable(
                name: "call_backs");

            migrationBuilder.DropTable(
                name: "calls");

            migrationBuilder.DropTable(
                name: "campaigns");

            migrationBuilder.DropTable(
                name: "cases");

            migrationBuilder.DropTable(
                name: "checkouts");

            migrationBuilder.DropTable(
                name: "checkpoint_keys");

            migrationBuilder.DropTable(
                name: "checkpoint_leaves");

            migrationBuilder.DropTable(
                name: "checkpoints");

            migrationBuilder.DropTable(
                name: "complaints");

            migrationBuilder.DropTable(
                name: "contact_preferences");

            migrationBuilder.DropTable(
                name: "credential_offers");

            migrationBuilder.DropTable(
                name: "credential_status");

            migrationBuilder.DropTable(
                name: "credits");

            migrationBuilder.DropTable(
                name: "decision_follow_ups");

            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropTable(
                name: "declared_outages");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "discrepancies");

            migrationBuilder.DropTable(
                name: "document_acts");

            migrationBuilder.DropTable(
                name: "document_refusals");

            migrationBuilder.DropTable(
                name: "document_shares");

            migrationBuilder.DropTable(
                name: "documents");

            migrationBuilder.DropTable(
                name: "drift_baselines");

            migrationBuilder.DropTable(
                name: "drift_weeks");

            migrationBuilder.DropTable(
                name: "duties");

            migrationBuilder.DropTable(
                name: "entries");

            migrationBuilder.DropTable(
                name: "escalations");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "files");

            migrationBuilder.DropTable(
                name: "fiscal_counters");

            migrationBuilder.DropTable(
                name: "gate_assessments");

            migrationBuilder.DropTable(
                name: "gate_gaps");

            migrationBuilder.DropTable(
                name: "gate_scores");

            migrationBuilder.DropTable(
                name: "gate_test_reports");

            migrationBuilder.DropTable(
                name: "gates");

            migrationBuilder.DropTable(
                name: "ledger");

            migrationBuilder.DropTable(
                name: "log_entries");

            migrationBuilder.DropTable(
                name: "log_heads");

            migrationBuilder.DropTable(
                name: "log_nodes");

            migrationBuilder.DropTable(
                name: "log_pending");

            migrationBuilder.DropTable(
                name: "mandates");

            migrationBuilder.DropTable(
                name: "meeting_agenda");

            migrationBuilder.DropTable(
                name: "meeting_attendance");

            migrationBuilder.DropTable(
                name: "meetings");

            migrationBuilder.DropTable(
                name: "message_account_keys");

            migrationBuilder.DropTable(
                name: "message_accounts");

            migrationBuilder.DropTable(
                name: "message_templates");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "minutes");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropTable(
                name: "partner_contracts");

            migrationBuilder.DropTable(
                name: "partner_sites");

            migrationBuilder.DropTable(
                name: "partners");

            migrationBuilder.DropTable(
                name: "passkey_challenges");

            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropTable(
                name: "portfolio");

            migrationBuilder.DropTable(
                name: "portfolio_steps");

            migrationBuilder.DropTable(
                name: "published_services");

            migrationBuilder.DropTable(
                name: "push_devices");

            migrationBuilder.DropTable(
                name: "rail_messages");

            migrationBuilder.DropTable(
                name: "rail_sweeps");

            migrationBuilder.DropTable(
                name: "receipts");

            migrationBuilder.DropTable(
                name: "received_texts");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "refund_wishes");

            migrationBuilder.DropTable(
                name: "refunds");

            migrationBuilder.DropTable(
                name: "refused_notices");

            migrationBuilder.DropTable(
                name: "relying_bodies");

            migrationBuilder.DropTable(
                name: "relying_keys");

            migrationBuilder.DropTable(
                name: "reports");

            migrationBuilder.DropTable(
                name: "settlement_days");

            migrationBuilder.DropTable(
                name: "settlement_lines");

            migrationBuilder.DropTable(
                name: "share_openings");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropTable(
                name: "stopped_phones");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "trainee_steps");

            migrationBuilder.DropTable(
                name: "trainees");

            migrationBuilder.DropTable(
                name: "used_nonces");

            migrationBuilder.DropTable(
                name: "verifications");

            migrationBuilder.DropTable(
                name: "visit_appointments");

            migrationBuilder.DropTable(
                name: "visit_taken_times");

            migrationBuilder.DropTable(
                name: "visit_tickets");

            migrationBuilder.DropTable(
                name: "visit_waits");

            migrationBuilder.DropTable(
                name: "visits");

            migrationBuilder.DropTable(
                name: "vulnerabilities");

            migrationBuilder.DropTable(
                name: "wrong_answers");

            migrationBuilder.DropTable(
                name: "app_grants");

            migrationBuilder.DropTable(
                name: "app_keys");
        }
    }
}
