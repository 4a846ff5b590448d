using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Insight : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "audit_lane_share",
                table: "workflows",
                type: "double precision",
                nullable: false,
                defaultValue: 0.20000000000000001);

            migrationBuilder.AddColumn<double>(
                name: "audit_probability",
                table: "workflows",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<int>(
                name: "budget_floor",
                table: "workflows",
                type: "integer",
                nullable: false,
                defaultValue: 50);

            migrationBuilder.AddColumn<double>(
                name: "budget_share",
                table: "workflows",
                type: "double precision",
                nullable: false,
                defaultValue: 0.14999999999999999);

            migrationBuilder.AddColumn<string>(
                name: "role_weights",
                table: "workflows",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<double>(
                name: "trust_factor",
                table: "signals",
                type: "double precision",
                nullable: false,
                defaultValue: 1.0);

            migrationBuilder.AddColumn<double>(
                name: "audit_probability",
                table: "queue_items",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "draw_id",
                table: "queue_items",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "attributes",
                table: "interactions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "cost",
                table: "interactions",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "interactions",
                type: "character varying(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "error_class",
                table: "interactions",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_rolled_up",
                table: "interactions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "time_is_real",
                table: "interactions",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "attribute_buckets",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    attribute = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    edges = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attribute_buckets", x => new { x.workflow_id, x.attribute });
                    table.ForeignKey(
                        name: "fk_attribute_buckets_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "draws",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seed = table.Column<int>(type: "integer", nullable: false),
                    candidates = table.Column<int>(type: "integer", nullable: false),
                    drawn = table.Column<int>(type: "integer", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_draws", x => x.id);
                    table.CheckConstraint("ck_draws_counts", "drawn >= 0 AND drawn <= candidates AND threshold >= 0");
                    table.ForeignKey(
                        name: "fk_draws_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "failure_patterns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    terms_hash = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "character varying(1200)", maxLength: 1200, nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    state_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state_changed_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    fixed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_current = table.Column<bool>(type: "boolean", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<long>(type: "bigint", nullable: false),
                    all_failures = table.Column<long>(type: "bigint", nullable: false),
                    rate = table.Column<double>(type: "double precision", nullable: false),
                    rate_low = table.Column<double>(type: "double precision", nullable: false),
                    rate_high = table.Column<double>(type: "double precision", nullable: false),
                    rest_rate = table.Column<double>(type: "double precision", nullable: false),
                    p = table.Column<double>(type: "double precision", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    slice_line_score = table.Column<double>(type: "double precision", nullable: false),
                    outcome_metric = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    outcome_count = table.Column<long>(type: "bigint", nullable: false),
                    outcome_mean = table.Column<double>(type: "double precision", nullable: true),
                    rest_outcome_mean = table.Column<double>(type: "double precision", nullable: true),
                    shrunk_gap = table.Column<double>(type: "double precision", nullable: true),
                    weekly_volume = table.Column<double>(type: "double precision", nullable: false),
                    impact = table.Column<double>(type: "double precision", nullable: false),
                    labeled = table.Column<int>(type: "integer", nullable: false),
                    error_class = table.Column<short>(type: "smallint", nullable: false),
                    error_class_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    action_key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    action = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
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
                    table.ForeignKey(
                        name: "fk_failure_patterns_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "failure_windows",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<int>(type: "integer", nullable: false),
                    closed_changes = table.Column<int>(type: "integer", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    first_closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    explicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    implicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    negatives = table.Column<long>(type: "bigint", nullable: false),
                    errors = table.Column<long>(type: "bigint", nullable: false),
                    questionable = table.Column<long>(type: "bigint", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    patterns = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failure_windows", x => new { x.workflow_id, x.start });
                    table.ForeignKey(
                        name: "fk_failure_windows_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "feedback_givers",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    role = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    agreed = table.Column<int>(type: "integer", nullable: false),
                    checks = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback_givers", x => new { x.workflow_id, x.user_id });
                    table.CheckConstraint("ck_feedback_givers_counts", "agreed >= 0 AND agreed <= checks");
                    table.ForeignKey(
                        name: "fk_feedback_givers_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false),
                    explanation = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_current = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_findings", x => x.id);
                    table.CheckConstraint("ck_findings_level", "level IN (1, 2)");
                    table.ForeignKey(
                        name: "fk_findings_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "giver_comparisons",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    agreed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_giver_comparisons", x => new { x.interaction_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_giver_comparisons_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_giver_comparisons_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "giver_windows",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_giver_windows", x => new { x.workflow_id, x.user_id, x.start });
                    table.ForeignKey(
                        name: "fk_giver_windows_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pattern_runs",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    milliseconds = table.Column<int>(type: "integer", nullable: false),
                    through_id = table.Column<long>(type: "bigint", nullable: false),
                    seen = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<long>(type: "bigint", nullable: false),
                    tested = table.Column<long>(type: "bigint", nullable: false),
                    period_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    period_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_runs", x => x.workflow_id);
                    table.ForeignKey(
                        name: "fk_pattern_runs_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "slices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    key_hash = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    release = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    model = table.Column<string>(type: "character varying(601)", maxLength: 601, nullable: false),
                    segment = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    country = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    outcome_metric = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    currency = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    shadow = table.Column<bool>(type: "boolean", nullable: false),
                    time_is_real = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slices", x => x.id);
                    table.ForeignKey(
                        name: "fk_slices_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "draw_candidates",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    draw_id = table.Column<long>(type: "bigint", nullable: true),
                    priority = table.Column<double>(type: "double precision", nullable: false),
                    inclusion = table.Column<double>(type: "double precision", nullable: false),
                    taken = table.Column<bool>(type: "boolean", nullable: false),
                    audit_probability = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_draw_candidates", x => x.interaction_id);
                    table.CheckConstraint("ck_draw_candidates_inclusion", "inclusion >= 0 AND inclusion <= 1");
                    table.ForeignKey(
                        name: "fk_draw_candidates_draws_draw_id",
                        column: x => x.draw_id,
                        principalTable: "draws",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_draw_candidates_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                name: "breakdowns",
                columns: table => new
                {
                    slice_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(220)", maxLength: 220, nullable: false),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    outcome_count = table.Column<long>(type: "bigint", nullable: false),
                    outcome_sum = table.Column<double>(type: "double precision", nullable: false),
                    outcome_squares = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_breakdowns", x => new { x.slice_id, x.day, x.kind, x.key });
                    table.CheckConstraint("ck_breakdowns_counts", "events >= 0 AND outcome_count >= 0 AND outcome_count <= events");
                    table.ForeignKey(
                        name: "fk_breakdowns_slices_slice_id",
                        column: x => x.slice_id,
                        principalTable: "slices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rollups",
                columns: table => new
                {
                    slice_id = table.Column<long>(type: "bigint", nullable: false),
                    grain = table.Column<short>(type: "smallint", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    explicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    implicit_negatives = table.Column<long>(type: "bigint", nullable: false),
                    negatives = table.Column<long>(type: "bigint", nullable: false),
                    errors = table.Column<long>(type: "bigint", nullable: false),
                    questionable = table.Column<long>(type: "bigint", nullable: false),
                    suspicion_sum = table.Column<double>(type: "double precision", nullable: false),
                    suspicion_squares = table.Column<double>(type: "double precision", nullable: false),
                    outcome_count = table.Column<long>(type: "bigint", nullable: false),
                    outcome_sum = table.Column<double>(type: "double precision", nullable: false),
                    outcome_squares = table.Column<double>(type: "double precision", nullable: false),
                    latency_count = table.Column<long>(type: "bigint", nullable: false),
                    latency_sum = table.Column<double>(type: "double precision", nullable: false),
                    token_sum = table.Column<long>(type: "bigint", nullable: false),
                    cost_count = table.Column<long>(type: "bigint", nullable: false),
                    cost_sum = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rollups", x => new { x.slice_id, x.grain, x.start });
                    table.CheckConstraint("ck_rollups_counts", "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives <= events AND questionable <= events");
                    table.CheckConstraint("ck_rollups_grain", "grain IN (5, 60, 1440)");
                    table.ForeignKey(
                        name: "fk_rollups_slices_slice_id",
                        column: x => x.slice_id,
                        principalTable: "slices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_workflows_budget",
                table: "workflows",
                sql: "budget_share > 0 AND budget_share <= 1 AND audit_lane_share >= 0.2 AND audit_lane_share <= 1 AND budget_floor >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_draw_id",
                table: "queue_items",
                column: "draw_id");

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_workflow_id_source_created_at",
                table: "queue_items",
                columns: new[] { "workflow_id", "source", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_not_rolled_up",
                table: "interactions",
                column: "id",
                filter: "is_rolled_up = false");

            migrationBuilder.CreateIndex(
                name: "ix_interactions_workflow_id_id",
                table: "interactions",
                columns: new[] { "workflow_id", "id" });

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
                filter: "is_open = true");

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
                name: "ix_pattern_members_interaction_id",
                table: "pattern_members",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_slices_tenant_id_workflow_id",
                table: "slices",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_slices_workflow_id_key_hash",
                table: "slices",
                columns: new[] { "workflow_id", "key_hash" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_items_draws_draw_id",
                table: "queue_items",
                column: "draw_id",
                principalTable: "draws",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_queue_items_draws_draw_id",
                table: "queue_items");

            migrationBuilder.DropTable(
                name: "attribute_buckets");

            migrationBuilder.DropTable(
                name: "breakdowns");

            migrationBuilder.DropTable(
                name: "draw_candidates");

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
                name: "pattern_days");

            migrationBuilder.DropTable(
                name: "pattern_members");

            migrationBuilder.DropTable(
                name: "pattern_runs");

            migrationBuilder.DropTable(
                name: "rollups");

            migrationBuilder.DropTable(
                name: "draws");

            migrationBuilder.DropTable(
                name: "failure_patterns");

            migrationBuilder.DropTable(
                name: "slices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_workflows_budget",
                table: "workflows");

            migrationBuilder.DropIndex(
                name: "ix_queue_items_draw_id",
                table: "queue_items");

            migrationBuilder.DropIndex(
                name: "ix_queue_items_workflow_id_source_created_at",
                table: "queue_items");

            migrationBuilder.DropIndex(
                name: "ix_interactions_not_rolled_up",
                table: "interactions");

            migrationBuilder.DropIndex(
                name: "ix_interactions_workflow_id_id",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "audit_lane_share",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "audit_probability",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "budget_floor",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "budget_share",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "role_weights",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "trust_factor",
                table: "signals");

            migrationBuilder.DropColumn(
                name: "audit_probability",
                table: "queue_items");

            migrationBuilder.DropColumn(
                name: "draw_id",
                table: "queue_items");

            migrationBuilder.DropColumn(
                name: "attributes",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "cost",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "currency",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "error_class",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "is_rolled_up",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "time_is_real",
                table: "interactions");
        }
    }
}
