using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "interaction_ids");

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staged_scores",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    suspicion = table.Column<double>(type: "double precision", nullable: false),
                    questionable = table.Column<bool>(type: "boolean", nullable: false),
                    outcome_metric = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    outcome_value = table.Column<double>(type: "double precision", nullable: true),
                    priority = table.Column<double>(type: "double precision", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staged_scores", x => new { x.batch_id, x.interaction_id });
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenants", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    key_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    secret_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    scopes = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_keys_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pending_signals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    trace_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    task_type = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    task_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    signal_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_signals", x => x.id);
                    table.ForeignKey(
                        name: "fk_pending_signals_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quarantined_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                    line = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    replayed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quarantined_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_quarantined_events_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "labelers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labelers", x => x.id);
                    table.ForeignKey(
                        name: "fk_labelers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_labelers_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_links",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    token_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    is_invitation = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_links", x => x.id);
                    table.ForeignKey(
                        name: "fk_sign_in_links_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_claims_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_user_logins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_user_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    queue_item_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    fence = table.Column<int>(type: "integer", nullable: false),
                    leased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    skip_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    flag_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    flagged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignments", x => x.id);
                    table.ForeignKey(
                        name: "fk_assignments_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "label_drafts",
                columns: table => new
                {
                    assignment_id = table.Column<long>(type: "bigint", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    elapsed_ms = table.Column<int>(type: "integer", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_drafts", x => x.assignment_id);
                    table.ForeignKey(
                        name: "fk_label_drafts_assignments_assignment_id",
                        column: x => x.assignment_id,
                        principalTable: "assignments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "interaction_payloads",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    input = table.Column<string>(type: "text", nullable: true),
                    output = table.Column<string>(type: "text", nullable: true),
                    messages = table.Column<string>(type: "text", nullable: true),
                    context = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction_payloads", x => x.interaction_id);
                });

            migrationBuilder.CreateTable(
                name: "interactions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    trace_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    task_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    session_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    user_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    country = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    segment = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    prompt_version = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    model_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    model_version = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    served_model = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    deployment_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    release = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    knowledge_version = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    input_hash = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    output_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    output_tokens = table.Column<int>(type: "integer", nullable: true),
                    client_latency_ms = table.Column<double>(type: "double precision", nullable: true),
                    server_latency_ms = table.Column<double>(type: "double precision", nullable: true),
                    error_kind = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    shadow = table.Column<bool>(type: "boolean", nullable: false),
                    propensity = table.Column<double>(type: "double precision", nullable: true),
                    consent_scope = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    outcome_metric = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    outcome_value = table.Column<double>(type: "double precision", nullable: true),
                    suspicion = table.Column<double>(type: "double precision", nullable: false),
                    questionable = table.Column<bool>(type: "boolean", nullable: false),
                    label_count = table.Column<int>(type: "integer", nullable: false),
                    preview = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interactions", x => x.id);
                    table.CheckConstraint("ck_interactions_suspicion", "suspicion >= 0 AND suspicion <= 1");
                });

            migrationBuilder.CreateTable(
                name: "signals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    signal_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    numeric_value = table.Column<double>(type: "double precision", nullable: true),
                    text_value = table.Column<string>(type: "text", nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    role = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    polarity = table.Column<short>(type: "smallint", nullable: false),
                    strength = table.Column<double>(type: "double precision", nullable: false),
                    trust = table.Column<double>(type: "double precision", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signals", x => x.id);
                    table.CheckConstraint("ck_signals_polarity", "polarity IN (-1, 0, 1)");
                    table.ForeignKey(
                        name: "fk_signals_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "label_answers",
                columns: table => new
                {
                    label_id = table.Column<long>(type: "bigint", nullable: false),
                    criterion = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    numeric_value = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_answers", x => new { x.label_id, x.criterion });
                });

            migrationBuilder.CreateTable(
                name: "labeler_days",
                columns: table => new
                {
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    labels = table.Column<int>(type: "integer", nullable: false),
                    skips = table.Column<int>(type: "integer", nullable: false),
                    time_on_task_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labeler_days", x => new { x.labeler_id, x.workflow_id, x.day });
                    table.ForeignKey(
                        name: "fk_labeler_days_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "labels",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    assignment_id = table.Column<long>(type: "bigint", nullable: true),
                    idempotency_key = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    is_current = table.Column<bool>(type: "boolean", nullable: false),
                    is_extra = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    time_on_task_ms = table.Column<int>(type: "integer", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labels", x => x.id);
                    table.CheckConstraint("ck_labels_revision", "revision >= 1");
                    table.ForeignKey(
                        name: "fk_labels_assignments_assignment_id",
                        column: x => x.assignment_id,
                        principalTable: "assignments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_labels_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_labels_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "queue_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<int>(type: "integer", nullable: false),
                    priority = table.Column<double>(type: "double precision", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    open_slots = table.Column<int>(type: "integer", nullable: false),
                    slots = table.Column<int>(type: "integer", nullable: false),
                    labels_done = table.Column<int>(type: "integer", nullable: false),
                    inclusion_probability = table.Column<double>(type: "double precision", nullable: false),
                    dropped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queue_items", x => x.id);
                    table.CheckConstraint("ck_queue_items_probability", "inclusion_probability > 0 AND inclusion_probability <= 1");
                    table.CheckConstraint("ck_queue_items_slots", "open_slots >= 0 AND open_slots <= slots AND slots BETWEEN 1 AND 20");
                    table.ForeignKey(
                        name: "fk_queue_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "role_grants",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    granted_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_grants", x => x.id);
                    table.CheckConstraint("ck_role_grants_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)");
                    table.ForeignKey(
                        name: "fk_role_grants_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_role_grants_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rubric_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    rubric_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rubrics",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubrics", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "suspicion_weights",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suspicion_weights", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflows",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    configured = table.Column<bool>(type: "boolean", nullable: false),
                    outcome_metric = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    outcome_unit = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    outcome_direction = table.Column<int>(type: "integer", nullable: false),
                    value_per_unit = table.Column<double>(type: "double precision", nullable: false),
                    base_impact = table.Column<double>(type: "double precision", nullable: false),
                    questionable_threshold = table.Column<double>(type: "double precision", nullable: false),
                    labels_per_item = table.Column<int>(type: "integer", nullable: false),
                    labels_per_audit_item = table.Column<int>(type: "integer", nullable: false),
                    audit_share = table.Column<double>(type: "double precision", nullable: false),
                    lease_minutes = table.Column<int>(type: "integer", nullable: false),
                    segment_weights = table.Column<string>(type: "text", nullable: false),
                    suspicion_weights_id = table.Column<long>(type: "bigint", nullable: true),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    active_rubric_version_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflows", x => x.id);
                    table.UniqueConstraint("ak_workflows_tenant_id_id", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_workflows_audit_share", "audit_share >= 0 AND audit_share <= 1");
                    table.CheckConstraint("ck_workflows_labels_per_item", "labels_per_item BETWEEN 1 AND 20 AND labels_per_audit_item BETWEEN 1 AND 20");
                    table.CheckConstraint("ck_workflows_lease", "lease_minutes BETWEEN 1 AND 1440");
                    table.CheckConstraint("ck_workflows_threshold", "questionable_threshold >= 0 AND questionable_threshold <= 1");
                    table.ForeignKey(
                        name: "fk_workflows_rubric_versions_active_rubric_version_id",
                        column: x => x.active_rubric_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_workflows_suspicion_weights_suspicion_weights_id",
                        column: x => x.suspicion_weights_id,
                        principalTable: "suspicion_weights",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_workflows_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_workflows_users_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "workflow_counters",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    shard = table.Column<int>(type: "integer", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    questionable = table.Column<long>(type: "bigint", nullable: false),
                    open_slots = table.Column<long>(type: "bigint", nullable: false),
                    leased_slots = table.Column<long>(type: "bigint", nullable: false),
                    labels = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_counters", x => new { x.workflow_id, x.shard });
                    table.ForeignKey(
                        name: "fk_workflow_counters_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_key_id",
                table: "api_keys",
                column: "key_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_tenant_id",
                table: "api_keys",
                column: "tenant_id");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_labeler_id_finished_at",
                table: "assignments",
                columns: new[] { "labeler_id", "finished_at" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_leased",
                table: "assignments",
                column: "lease_until",
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_queue_item_id_labeler_id",
                table: "assignments",
                columns: new[] { "queue_item_id", "labeler_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_interactions_tenant_id_trace_id",
                table: "interactions",
                columns: new[] { "tenant_id", "trace_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_interactions_tenant_id_workflow_id",
                table: "interactions",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_workflow_id_task_id",
                table: "interactions",
                columns: new[] { "workflow_id", "task_id" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_workflow_id_timestamp_id",
                table: "interactions",
                columns: new[] { "workflow_id", "timestamp", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_labeler_days_workflow_id",
                table: "labeler_days",
                column: "workflow_id");

            migrationBuilder.CreateIndex(
                name: "ix_labelers_tenant_id_key",
                table: "labelers",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_labelers_user_id",
                table: "labelers",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_labels_current_of_assignment",
                table: "labels",
                column: "assignment_id",
                unique: true,
                filter: "is_current = true AND is_extra = false");

            migrationBuilder.CreateIndex(
                name: "ix_labels_interaction_id",
                table: "labels",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_labels_labeler_id_idempotency_key",
                table: "labels",
                columns: new[] { "labeler_id", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_labels_rubric_version_id",
                table: "labels",
                column: "rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_labels_tenant_id_workflow_id",
                table: "labels",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_labels_workflow_id_id",
                table: "labels",
                columns: new[] { "workflow_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_signals_tenant_id_task_id",
                table: "pending_signals",
                columns: new[] { "tenant_id", "task_id" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_signals_tenant_id_trace_id_signal_key",
                table: "pending_signals",
                columns: new[] { "tenant_id", "trace_id", "signal_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quarantined_events_tenant_id_content_hash",
                table: "quarantined_events",
                columns: new[] { "tenant_id", "content_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quarantined_events_tenant_id_received_at",
                table: "quarantined_events",
                columns: new[] { "tenant_id", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_interaction_id_source",
                table: "queue_items",
                columns: new[] { "interaction_id", "source" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_open",
                table: "queue_items",
                columns: new[] { "workflow_id", "priority", "id" },
                descending: new[] { false, true, false },
                filter: "open_slots > 0");

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_tenant_id_workflow_id",
                table: "queue_items",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_user_id_role_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "user_id", "role", "tenant_id", "workflow_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_rubric_versions_rubric_id_number",
                table: "rubric_versions",
                columns: new[] { "rubric_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rubrics_workflow_id_key",
                table: "rubrics",
                columns: new[] { "workflow_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_links_token_hash",
                table: "sign_in_links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_links_user_id",
                table: "sign_in_links",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_signals_interaction_id_signal_key",
                table: "signals",
                columns: new[] { "interaction_id", "signal_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_suspicion_weights_workflow_id_number",
                table: "suspicion_weights",
                columns: new[] { "workflow_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tenants_key",
                table: "tenants",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_claims_user_id",
                table: "user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_logins_user_id",
                table: "user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "email_index",
                table: "users",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "user_name_index",
                table: "users",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_workflows_active_rubric_version_id",
                table: "workflows",
                column: "active_rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_workflows_owner_id",
                table: "workflows",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "ix_workflows_suspicion_weights_id",
                table: "workflows",
                column: "suspicion_weights_id");

            migrationBuilder.CreateIndex(
                name: "ix_workflows_tenant_id_key",
                table: "workflows",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_assignments_queue_items_queue_item_id",
                table: "assignments",
                column: "queue_item_id",
                principalTable: "queue_items",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_payloads_interactions_interaction_id",
                table: "interaction_payloads",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_interactions_workflows_tenant_id_workflow_id",
                table: "interactions",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_label_answers_labels_label_id",
                table: "label_answers",
                column: "label_id",
                principalTable: "labels",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_labeler_days_workflows_workflow_id",
                table: "labeler_days",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_labels_rubric_versions_rubric_version_id",
                table: "labels",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_labels_workflows_tenant_id_workflow_id",
                table: "labels",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_items_workflows_tenant_id_workflow_id",
                table: "queue_items",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_role_grants_workflows_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rubric_versions_rubrics_rubric_id",
                table: "rubric_versions",
                column: "rubric_id",
                principalTable: "rubrics",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rubrics_workflows_workflow_id",
                table: "rubrics",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_suspicion_weights_workflows_workflow_id",
                table: "suspicion_weights",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_workflows_tenants_tenant_id",
                table: "workflows");

            migrationBuilder.DropForeignKey(
                name: "fk_rubrics_workflows_workflow_id",
                table: "rubrics");

            migrationBuilder.DropForeignKey(
                name: "fk_suspicion_weights_workflows_workflow_id",
                table: "suspicion_weights");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "interaction_payloads");

            migrationBuilder.DropTable(
                name: "label_answers");

            migrationBuilder.DropTable(
                name: "label_drafts");

            migrationBuilder.DropTable(
                name: "labeler_days");

            migrationBuilder.DropTable(
                name: "pending_signals");

            migrationBuilder.DropTable(
                name: "quarantined_events");

            migrationBuilder.DropTable(
                name: "role_grants");

            migrationBuilder.DropTable(
                name: "sign_in_links");

            migrationBuilder.DropTable(
                name: "signals");

            migrationBuilder.DropTable(
                name: "staged_scores");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "workflow_counters");

            migrationBuilder.DropTable(
                name: "labels");

            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "labelers");

            migrationBuilder.DropTable(
                name: "queue_items");

            migrationBuilder.DropTable(
                name: "interactions");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropTable(
                name: "workflows");

            migrationBuilder.DropTable(
                name: "rubric_versions");

            migrationBuilder.DropTable(
                name: "suspicion_weights");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "rubrics");

            migrationBuilder.DropSequence(
                name: "interaction_ids");
        }
    }
}
