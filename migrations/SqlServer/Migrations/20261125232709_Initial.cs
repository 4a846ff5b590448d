using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    friendly_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    xml = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "routing_versions",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_routing_versions", x => x.id);
                    table.CheckConstraint("ck_routing_versions_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "sign_in_tries",
                columns: table => new
                {
                    key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<int>(type: "int", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_tries", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "staged_scores",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    suspicion = table.Column<double>(type: "float", nullable: false),
                    questionable = table.Column<bool>(type: "bit", nullable: false),
                    outcome_metric = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_value = table.Column<double>(type: "float", nullable: true),
                    priority = table.Column<double>(type: "float", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2")
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    demo_started_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    demo_finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    max_workflows = table.Column<int>(type: "int", nullable: true),
                    max_imported_rubrics = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenants", x => x.id);
                    table.CheckConstraint("ck_tenants_limits", "max_workflows >= 0 AND max_imported_rubrics >= 0");
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    display_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    disabled_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    email_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    password_hash = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    security_stamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone_number = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone_number_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "bit", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    lockout_enabled = table.Column<bool>(type: "bit", nullable: false),
                    access_failed_count = table.Column<int>(type: "int", nullable: false)
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    key_id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    secret_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    scopes = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                name: "model_endpoints",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    base_url = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    model = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    protected_key = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    removed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_endpoints", x => x.id);
                    table.UniqueConstraint("ak_model_endpoints_tenant_id_id", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_model_endpoints_tenants_tenant_id",
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    trace_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    task_type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    task_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    signal_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    body = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    content_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2"),
                    detail = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    line = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    replayed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                name: "account_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    security_stamp = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "labelers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
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
                name: "notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    link = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                    table.ForeignKey(
                        name: "fk_notices_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_links",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    token_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    claim_type = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    claim_value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
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
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_display_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
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
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
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
                name: "adjudications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    answers = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    cause = table.Column<int>(type: "int", nullable: false),
                    note = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    decided_by_id = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjudications", x => x.id);
                    table.CheckConstraint("ck_adjudications_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_adjudications_users_decided_by_id",
                        column: x => x.decided_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agreement_criteria",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "nvarchar(301)", maxLength: 301, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_criteria", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "agreement_patterns",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pattern = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    items = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_patterns", x => new { x.criterion_id, x.day, x.hash });
                    table.CheckConstraint("ck_agreement_patterns_items", "items >= 0");
                    table.ForeignKey(
                        name: "fk_agreement_patterns_agreement_criteria_criterion_id",
                        column: x => x.criterion_id,
                        principalTable: "agreement_criteria",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "agreement_values",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    value = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_values", x => x.id);
                    table.ForeignKey(
                        name: "fk_agreement_values_agreement_criteria_criterion_id",
                        column: x => x.criterion_id,
                        principalTable: "agreement_criteria",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "consensus_fits",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    fitted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    milliseconds = table.Column<int>(type: "int", nullable: false),
                    items = table.Column<long>(type: "bigint", nullable: false),
                    labels = table.Column<long>(type: "bigint", nullable: false),
                    iterations = table.Column<int>(type: "int", nullable: false),
                    log_likelihood = table.Column<double>(type: "float", nullable: false),
                    categories = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    priors = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consensus_fits", x => x.criterion_id);
                    table.ForeignKey(
                        name: "fk_consensus_fits_agreement_criteria_criterion_id",
                        column: x => x.criterion_id,
                        principalTable: "agreement_criteria",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "labeler_pairs",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    labeler_a_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_b_id = table.Column<long>(type: "bigint", nullable: false),
                    value_a_id = table.Column<long>(type: "bigint", nullable: false),
                    value_b_id = table.Column<long>(type: "bigint", nullable: false),
                    items = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labeler_pairs", x => new { x.criterion_id, x.day, x.labeler_a_id, x.labeler_b_id, x.value_a_id, x.value_b_id });
                    table.CheckConstraint("ck_labeler_pairs_items", "items >= 0");
                    table.CheckConstraint("ck_labeler_pairs_order", "labeler_a_id < labeler_b_id");
                    table.ForeignKey(
                        name: "fk_labeler_pairs_agreement_criteria_criterion_id",
                        column: x => x.criterion_id,
                        principalTable: "agreement_criteria",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_labeler_pairs_labelers_labeler_a_id",
                        column: x => x.labeler_a_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_labeler_pairs_labelers_labeler_b_id",
                        column: x => x.labeler_b_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "labeler_qualities",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    labels = table.Column<int>(type: "int", nullable: false),
                    expected_right = table.Column<double>(type: "float", nullable: false),
                    confusion = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labeler_qualities", x => new { x.criterion_id, x.labeler_id });
                    table.CheckConstraint("ck_labeler_qualities_right", "expected_right >= 0 AND labels > 0");
                    table.ForeignKey(
                        name: "fk_labeler_qualities_consensus_fits_criterion_id",
                        column: x => x.criterion_id,
                        principalTable: "consensus_fits",
                        principalColumn: "criterion_id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_labeler_qualities_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agreement_entries",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    value_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_entries", x => new { x.criterion_id, x.interaction_id, x.labeler_id });
                    table.ForeignKey(
                        name: "fk_agreement_entries_agreement_criteria_criterion_id",
                        column: x => x.criterion_id,
                        principalTable: "agreement_criteria",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agreement_entries_agreement_values_value_id",
                        column: x => x.value_id,
                        principalTable: "agreement_values",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agreement_entries_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agreement_turns",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    counted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_turns", x => x.workflow_id);
                });

            migrationBuilder.CreateTable(
                name: "arm_comparisons",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    experiment_id = table.Column<long>(type: "bigint", nullable: true),
                    watch_id = table.Column<long>(type: "bigint", nullable: true),
                    searched_to = table.Column<long>(type: "bigint", nullable: false),
                    shared_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_arm_comparisons", x => x.id);
                    table.CheckConstraint("ck_arm_comparisons_of", "(experiment_id IS NULL AND watch_id IS NOT NULL) OR (experiment_id IS NOT NULL AND watch_id IS NULL)");
                });

            migrationBuilder.CreateTable(
                name: "shared_units",
                columns: table => new
                {
                    comparison_id = table.Column<long>(type: "bigint", nullable: false),
                    task_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_pending = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_units", x => new { x.comparison_id, x.task_id });
                    table.ForeignKey(
                        name: "fk_shared_units_arm_comparisons_comparison_id",
                        column: x => x.comparison_id,
                        principalTable: "arm_comparisons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "arm_shares",
                columns: table => new
                {
                    experiment_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    share = table.Column<double>(type: "float", nullable: false),
                    units = table.Column<long>(type: "bigint", nullable: false),
                    mean = table.Column<double>(type: "float", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_arm_shares", x => new { x.experiment_id, x.release_id, x.at });
                    table.CheckConstraint("ck_arm_shares_share", "share >= 0 AND share <= 1");
                });

            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    queue_item_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    fence = table.Column<int>(type: "int", nullable: false),
                    leased_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    skip_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    flag_note = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    flagged_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                    answers = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    elapsed_ms = table.Column<int>(type: "int", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
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
                name: "attribute_buckets",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    attribute = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    edges = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attribute_buckets", x => new { x.workflow_id, x.attribute });
                });

            migrationBuilder.CreateTable(
                name: "breakdowns",
                columns: table => new
                {
                    slice_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    key = table.Column<string>(type: "nvarchar(220)", maxLength: 220, nullable: false, collation: "Latin1_General_100_BIN2"),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    outcome_count = table.Column<long>(type: "bigint", nullable: false),
                    outcome_sum = table.Column<double>(type: "float", nullable: false),
                    outcome_squares = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_breakdowns", x => new { x.slice_id, x.day, x.kind, x.key });
                    table.CheckConstraint("ck_breakdowns_counts", "events >= 0 AND outcome_count >= 0 AND outcome_count <= events");
                });

            migrationBuilder.CreateTable(
                name: "calibration_answers",
                columns: table => new
                {
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    golden_item_id = table.Column<long>(type: "bigint", nullable: false),
                    criterion = table.Column<string>(type: "nvarchar(301)", maxLength: 301, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    value = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_right = table.Column<bool>(type: "bit", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calibration_answers", x => new { x.labeler_id, x.golden_item_id, x.criterion });
                    table.ForeignKey(
                        name: "fk_calibration_answers_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "component_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    content = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    reference = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    content_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    author_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    parent_id = table.Column<long>(type: "bigint", nullable: true),
                    manifest = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_adopted = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    withdrawn_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_component_versions", x => x.id);
                    table.UniqueConstraint("ak_component_versions_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.UniqueConstraint("ak_component_versions_workflow_id_kind_name_id", x => new { x.workflow_id, x.kind, x.name, x.id });
                    table.CheckConstraint("ck_component_versions_kind", "kind BETWEEN 0 AND 7");
                    table.ForeignKey(
                        name: "fk_component_versions_component_versions_workflow_id_parent_id",
                        columns: x => new { x.workflow_id, x.parent_id },
                        principalTable: "component_versions",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_component_versions_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "disagreements",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    severity = table.Column<double>(type: "float", nullable: false),
                    labelers = table.Column<int>(type: "int", nullable: false),
                    questions = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disagreements", x => x.interaction_id);
                    table.CheckConstraint("ck_disagreements_severity", "severity >= 0 AND severity <= 1");
                });

            migrationBuilder.CreateTable(
                name: "draw_candidates",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    draw_id = table.Column<long>(type: "bigint", nullable: true),
                    priority = table.Column<double>(type: "float", nullable: false),
                    inclusion = table.Column<double>(type: "float", nullable: false),
                    taken = table.Column<bool>(type: "bit", nullable: false),
                    audit_probability = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_draw_candidates", x => x.interaction_id);
                    table.CheckConstraint("ck_draw_candidates_inclusion", "inclusion >= 0 AND inclusion <= 1");
                });

            migrationBuilder.CreateTable(
                name: "draws",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    seed = table.Column<int>(type: "int", nullable: false),
                    candidates = table.Column<int>(type: "int", nullable: false),
                    drawn = table.Column<int>(type: "int", nullable: false),
                    threshold = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_draws", x => x.id);
                    table.CheckConstraint("ck_draws_counts", "drawn >= 0 AND drawn <= candidates AND threshold >= 0");
                });

            migrationBuilder.CreateTable(
                name: "eval_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "int", nullable: false),
                    golden_item_id = table.Column<long>(type: "bigint", nullable: true),
                    golden_number = table.Column<int>(type: "int", nullable: true),
                    is_locked = table.Column<bool>(type: "bit", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    trace_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    task_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    input_hash = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    preview = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    timestamp = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    input = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    messages = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    documents = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    candidate_documents = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    expected_output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    expected_answers = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    live_output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    live_version = table.Column<string>(type: "nvarchar(601)", maxLength: 601, nullable: true, collation: "Latin1_General_100_BIN2"),
                    candidate_output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    latency_ms = table.Column<double>(type: "float", nullable: true),
                    state = table.Column<int>(type: "int", nullable: false),
                    error = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    live_pass = table.Column<bool>(type: "bit", nullable: true),
                    candidate_pass = table.Column<bool>(type: "bit", nullable: true),
                    score_change = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_eval_items", x => x.id);
                    table.CheckConstraint("ck_eval_items_golden", "(golden_item_id IS NULL AND golden_number IS NULL) OR (golden_item_id IS NOT NULL AND golden_number IS NOT NULL)");
                    table.CheckConstraint("ck_eval_items_state", "state BETWEEN 0 AND 3 AND (state <> 3 OR error IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "eval_results",
                columns: table => new
                {
                    item_id = table.Column<long>(type: "bigint", nullable: false),
                    side = table.Column<int>(type: "int", nullable: false),
                    evaluator = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    score = table.Column<double>(type: "float", nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_eval_results", x => new { x.item_id, x.side, x.evaluator });
                    table.CheckConstraint("ck_eval_results_kind", "kind BETWEEN 0 AND 3 AND side IN (0, 1) AND (score IS NULL OR (score >= 0 AND score <= 1))");
                    table.ForeignKey(
                        name: "fk_eval_results_eval_items_item_id",
                        column: x => x.item_id,
                        principalTable: "eval_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "eval_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    baseline_id = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "int", nullable: false),
                    source = table.Column<int>(type: "int", nullable: false),
                    settings = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    evaluator_set_id = table.Column<long>(type: "bigint", nullable: false),
                    endpoint_id = table.Column<long>(type: "bigint", nullable: true),
                    rescore_of_id = table.Column<long>(type: "bigint", nullable: true),
                    started_by_id = table.Column<long>(type: "bigint", nullable: true),
                    started_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    total = table.Column<int>(type: "int", nullable: false),
                    done = table.Column<int>(type: "int", nullable: false),
                    failed = table.Column<int>(type: "int", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    claimed_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    cancel_requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    input_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    summary = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_eval_runs", x => x.id);
                    table.UniqueConstraint("ak_eval_runs_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.CheckConstraint("ck_eval_runs_counts", "total >= 0 AND done BETWEEN 0 AND total AND failed BETWEEN 0 AND done");
                    table.CheckConstraint("ck_eval_runs_finished", "state <> 2 OR (summary IS NOT NULL AND done = total)");
                    table.CheckConstraint("ck_eval_runs_source", "source BETWEEN 0 AND 2 AND (source <> 1 OR endpoint_id IS NOT NULL)");
                    table.CheckConstraint("ck_eval_runs_state", "state BETWEEN 0 AND 4 AND (state IN (0, 1) OR finished_at IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_eval_runs_eval_runs_workflow_id_rescore_of_id",
                        columns: x => new { x.workflow_id, x.rescore_of_id },
                        principalTable: "eval_runs",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_model_endpoints_tenant_id_endpoint_id",
                        columns: x => new { x.tenant_id, x.endpoint_id },
                        principalTable: "model_endpoints",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_users_started_by_id",
                        column: x => x.started_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "evaluator_sets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    author_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluator_sets", x => x.id);
                    table.UniqueConstraint("ak_evaluator_sets_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.CheckConstraint("ck_evaluator_sets_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_evaluator_sets_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "experiment_arms",
                columns: table => new
                {
                    experiment_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    is_control = table.Column<bool>(type: "bit", nullable: false),
                    share = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiment_arms", x => new { x.experiment_id, x.release_id });
                    table.CheckConstraint("ck_experiment_arms_share", "share >= 0 AND share <= 1");
                });

            migrationBuilder.CreateTable(
                name: "experiment_points",
                columns: table => new
                {
                    experiment_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    live_units = table.Column<long>(type: "bigint", nullable: false),
                    candidate_units = table.Column<long>(type: "bigint", nullable: false),
                    difference = table.Column<double>(type: "float", nullable: true),
                    low = table.Column<double>(type: "float", nullable: true),
                    high = table.Column<double>(type: "float", nullable: true),
                    sample_ratio_p = table.Column<double>(type: "float", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiment_points", x => new { x.experiment_id, x.release_id, x.at });
                    table.ForeignKey(
                        name: "fk_experiment_points_experiment_arms_experiment_id_release_id",
                        columns: x => new { x.experiment_id, x.release_id },
                        principalTable: "experiment_arms",
                        principalColumns: new[] { "experiment_id", "release_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "experiments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    is_running = table.Column<bool>(type: "bit", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    started_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    end_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiments", x => x.id);
                    table.UniqueConstraint("ak_experiments_workflow_id_id", x => new { x.workflow_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "failure_patterns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    terms_hash = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    terms = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(1200)", maxLength: 1200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    state_changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    state_changed_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    fixed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    first_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    is_current = table.Column<bool>(type: "bit", nullable: false),
                    rank = table.Column<int>(type: "int", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<long>(type: "bigint", nullable: false),
                    all_failures = table.Column<long>(type: "bigint", nullable: false),
                    rate = table.Column<double>(type: "float", nullable: false),
                    rate_low = table.Column<double>(type: "float", nullable: false),
                    rate_high = table.Column<double>(type: "float", nullable: false),
                    rest_rate = table.Column<double>(type: "float", nullable: false),
                    p = table.Column<double>(type: "float", nullable: false),
                    score = table.Column<double>(type: "float", nullable: false),
                    slice_line_score = table.Column<double>(type: "float", nullable: false),
                    outcome_metric = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_count = table.Column<long>(type: "bigint", nullable: false),
                    outcome_mean = table.Column<double>(type: "float", nullable: true),
                    rest_outcome_mean = table.Column<double>(type: "float", nullable: true),
                    shrunk_gap = table.Column<double>(type: "float", nullable: true),
                    weekly_volume = table.Column<double>(type: "float", nullable: false),
                    impact = table.Column<double>(type: "float", nullable: false),
                    labeled = table.Column<int>(type: "int", nullable: false),
                    error_class = table.Column<short>(type: "smallint", nullable: false),
                    error_class_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    action_key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    action = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failure_patterns", x => x.id);
                    table.CheckConstraint("ck_failure_patterns_counts", "failures >= 0 AND failures <= interactions AND rate >= 0 AND rate <= 1 AND impact >= 0");
                    table.ForeignKey(
                        name: "fk_failure_patterns_users_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pattern_days",
                columns: table => new
                {
                    pattern_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_days", x => new { x.pattern_id, x.day });
                    table.ForeignKey(
                        name: "fk_pattern_days_failure_patterns_pattern_id",
                        column: x => x.pattern_id,
                        principalTable: "failure_patterns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "failure_windows",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<int>(type: "int", nullable: false),
                    closed_changes = table.Column<int>(type: "int", nullable: false),
                    is_open = table.Column<bool>(type: "bit", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    first_closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    explicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    implicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    negatives = table.Column<long>(type: "bigint", nullable: false),
                    errors = table.Column<long>(type: "bigint", nullable: false),
                    questionable = table.Column<long>(type: "bigint", nullable: false),
                    severity = table.Column<int>(type: "int", nullable: false),
                    patterns = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    action = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failure_windows", x => new { x.workflow_id, x.start });
                });

            migrationBuilder.CreateTable(
                name: "feedback_givers",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    first_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    agreed = table.Column<int>(type: "int", nullable: false),
                    checks = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback_givers", x => new { x.workflow_id, x.user_id });
                    table.CheckConstraint("ck_feedback_givers_counts", "agreed >= 0 AND agreed <= checks");
                });

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    level = table.Column<int>(type: "int", nullable: false),
                    explanation = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    since = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    found_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    is_current = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_findings", x => x.id);
                    table.CheckConstraint("ck_findings_level", "level IN (1, 2)");
                });

            migrationBuilder.CreateTable(
                name: "giver_comparisons",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    agreed = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_giver_comparisons", x => new { x.interaction_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "giver_windows",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    start = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    weight = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_giver_windows", x => new { x.workflow_id, x.user_id, x.start });
                });

            migrationBuilder.CreateTable(
                name: "golden_checks",
                columns: table => new
                {
                    label_id = table.Column<long>(type: "bigint", nullable: false),
                    criterion = table.Column<string>(type: "nvarchar(301)", maxLength: 301, nullable: false, collation: "Latin1_General_100_BIN2"),
                    since_version_id = table.Column<long>(type: "bigint", nullable: false),
                    golden_item_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    is_right = table.Column<bool>(type: "bit", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_golden_checks", x => new { x.label_id, x.criterion });
                    table.ForeignKey(
                        name: "fk_golden_checks_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "golden_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    owner_id = table.Column<long>(type: "bigint", nullable: false),
                    provenance = table.Column<int>(type: "int", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    is_locked = table.Column<bool>(type: "bit", nullable: false),
                    cadence_days = table.Column<int>(type: "int", nullable: false),
                    refresh_due_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    exposures = table.Column<int>(type: "int", nullable: false),
                    leak_budget = table.Column<int>(type: "int", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    retired_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_golden_items", x => x.id);
                    table.CheckConstraint("ck_golden_items_cadence", "cadence_days BETWEEN 1 AND 3650");
                    table.CheckConstraint("ck_golden_items_exposures", "exposures >= 0 AND leak_budget BETWEEN 1 AND 1000");
                    table.CheckConstraint("ck_golden_items_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_golden_items_users_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "golden_versions",
                columns: table => new
                {
                    golden_item_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    answers = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    expected_output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    adjudication_id = table.Column<long>(type: "bigint", nullable: true),
                    made_by_id = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_golden_versions", x => new { x.golden_item_id, x.number });
                    table.ForeignKey(
                        name: "fk_golden_versions_adjudications_adjudication_id",
                        column: x => x.adjudication_id,
                        principalTable: "adjudications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_versions_golden_items_golden_item_id",
                        column: x => x.golden_item_id,
                        principalTable: "golden_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_versions_users_made_by_id",
                        column: x => x.made_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "interaction_payloads",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    input = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    output = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    messages = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    context = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
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
                    trace_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    task_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    session_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    timestamp = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    country = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    segment = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    prompt_version = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    model_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    model_version = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    served_model = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    deployment_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    release = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    knowledge_version = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    input_hash = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    output_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    output_tokens = table.Column<int>(type: "int", nullable: true),
                    client_latency_ms = table.Column<double>(type: "float", nullable: true),
                    server_latency_ms = table.Column<double>(type: "float", nullable: true),
                    error_kind = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    shadow = table.Column<bool>(type: "bit", nullable: false),
                    propensity = table.Column<double>(type: "float", nullable: true),
                    consent_scope = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_metric = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_value = table.Column<double>(type: "float", nullable: true),
                    suspicion = table.Column<double>(type: "float", nullable: false),
                    questionable = table.Column<bool>(type: "bit", nullable: false),
                    is_rolled_up = table.Column<bool>(type: "bit", nullable: false),
                    attributes = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    time_is_real = table.Column<bool>(type: "bit", nullable: false, defaultValue: true),
                    overlap = table.Column<int>(type: "int", nullable: false, defaultValue: 0),
                    error_class = table.Column<short>(type: "smallint", nullable: true),
                    cost = table.Column<double>(type: "float", nullable: true),
                    currency = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    label_count = table.Column<int>(type: "int", nullable: false),
                    preview = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interactions", x => x.id);
                    table.CheckConstraint("ck_interactions_suspicion", "suspicion >= 0 AND suspicion <= 1");
                });

            migrationBuilder.CreateTable(
                name: "pattern_members",
                columns: table => new
                {
                    pattern_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_members", x => new { x.pattern_id, x.interaction_id });
                    table.ForeignKey(
                        name: "fk_pattern_members_failure_patterns_pattern_id",
                        column: x => x.pattern_id,
                        principalTable: "failure_patterns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_pattern_members_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "signals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    signal_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    numeric_value = table.Column<double>(type: "float", nullable: true),
                    text_value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    comment = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    timestamp = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    polarity = table.Column<short>(type: "smallint", nullable: false),
                    strength = table.Column<double>(type: "float", nullable: false),
                    trust = table.Column<double>(type: "float", nullable: false),
                    trust_factor = table.Column<double>(type: "float", nullable: false, defaultValue: 1.0),
                    weight = table.Column<double>(type: "float", nullable: false)
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
                    criterion = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    value = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    numeric_value = table.Column<double>(type: "float", nullable: true)
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
                    labels = table.Column<int>(type: "int", nullable: false),
                    skips = table.Column<int>(type: "int", nullable: false),
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    rubric_id = table.Column<long>(type: "bigint", nullable: false),
                    turn = table.Column<int>(type: "int", nullable: false, defaultValue: 0),
                    assignment_id = table.Column<long>(type: "bigint", nullable: true),
                    idempotency_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false),
                    is_current = table.Column<bool>(type: "bit", nullable: false),
                    is_counted = table.Column<bool>(type: "bit", nullable: false, defaultValue: false),
                    is_extra = table.Column<bool>(type: "bit", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    time_on_task_ms = table.Column<int>(type: "int", nullable: false),
                    comment = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labels", x => x.id);
                    table.CheckConstraint("ck_labels_revision", "revision >= 1");
                    table.CheckConstraint("ck_labels_turn", "turn >= 0");
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
                name: "pattern_runs",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    milliseconds = table.Column<int>(type: "int", nullable: false),
                    through_id = table.Column<long>(type: "bigint", nullable: false),
                    seen = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<long>(type: "bigint", nullable: false),
                    tested = table.Column<long>(type: "bigint", nullable: false),
                    period_from = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    period_to = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    notes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_runs", x => x.workflow_id);
                });

            migrationBuilder.CreateTable(
                name: "queue_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<int>(type: "int", nullable: false),
                    priority = table.Column<double>(type: "float", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    open_slots = table.Column<int>(type: "int", nullable: false),
                    slots = table.Column<int>(type: "int", nullable: false),
                    labels_done = table.Column<int>(type: "int", nullable: false),
                    inclusion_probability = table.Column<double>(type: "float", nullable: false),
                    audit_probability = table.Column<double>(type: "float", nullable: true),
                    draw_id = table.Column<long>(type: "bigint", nullable: true),
                    dropped_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queue_items", x => x.id);
                    table.CheckConstraint("ck_queue_items_probability", "inclusion_probability > 0 AND inclusion_probability <= 1");
                    table.CheckConstraint("ck_queue_items_slots", "open_slots >= 0 AND open_slots <= slots AND slots BETWEEN 1 AND 20");
                    table.ForeignKey(
                        name: "fk_queue_items_draws_draw_id",
                        column: x => x.draw_id,
                        principalTable: "draws",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_queue_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "release_components",
                columns: table => new
                {
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    component_version_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_components", x => new { x.release_id, x.kind, x.name });
                    table.ForeignKey(
                        name: "fk_release_components_component_versions_workflow_id_kind_name_component_version_id",
                        columns: x => new { x.workflow_id, x.kind, x.name, x.component_version_id },
                        principalTable: "component_versions",
                        principalColumns: new[] { "workflow_id", "kind", "name", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_evidence",
                columns: table => new
                {
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    verdict_since = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    gates = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    evaluated_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_evidence", x => x.release_id);
                });

            migrationBuilder.CreateTable(
                name: "release_policies",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    alpha = table.Column<double>(type: "float", nullable: false),
                    planned_units = table.Column<int>(type: "int", nullable: false),
                    min_units = table.Column<int>(type: "int", nullable: false),
                    min_traffic_share = table.Column<double>(type: "float", nullable: false),
                    needs_evaluation = table.Column<bool>(type: "bit", nullable: false),
                    pass_rate_margin = table.Column<double>(type: "float", nullable: false),
                    safety_margin = table.Column<double>(type: "float", nullable: true),
                    error_margin = table.Column<double>(type: "float", nullable: true),
                    escalation_margin = table.Column<double>(type: "float", nullable: true),
                    latency_margin = table.Column<double>(type: "float", nullable: true),
                    cost_margin = table.Column<double>(type: "float", nullable: true),
                    needs_two_people = table.Column<bool>(type: "bit", nullable: false),
                    watch_days = table.Column<int>(type: "int", nullable: false),
                    harm_margin = table.Column<double>(type: "float", nullable: false),
                    rolls_back_by_itself = table.Column<bool>(type: "bit", nullable: false),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_policies", x => x.workflow_id);
                    table.CheckConstraint("ck_release_policies_margins", "pass_rate_margin >= 0 AND (safety_margin IS NULL OR safety_margin >= 0) AND (error_margin IS NULL OR error_margin >= 0) AND (escalation_margin IS NULL OR escalation_margin >= 0) AND (latency_margin IS NULL OR latency_margin >= 0) AND (cost_margin IS NULL OR cost_margin >= 0)");
                    table.CheckConstraint("ck_release_policies_statistics", "alpha > 0 AND alpha < 1 AND planned_units BETWEEN 10 AND 100000000 AND min_units BETWEEN 2 AND 10000000 AND min_traffic_share >= 0 AND min_traffic_share <= 0.5");
                    table.CheckConstraint("ck_release_policies_watch", "watch_days BETWEEN 1 AND 90 AND harm_margin >= 0");
                });

            migrationBuilder.CreateTable(
                name: "release_transitions",
                columns: table => new
                {
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    previous_number = table.Column<int>(type: "int", nullable: true),
                    from_state = table.Column<int>(type: "int", nullable: false),
                    to_state = table.Column<int>(type: "int", nullable: false),
                    cause = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    actor_id = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    override_reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    gates = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    other_release_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_transitions", x => new { x.release_id, x.number });
                    table.UniqueConstraint("ak_release_transitions_release_id_number_to_state", x => new { x.release_id, x.number, x.to_state });
                    table.CheckConstraint("ck_release_transitions_chain", "(number = 1 AND previous_number IS NULL AND from_state = 0) OR (number > 1 AND previous_number = number - 1)");
                    table.CheckConstraint("ck_release_transitions_legal", "(from_state = 0 AND to_state = 1) OR (from_state = 0 AND to_state = 4) OR (from_state = 0 AND to_state = 7) OR (from_state = 1 AND to_state = 2) OR (from_state = 1 AND to_state = 3) OR (from_state = 1 AND to_state = 4) OR (from_state = 1 AND to_state = 7) OR (from_state = 2 AND to_state = 1) OR (from_state = 2 AND to_state = 3) OR (from_state = 2 AND to_state = 4) OR (from_state = 2 AND to_state = 6) OR (from_state = 2 AND to_state = 7) OR (from_state = 3 AND to_state = 1) OR (from_state = 3 AND to_state = 2) OR (from_state = 3 AND to_state = 4) OR (from_state = 3 AND to_state = 6) OR (from_state = 3 AND to_state = 7) OR (from_state = 4 AND to_state = 5) OR (from_state = 4 AND to_state = 6) OR (from_state = 5 AND to_state = 4) OR (from_state = 6 AND to_state = 1)");
                    table.CheckConstraint("ck_release_transitions_override", "override_reason IS NULL OR override_reason <> ''");
                    table.ForeignKey(
                        name: "fk_release_transitions_release_transitions_release_id_previous_number_from_state",
                        columns: x => new { x.release_id, x.previous_number, x.from_state },
                        principalTable: "release_transitions",
                        principalColumns: new[] { "release_id", "number", "to_state" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_transitions_users_actor_id",
                        column: x => x.actor_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_watches",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    baseline_id = table.Column<long>(type: "bigint", nullable: true),
                    baseline_from = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    is_running = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    looked_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    units = table.Column<long>(type: "bigint", nullable: false),
                    difference = table.Column<double>(type: "float", nullable: true),
                    low = table.Column<double>(type: "float", nullable: true),
                    high = table.Column<double>(type: "float", nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_watches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "releases",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    notes = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    transition_number = table.Column<int>(type: "int", nullable: true),
                    author_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    copied_from_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    live_since = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    previous_live_id = table.Column<long>(type: "bigint", nullable: true),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_releases", x => x.id);
                    table.UniqueConstraint("ak_releases_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.CheckConstraint("ck_releases_state", "state BETWEEN 0 AND 7 AND (transition_number IS NOT NULL OR state = 0)");
                    table.ForeignKey(
                        name: "fk_releases_releases_workflow_id_copied_from_id",
                        columns: x => new { x.workflow_id, x.copied_from_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_releases_releases_workflow_id_previous_live_id",
                        columns: x => new { x.workflow_id, x.previous_live_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_releases_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rescores",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    cursor = table.Column<long>(type: "bigint", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rescores", x => x.workflow_id);
                });

            migrationBuilder.CreateTable(
                name: "role_grants",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<int>(type: "int", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    granted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    granted_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    granted_by_id = table.Column<long>(type: "bigint", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                name: "role_offers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<int>(type: "int", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    offered_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    offered_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    offered_by_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_offers", x => x.id);
                    table.CheckConstraint("ck_role_offers_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)");
                    table.ForeignKey(
                        name: "fk_role_offers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_role_offers_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rollups",
                columns: table => new
                {
                    slice_id = table.Column<long>(type: "bigint", nullable: false),
                    grain = table.Column<short>(type: "smallint", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    explicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    implicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    negatives = table.Column<long>(type: "bigint", nullable: false),
                    errors = table.Column<long>(type: "bigint", nullable: false),
                    questionable = table.Column<long>(type: "bigint", nullable: false),
                    suspicion_sum = table.Column<double>(type: "float", nullable: false),
                    suspicion_squares = table.Column<double>(type: "float", nullable: false),
                    outcome_count = table.Column<long>(type: "bigint", nullable: false),
                    outcome_sum = table.Column<double>(type: "float", nullable: false),
                    outcome_squares = table.Column<double>(type: "float", nullable: false),
                    latency_count = table.Column<long>(type: "bigint", nullable: false),
                    latency_sum = table.Column<double>(type: "float", nullable: false),
                    token_sum = table.Column<long>(type: "bigint", nullable: false),
                    cost_count = table.Column<long>(type: "bigint", nullable: false),
                    cost_sum = table.Column<double>(type: "float", nullable: false),
                    cost_squares = table.Column<double>(type: "float", nullable: false, defaultValue: 0.0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rollups", x => new { x.slice_id, x.grain, x.start });
                    table.CheckConstraint("ck_rollups_counts", "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives <= events AND questionable <= events");
                    table.CheckConstraint("ck_rollups_grain", "grain IN (5, 60, 1440)");
                });

            migrationBuilder.CreateTable(
                name: "rubric_bridge_items",
                columns: table => new
                {
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_bridge_items", x => new { x.rubric_version_id, x.interaction_id });
                    table.ForeignKey(
                        name: "fk_rubric_bridge_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rubric_bridges",
                columns: table => new
                {
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    from_version_id = table.Column<long>(type: "bigint", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_bridges", x => x.rubric_version_id);
                    table.CheckConstraint("ck_rubric_bridges_versions", "rubric_version_id <> from_version_id");
                });

            migrationBuilder.CreateTable(
                name: "rubric_drafts",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    based_on_version_id = table.Column<long>(type: "bigint", nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    saved_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_drafts", x => x.workflow_id);
                });

            migrationBuilder.CreateTable(
                name: "rubric_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    rubric_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    published_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    published_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_versions", x => x.id);
                    table.UniqueConstraint("ak_rubric_versions_id_rubric_id", x => new { x.id, x.rubric_id });
                });

            migrationBuilder.CreateTable(
                name: "rubrics",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubrics", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "slices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    key_hash = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    release = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    model = table.Column<string>(type: "nvarchar(601)", maxLength: 601, nullable: false, collation: "Latin1_General_100_BIN2"),
                    segment = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    country = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_metric = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    shadow = table.Column<bool>(type: "bit", nullable: false),
                    time_is_real = table.Column<bool>(type: "bit", nullable: false),
                    overlap = table.Column<int>(type: "int", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "suspicion_weights",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2")
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    configured = table.Column<bool>(type: "bit", nullable: false),
                    outcome_metric = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_unit = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_direction = table.Column<int>(type: "int", nullable: false),
                    value_per_unit = table.Column<double>(type: "float", nullable: false),
                    base_impact = table.Column<double>(type: "float", nullable: false),
                    questionable_threshold = table.Column<double>(type: "float", nullable: false),
                    labels_per_item = table.Column<int>(type: "int", nullable: false),
                    labels_per_audit_item = table.Column<int>(type: "int", nullable: false),
                    audit_share = table.Column<double>(type: "float", nullable: false),
                    audit_probability = table.Column<double>(type: "float", nullable: false),
                    budget_share = table.Column<double>(type: "float", nullable: false, defaultValue: 0.14999999999999999),
                    audit_lane_share = table.Column<double>(type: "float", nullable: false, defaultValue: 0.20000000000000001),
                    budget_floor = table.Column<int>(type: "int", nullable: false, defaultValue: 50),
                    lease_minutes = table.Column<int>(type: "int", nullable: false),
                    golden_check_share = table.Column<double>(type: "float", nullable: false, defaultValue: 0.050000000000000003),
                    golden_cadence_days = table.Column<int>(type: "int", nullable: false, defaultValue: 90),
                    judge_bar = table.Column<double>(type: "float", nullable: false, defaultValue: 0.40000000000000002),
                    segment_weights = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    role_weights = table.Column<string>(type: "nvarchar(max)", nullable: false, defaultValue: "{}", collation: "Latin1_General_100_BIN2"),
                    feedback_scales = table.Column<string>(type: "nvarchar(max)", nullable: false, defaultValue: "{}", collation: "Latin1_General_100_BIN2"),
                    suspicion_weights_id = table.Column<long>(type: "bigint", nullable: true),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    active_rubric_version_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflows", x => x.id);
                    table.UniqueConstraint("ak_workflows_tenant_id_id", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_workflows_audit_share", "audit_share >= 0 AND audit_share <= 1");
                    table.CheckConstraint("ck_workflows_budget", "budget_share > 0 AND budget_share <= 1 AND audit_lane_share >= 0.2 AND audit_lane_share <= 1 AND budget_floor >= 0");
                    table.CheckConstraint("ck_workflows_golden", "golden_check_share >= 0 AND golden_check_share <= 0.5 AND golden_cadence_days BETWEEN 1 AND 3650");
                    table.CheckConstraint("ck_workflows_judge_bar", "judge_bar >= -1 AND judge_bar <= 1");
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
                    shard = table.Column<int>(type: "int", nullable: false),
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

            migrationBuilder.InsertData(
                table: "routing_versions",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 1L });

            migrationBuilder.CreateIndex(
                name: "ix_account_sessions_user_id",
                table: "account_sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_decided_by_id",
                table: "adjudications",
                column: "decided_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_interaction_id_number",
                table: "adjudications",
                columns: new[] { "interaction_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_rubric_version_id",
                table: "adjudications",
                column: "rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_tenant_id_workflow_id",
                table: "adjudications",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_workflow_id_decided_at",
                table: "adjudications",
                columns: new[] { "workflow_id", "decided_at" });

            migrationBuilder.CreateIndex(
                name: "ix_agreement_criteria_rubric_version_id",
                table: "agreement_criteria",
                column: "rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_agreement_criteria_workflow_id_key_rubric_version_id",
                table: "agreement_criteria",
                columns: new[] { "workflow_id", "key", "rubric_version_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agreement_entries_interaction_id",
                table: "agreement_entries",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_agreement_entries_labeler_id_criterion_id",
                table: "agreement_entries",
                columns: new[] { "labeler_id", "criterion_id" });

            migrationBuilder.CreateIndex(
                name: "ix_agreement_entries_value_id",
                table: "agreement_entries",
                column: "value_id");

            migrationBuilder.CreateIndex(
                name: "ix_agreement_values_criterion_id_value",
                table: "agreement_values",
                columns: new[] { "criterion_id", "value" },
                unique: true);

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
                name: "ix_arm_comparisons_experiment_id",
                table: "arm_comparisons",
                column: "experiment_id",
                unique: true,
                filter: "experiment_id IS NOT NULL AND [experiment_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_tenant_id_workflow_id",
                table: "arm_comparisons",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_watch_id",
                table: "arm_comparisons",
                column: "watch_id",
                unique: true,
                filter: "watch_id IS NOT NULL AND [watch_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_workflow_id",
                table: "arm_comparisons",
                column: "workflow_id");

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_workflow_id_experiment_id",
                table: "arm_comparisons",
                columns: new[] { "workflow_id", "experiment_id" });

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
                name: "ix_calibration_answers_golden_item_id_number",
                table: "calibration_answers",
                columns: new[] { "golden_item_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_author_id",
                table: "component_versions",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_tenant_id_workflow_id",
                table: "component_versions",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_workflow_id_kind_name_version",
                table: "component_versions",
                columns: new[] { "workflow_id", "kind", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_workflow_id_parent_id",
                table: "component_versions",
                columns: new[] { "workflow_id", "parent_id" });

            migrationBuilder.CreateIndex(
                name: "ix_disagreements_tenant_id_workflow_id",
                table: "disagreements",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_disagreements_workflow_id_state_severity_interaction_id",
                table: "disagreements",
                columns: new[] { "workflow_id", "state", "severity", "interaction_id" },
                descending: new[] { false, false, true, false });

            migrationBuilder.CreateIndex(
                name: "ix_draw_candidates_draw_id",
                table: "draw_candidates",
                column: "draw_id");

            migrationBuilder.CreateIndex(
                name: "ix_draw_candidates_waiting",
                table: "draw_candidates",
                columns: new[] { "workflow_id", "since" },
                filter: "draw_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_draws_tenant_id_workflow_id",
                table: "draws",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_draws_workflow_id_at",
                table: "draws",
                columns: new[] { "workflow_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_items_golden_item_id_golden_number",
                table: "eval_items",
                columns: new[] { "golden_item_id", "golden_number" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_items_interaction_id",
                table: "eval_items",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_eval_items_run_id_ordinal",
                table: "eval_items",
                columns: new[] { "run_id", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_open",
                table: "eval_runs",
                column: "id",
                filter: "state IN (0, 1)");

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_release_id_finished_at",
                table: "eval_runs",
                columns: new[] { "release_id", "finished_at" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_rubric_version_id",
                table: "eval_runs",
                column: "rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_started_by_id",
                table: "eval_runs",
                column: "started_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_tenant_id_endpoint_id",
                table: "eval_runs",
                columns: new[] { "tenant_id", "endpoint_id" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_tenant_id_workflow_id",
                table: "eval_runs",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_workflow_id_baseline_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "baseline_id" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_workflow_id_created_at",
                table: "eval_runs",
                columns: new[] { "workflow_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_workflow_id_evaluator_set_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "evaluator_set_id" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_workflow_id_release_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_eval_runs_workflow_id_rescore_of_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "rescore_of_id" });

            migrationBuilder.CreateIndex(
                name: "ix_evaluator_sets_author_id",
                table: "evaluator_sets",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_evaluator_sets_tenant_id_workflow_id",
                table: "evaluator_sets",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_evaluator_sets_workflow_id_number",
                table: "evaluator_sets",
                columns: new[] { "workflow_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_experiment_arms_release_id",
                table: "experiment_arms",
                column: "release_id");

            migrationBuilder.CreateIndex(
                name: "ix_experiment_arms_workflow_id_experiment_id",
                table: "experiment_arms",
                columns: new[] { "workflow_id", "experiment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiment_arms_workflow_id_release_id",
                table: "experiment_arms",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiments_running",
                table: "experiments",
                column: "workflow_id",
                unique: true,
                filter: "is_running = 1");

            migrationBuilder.CreateIndex(
                name: "ix_experiments_tenant_id_workflow_id",
                table: "experiments",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiments_workflow_id_started_at",
                table: "experiments",
                columns: new[] { "workflow_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_failure_patterns_owner_id",
                table: "failure_patterns",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "ix_failure_patterns_tenant_id_workflow_id",
                table: "failure_patterns",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_failure_patterns_workflow_id_terms_hash",
                table: "failure_patterns",
                columns: new[] { "workflow_id", "terms_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_failure_windows_open",
                table: "failure_windows",
                column: "changed_at",
                filter: "is_open = 1");

            migrationBuilder.CreateIndex(
                name: "ix_failure_windows_tenant_id_workflow_id",
                table: "failure_windows",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_feedback_givers_checked",
                table: "feedback_givers",
                column: "workflow_id",
                filter: "checks > 0");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_givers_workflow_id_first_seen_at",
                table: "feedback_givers",
                columns: new[] { "workflow_id", "first_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_findings_tenant_id_workflow_id",
                table: "findings",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_findings_workflow_id_kind_subject",
                table: "findings",
                columns: new[] { "workflow_id", "kind", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_giver_comparisons_workflow_id_user_id",
                table: "giver_comparisons",
                columns: new[] { "workflow_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_giver_windows_start",
                table: "giver_windows",
                column: "start");

            migrationBuilder.CreateIndex(
                name: "ix_golden_checks_golden_item_id_number",
                table: "golden_checks",
                columns: new[] { "golden_item_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_golden_checks_labeler_id",
                table: "golden_checks",
                column: "labeler_id");

            migrationBuilder.CreateIndex(
                name: "ix_golden_checks_since_version_id",
                table: "golden_checks",
                column: "since_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_golden_checks_workflow_id_labeler_id",
                table: "golden_checks",
                columns: new[] { "workflow_id", "labeler_id" });

            migrationBuilder.CreateIndex(
                name: "ix_golden_items_interaction_id",
                table: "golden_items",
                column: "interaction_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_golden_items_owner_id_refresh_due_at",
                table: "golden_items",
                columns: new[] { "owner_id", "refresh_due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_golden_items_tenant_id_workflow_id",
                table: "golden_items",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_golden_items_workflow_id_refresh_due_at",
                table: "golden_items",
                columns: new[] { "workflow_id", "refresh_due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_golden_versions_adjudication_id",
                table: "golden_versions",
                column: "adjudication_id");

            migrationBuilder.CreateIndex(
                name: "ix_golden_versions_made_by_id",
                table: "golden_versions",
                column: "made_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_golden_versions_rubric_version_id",
                table: "golden_versions",
                column: "rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_interactions_not_rolled_up",
                table: "interactions",
                column: "id",
                filter: "is_rolled_up = 0");

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
                name: "ix_interactions_workflow_id_id",
                table: "interactions",
                columns: new[] { "workflow_id", "id" });

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
                name: "ix_labeler_pairs_labeler_a_id",
                table: "labeler_pairs",
                column: "labeler_a_id");

            migrationBuilder.CreateIndex(
                name: "ix_labeler_pairs_labeler_b_id",
                table: "labeler_pairs",
                column: "labeler_b_id");

            migrationBuilder.CreateIndex(
                name: "ix_labeler_qualities_labeler_id",
                table: "labeler_qualities",
                column: "labeler_id");

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
                filter: "is_current = 1 AND is_extra = 0 AND [assignment_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_labels_in_force",
                table: "labels",
                columns: new[] { "interaction_id", "turn", "labeler_id", "rubric_id" },
                unique: true,
                filter: "is_current = 1");

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
                name: "ix_labels_rubric_version_id_rubric_id",
                table: "labels",
                columns: new[] { "rubric_version_id", "rubric_id" });

            migrationBuilder.CreateIndex(
                name: "ix_labels_tenant_id_workflow_id",
                table: "labels",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_labels_to_count",
                table: "labels",
                columns: new[] { "workflow_id", "id" },
                filter: "is_current = 1 AND is_counted = 0");

            migrationBuilder.CreateIndex(
                name: "ix_labels_to_uncount",
                table: "labels",
                columns: new[] { "workflow_id", "id" },
                filter: "is_current = 0 AND is_counted = 1");

            migrationBuilder.CreateIndex(
                name: "ix_labels_workflow_id_id",
                table: "labels",
                columns: new[] { "workflow_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_endpoints_tenant_id_name",
                table: "model_endpoints",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_next_attempt_at",
                table: "notices",
                column: "next_attempt_at",
                filter: "sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_user_id_key",
                table: "notices",
                columns: new[] { "user_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pattern_members_interaction_id",
                table: "pattern_members",
                column: "interaction_id");

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
                name: "ix_queue_items_draw_id",
                table: "queue_items",
                column: "draw_id");

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
                name: "ix_queue_items_workflow_id_source_created_at",
                table: "queue_items",
                columns: new[] { "workflow_id", "source", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_release_components_workflow_id_kind_name_component_version_id",
                table: "release_components",
                columns: new[] { "workflow_id", "kind", "name", "component_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_components_workflow_id_release_id",
                table: "release_components",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_evidence_workflow_id_release_id",
                table: "release_evidence",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_policies_tenant_id_workflow_id",
                table: "release_policies",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_transitions_actor_id",
                table: "release_transitions",
                column: "actor_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_transitions_other_release_id",
                table: "release_transitions",
                column: "other_release_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_transitions_release_id_previous_number_from_state",
                table: "release_transitions",
                columns: new[] { "release_id", "previous_number", "from_state" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_release_id_started_at",
                table: "release_watches",
                columns: new[] { "release_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_running",
                table: "release_watches",
                column: "workflow_id",
                unique: true,
                filter: "is_running = 1");

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_tenant_id_workflow_id",
                table: "release_watches",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_workflow_id_baseline_id",
                table: "release_watches",
                columns: new[] { "workflow_id", "baseline_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_workflow_id_release_id",
                table: "release_watches",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_releases_author_id",
                table: "releases",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_releases_live",
                table: "releases",
                column: "workflow_id",
                unique: true,
                filter: "state = 4");

            migrationBuilder.CreateIndex(
                name: "ix_releases_tenant_id_workflow_id",
                table: "releases",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_releases_workflow_id_copied_from_id",
                table: "releases",
                columns: new[] { "workflow_id", "copied_from_id" });

            migrationBuilder.CreateIndex(
                name: "ix_releases_workflow_id_name",
                table: "releases",
                columns: new[] { "workflow_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_releases_workflow_id_previous_live_id",
                table: "releases",
                columns: new[] { "workflow_id", "previous_live_id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_user_id_role_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "user_id", "role", "tenant_id", "workflow_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_offers_tenant_id_workflow_id",
                table: "role_offers",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_offers_user_id_role_tenant_id_workflow_id",
                table: "role_offers",
                columns: new[] { "user_id", "role", "tenant_id", "workflow_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rubric_bridge_items_interaction_id",
                table: "rubric_bridge_items",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_rubric_bridges_from_version_id",
                table: "rubric_bridges",
                column: "from_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_rubric_drafts_based_on_version_id",
                table: "rubric_drafts",
                column: "based_on_version_id");

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
                name: "ix_shared_units_pending",
                table: "shared_units",
                column: "comparison_id",
                filter: "is_pending = 1");

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
                name: "ix_sign_in_tries_ends_at",
                table: "sign_in_tries",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_signals_interaction_id_signal_key",
                table: "signals",
                columns: new[] { "interaction_id", "signal_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_slices_tenant_id_workflow_id",
                table: "slices",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_slices_workflow_id_key_hash",
                table: "slices",
                columns: new[] { "workflow_id", "key_hash" },
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
                unique: true,
                filter: "[normalized_user_name] IS NOT NULL");

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
                name: "fk_adjudications_interactions_interaction_id",
                table: "adjudications",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_adjudications_rubric_versions_rubric_version_id",
                table: "adjudications",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_adjudications_workflows_tenant_id_workflow_id",
                table: "adjudications",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_agreement_criteria_rubric_versions_rubric_version_id",
                table: "agreement_criteria",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_agreement_criteria_workflows_workflow_id",
                table: "agreement_criteria",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_agreement_entries_interactions_interaction_id",
                table: "agreement_entries",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_agreement_turns_workflows_workflow_id",
                table: "agreement_turns",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_arm_comparisons_experiments_workflow_id_experiment_id",
                table: "arm_comparisons",
                columns: new[] { "workflow_id", "experiment_id" },
                principalTable: "experiments",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_arm_comparisons_release_watches_watch_id",
                table: "arm_comparisons",
                column: "watch_id",
                principalTable: "release_watches",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_arm_comparisons_workflows_tenant_id_workflow_id",
                table: "arm_comparisons",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_arm_shares_experiment_arms_experiment_id_release_id",
                table: "arm_shares",
                columns: new[] { "experiment_id", "release_id" },
                principalTable: "experiment_arms",
                principalColumns: new[] { "experiment_id", "release_id" },
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_assignments_queue_items_queue_item_id",
                table: "assignments",
                column: "queue_item_id",
                principalTable: "queue_items",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_attribute_buckets_workflows_workflow_id",
                table: "attribute_buckets",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_breakdowns_slices_slice_id",
                table: "breakdowns",
                column: "slice_id",
                principalTable: "slices",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_calibration_answers_golden_versions_golden_item_id_number",
                table: "calibration_answers",
                columns: new[] { "golden_item_id", "number" },
                principalTable: "golden_versions",
                principalColumns: new[] { "golden_item_id", "number" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_component_versions_workflows_tenant_id_workflow_id",
                table: "component_versions",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_disagreements_interactions_interaction_id",
                table: "disagreements",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_disagreements_workflows_tenant_id_workflow_id",
                table: "disagreements",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_draw_candidates_draws_draw_id",
                table: "draw_candidates",
                column: "draw_id",
                principalTable: "draws",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_draw_candidates_interactions_interaction_id",
                table: "draw_candidates",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_draws_workflows_tenant_id_workflow_id",
                table: "draws",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_items_eval_runs_run_id",
                table: "eval_items",
                column: "run_id",
                principalTable: "eval_runs",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_items_golden_versions_golden_item_id_golden_number",
                table: "eval_items",
                columns: new[] { "golden_item_id", "golden_number" },
                principalTable: "golden_versions",
                principalColumns: new[] { "golden_item_id", "number" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_items_interactions_interaction_id",
                table: "eval_items",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_runs_evaluator_sets_workflow_id_evaluator_set_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "evaluator_set_id" },
                principalTable: "evaluator_sets",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_runs_releases_workflow_id_baseline_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "baseline_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_runs_releases_workflow_id_release_id",
                table: "eval_runs",
                columns: new[] { "workflow_id", "release_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_runs_rubric_versions_rubric_version_id",
                table: "eval_runs",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_eval_runs_workflows_tenant_id_workflow_id",
                table: "eval_runs",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_evaluator_sets_workflows_tenant_id_workflow_id",
                table: "evaluator_sets",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_experiment_arms_experiments_workflow_id_experiment_id",
                table: "experiment_arms",
                columns: new[] { "workflow_id", "experiment_id" },
                principalTable: "experiments",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_experiment_arms_releases_workflow_id_release_id",
                table: "experiment_arms",
                columns: new[] { "workflow_id", "release_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_experiments_workflows_tenant_id_workflow_id",
                table: "experiments",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_failure_patterns_workflows_tenant_id_workflow_id",
                table: "failure_patterns",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_failure_windows_workflows_tenant_id_workflow_id",
                table: "failure_windows",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_feedback_givers_workflows_workflow_id",
                table: "feedback_givers",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_findings_workflows_tenant_id_workflow_id",
                table: "findings",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_giver_comparisons_interactions_interaction_id",
                table: "giver_comparisons",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_giver_comparisons_workflows_workflow_id",
                table: "giver_comparisons",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_giver_windows_workflows_workflow_id",
                table: "giver_windows",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_checks_golden_versions_golden_item_id_number",
                table: "golden_checks",
                columns: new[] { "golden_item_id", "number" },
                principalTable: "golden_versions",
                principalColumns: new[] { "golden_item_id", "number" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_checks_labels_label_id",
                table: "golden_checks",
                column: "label_id",
                principalTable: "labels",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_checks_rubric_versions_since_version_id",
                table: "golden_checks",
                column: "since_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_checks_workflows_workflow_id",
                table: "golden_checks",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_items_interactions_interaction_id",
                table: "golden_items",
                column: "interaction_id",
                principalTable: "interactions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_items_workflows_tenant_id_workflow_id",
                table: "golden_items",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_golden_versions_rubric_versions_rubric_version_id",
                table: "golden_versions",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

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
                name: "fk_labels_rubric_versions_rubric_version_id_rubric_id",
                table: "labels",
                columns: new[] { "rubric_version_id", "rubric_id" },
                principalTable: "rubric_versions",
                principalColumns: new[] { "id", "rubric_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_labels_workflows_tenant_id_workflow_id",
                table: "labels",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_pattern_runs_workflows_workflow_id",
                table: "pattern_runs",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_items_workflows_tenant_id_workflow_id",
                table: "queue_items",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_components_releases_workflow_id_release_id",
                table: "release_components",
                columns: new[] { "workflow_id", "release_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_evidence_releases_workflow_id_release_id",
                table: "release_evidence",
                columns: new[] { "workflow_id", "release_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_release_policies_workflows_tenant_id_workflow_id",
                table: "release_policies",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_transitions_releases_other_release_id",
                table: "release_transitions",
                column: "other_release_id",
                principalTable: "releases",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_transitions_releases_release_id",
                table: "release_transitions",
                column: "release_id",
                principalTable: "releases",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_watches_releases_workflow_id_baseline_id",
                table: "release_watches",
                columns: new[] { "workflow_id", "baseline_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_watches_releases_workflow_id_release_id",
                table: "release_watches",
                columns: new[] { "workflow_id", "release_id" },
                principalTable: "releases",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_release_watches_workflows_tenant_id_workflow_id",
                table: "release_watches",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_releases_workflows_tenant_id_workflow_id",
                table: "releases",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rescores_workflows_workflow_id",
                table: "rescores",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_role_grants_workflows_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_role_offers_workflows_tenant_id_workflow_id",
                table: "role_offers",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rollups_slices_slice_id",
                table: "rollups",
                column: "slice_id",
                principalTable: "slices",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_rubric_bridge_items_rubric_bridges_rubric_version_id",
                table: "rubric_bridge_items",
                column: "rubric_version_id",
                principalTable: "rubric_bridges",
                principalColumn: "rubric_version_id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_rubric_bridges_rubric_versions_from_version_id",
                table: "rubric_bridges",
                column: "from_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rubric_bridges_rubric_versions_rubric_version_id",
                table: "rubric_bridges",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rubric_drafts_rubric_versions_based_on_version_id",
                table: "rubric_drafts",
                column: "based_on_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_rubric_drafts_workflows_workflow_id",
                table: "rubric_drafts",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

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
                name: "fk_slices_workflows_tenant_id_workflow_id",
                table: "slices",
                columns: new[] { "tenant_id", "workflow_id" },
                principalTable: "workflows",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_suspicion_weights_workflows_workflow_id",
                table: "suspicion_weights",
                column: "workflow_id",
                principalTable: "workflows",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            SchemaRules.Up(migrationBuilder);
            SchemaRules.KeepRowLocks(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            SchemaRules.Down(migrationBuilder);

            migrationBuilder.DropForeignKey(
                name: "fk_workflows_users_owner_id",
                table: "workflows");

            migrationBuilder.DropForeignKey(
                name: "fk_workflows_rubric_versions_active_rubric_version_id",
                table: "workflows");

            migrationBuilder.DropForeignKey(
                name: "fk_suspicion_weights_workflows_workflow_id",
                table: "suspicion_weights");

            migrationBuilder.DropTable(
                name: "account_sessions");

            migrationBuilder.DropTable(
                name: "agreement_entries");

            migrationBuilder.DropTable(
                name: "agreement_patterns");

            migrationBuilder.DropTable(
                name: "agreement_turns");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "arm_shares");

            migrationBuilder.DropTable(
                name: "attribute_buckets");

            migrationBuilder.DropTable(
                name: "breakdowns");

            migrationBuilder.DropTable(
                name: "calibration_answers");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "disagreements");

            migrationBuilder.DropTable(
                name: "draw_candidates");

            migrationBuilder.DropTable(
                name: "eval_results");

            migrationBuilder.DropTable(
                name: "experiment_points");

            migrationBuilder.DropTable(
                name: "failure_windows");

            migrationBuilder.DropTable(
                name: "feedback_givers");

            migrationBuilder.DropTable(
                name: "findings");

            migrationBuilder.DropTable(
                name: "giver_comparisons");

            migrationBuilder.DropTable(
                name: "giver_windows");

            migrationBuilder.DropTable(
                name: "golden_checks");

            migrationBuilder.DropTable(
                name: "interaction_payloads");

            migrationBuilder.DropTable(
                name: "label_answers");

            migrationBuilder.DropTable(
                name: "label_drafts");

            migrationBuilder.DropTable(
                name: "labeler_days");

            migrationBuilder.DropTable(
                name: "labeler_pairs");

            migrationBuilder.DropTable(
                name: "labeler_qualities");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "pattern_days");

            migrationBuilder.DropTable(
                name: "pattern_members");

            migrationBuilder.DropTable(
                name: "pattern_runs");

            migrationBuilder.DropTable(
                name: "pending_signals");

            migrationBuilder.DropTable(
                name: "quarantined_events");

            migrationBuilder.DropTable(
                name: "release_components");

            migrationBuilder.DropTable(
                name: "release_evidence");

            migrationBuilder.DropTable(
                name: "release_policies");

            migrationBuilder.DropTable(
                name: "release_transitions");

            migrationBuilder.DropTable(
                name: "rescores");

            migrationBuilder.DropTable(
                name: "role_grants");

            migrationBuilder.DropTable(
                name: "role_offers");

            migrationBuilder.DropTable(
                name: "rollups");

            migrationBuilder.DropTable(
                name: "routing_versions");

            migrationBuilder.DropTable(
                name: "rubric_bridge_items");

            migrationBuilder.DropTable(
                name: "rubric_drafts");

            migrationBuilder.DropTable(
                name: "shared_units");

            migrationBuilder.DropTable(
                name: "sign_in_links");

            migrationBuilder.DropTable(
                name: "sign_in_tries");

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
                name: "agreement_values");

            migrationBuilder.DropTable(
                name: "eval_items");

            migrationBuilder.DropTable(
                name: "experiment_arms");

            migrationBuilder.DropTable(
                name: "labels");

            migrationBuilder.DropTable(
                name: "consensus_fits");

            migrationBuilder.DropTable(
                name: "failure_patterns");

            migrationBuilder.DropTable(
                name: "component_versions");

            migrationBuilder.DropTable(
                name: "slices");

            migrationBuilder.DropTable(
                name: "rubric_bridges");

            migrationBuilder.DropTable(
                name: "arm_comparisons");

            migrationBuilder.DropTable(
                name: "eval_runs");

            migrationBuilder.DropTable(
                name: "golden_versions");

            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "agreement_criteria");

            migrationBuilder.DropTable(
                name: "experiments");

            migrationBuilder.DropTable(
                name: "release_watches");

            migrationBuilder.DropTable(
                name: "evaluator_sets");

            migrationBuilder.DropTable(
                name: "model_endpoints");

            migrationBuilder.DropTable(
                name: "adjudications");

            migrationBuilder.DropTable(
                name: "golden_items");

            migrationBuilder.DropTable(
                name: "labelers");

            migrationBuilder.DropTable(
                name: "queue_items");

            migrationBuilder.DropTable(
                name: "releases");

            migrationBuilder.DropTable(
                name: "draws");

            migrationBuilder.DropTable(
                name: "interactions");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "rubric_versions");

            migrationBuilder.DropTable(
                name: "rubrics");

            migrationBuilder.DropTable(
                name: "workflows");

            migrationBuilder.DropTable(
                name: "suspicion_weights");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropSequence(
                name: "interaction_ids");
        }
    }
}
