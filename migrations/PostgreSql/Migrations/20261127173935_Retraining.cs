using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Retraining : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "retraining_proposals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    pattern_id = table.Column<long>(type: "bigint", nullable: false),
                    trigger = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    repair = table.Column<int>(type: "integer", nullable: false),
                    repair_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    close_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_proposals", x => x.id);
                    table.UniqueConstraint("ak_retraining_proposals_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.CheckConstraint("ck_retraining_proposals_repair", "repair BETWEEN 0 AND 2");
                    table.CheckConstraint("ck_retraining_proposals_state", "(state IN (0, 1) AND closed_at IS NULL) OR (state IN (2, 3) AND closed_at IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_retraining_proposals_failure_patterns_pattern_id",
                        column: x => x.pattern_id,
                        principalTable: "failure_patterns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_proposals_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retraining_settings",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    min_rate = table.Column<double>(type: "double precision", nullable: false),
                    min_interactions = table.Column<int>(type: "integer", nullable: false),
                    min_share = table.Column<double>(type: "double precision", nullable: false),
                    min_failures = table.Column<int>(type: "integer", nullable: false),
                    growth = table.Column<double>(type: "double precision", nullable: false),
                    min_labels = table.Column<int>(type: "integer", nullable: false),
                    weekly = table.Column<bool>(type: "boolean", nullable: false),
                    quiet_days = table.Column<int>(type: "integer", nullable: false),
                    dataset_days = table.Column<int>(type: "integer", nullable: false),
                    autopilot = table.Column<bool>(type: "boolean", nullable: false),
                    executor = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    evaluation_endpoint_id = table.Column<long>(type: "bigint", nullable: true),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_settings", x => x.workflow_id);
                    table.CheckConstraint("ck_retraining_settings_triggers", "min_rate >= 0 AND min_rate <= 1 AND min_share >= 0 AND min_share <= 1 AND min_interactions >= 0 AND min_failures >= 1 AND growth >= 0 AND min_labels >= 1 AND quiet_days BETWEEN 0 AND 365 AND dataset_days BETWEEN 1 AND 3650");
                    table.ForeignKey(
                        name: "fk_retraining_settings_model_endpoints_tenant_id_evaluation_en~",
                        columns: x => new { x.tenant_id, x.evaluation_endpoint_id },
                        principalTable: "model_endpoints",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_settings_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retraining_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    proposal_id = table.Column<long>(type: "bigint", nullable: false),
                    repair = table.Column<int>(type: "integer", nullable: false),
                    executor = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    method = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    dataset_version_id = table.Column<long>(type: "bigint", nullable: false),
                    manifest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    base_release_id = table.Column<long>(type: "bigint", nullable: false),
                    base_component_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    previous_state = table.Column<int>(type: "integer", nullable: true),
                    message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    started_by_id = table.Column<long>(type: "bigint", nullable: true),
                    started_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deadline_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_step_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    claimed_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    external_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    external_event = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    token_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    received = table.Column<string>(type: "text", nullable: true),
                    metric_budget = table.Column<int>(type: "integer", nullable: false),
                    metric_calls = table.Column<int>(type: "integer", nullable: false),
                    result_release_id = table.Column<long>(type: "bigint", nullable: true),
                    eval_run_id = table.Column<long>(type: "bigint", nullable: true),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_runs", x => x.id);
                    table.CheckConstraint("ck_retraining_runs_budget", "metric_calls BETWEEN 0 AND metric_budget");
                    table.CheckConstraint("ck_retraining_runs_end", "(state IN (3, 4, 6) AND finished_at IS NOT NULL AND token_hash IS NULL) OR (state IN (0, 1, 2, 5) AND finished_at IS NULL)");
                    table.CheckConstraint("ck_retraining_runs_kind", "kind BETWEEN 0 AND 2 AND repair BETWEEN 0 AND 2");
                    table.CheckConstraint("ck_retraining_runs_received", "received IS NULL OR received_at IS NOT NULL");
                    table.CheckConstraint("ck_retraining_runs_result", "state <> 3 OR result_release_id IS NOT NULL");
                    table.CheckConstraint("ck_retraining_runs_state", "(previous_state IS NULL AND state = 0) OR (previous_state IS NOT NULL AND ((previous_state = 0 AND state = 1) OR (previous_state = 0 AND state = 4) OR (previous_state = 0 AND state = 6) OR (previous_state = 1 AND state = 2) OR (previous_state = 1 AND state = 4) OR (previous_state = 1 AND state = 6) OR (previous_state = 2 AND state = 3) OR (previous_state = 2 AND state = 4) OR (previous_state = 2 AND state = 5) OR (previous_state = 5 AND state = 6) OR (previous_state = 5 AND state = 4)))");
                    table.ForeignKey(
                        name: "fk_retraining_runs_component_versions_workflow_id_base_compone~",
                        columns: x => new { x.workflow_id, x.base_component_id },
                        principalTable: "component_versions",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_dataset_versions_dataset_version_id",
                        column: x => x.dataset_version_id,
                        principalTable: "dataset_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_eval_runs_workflow_id_eval_run_id",
                        columns: x => new { x.workflow_id, x.eval_run_id },
                        principalTable: "eval_runs",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_releases_workflow_id_base_release_id",
                        columns: x => new { x.workflow_id, x.base_release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_releases_workflow_id_result_release_id",
                        columns: x => new { x.workflow_id, x.result_release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_retraining_proposals_workflow_id_proposal_id",
                        columns: x => new { x.workflow_id, x.proposal_id },
                        principalTable: "retraining_proposals",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_users_started_by_id",
                        column: x => x.started_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_runs_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retraining_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: true),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_events", x => x.id);
                    table.CheckConstraint("ck_retraining_events_kind", "kind BETWEEN 0 AND 3 AND ((kind = 0 AND state IS NOT NULL) OR (kind <> 0 AND state IS NULL))");
                    table.ForeignKey(
                        name: "fk_retraining_events_retraining_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "retraining_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retraining_results",
                columns: table => new
                {
                    component_version_id = table.Column<long>(type: "bigint", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_results", x => x.component_version_id);
                    table.ForeignKey(
                        name: "fk_retraining_results_component_versions_component_version_id",
                        column: x => x.component_version_id,
                        principalTable: "component_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_results_retraining_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "retraining_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retraining_scores",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    candidate = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: true),
                    is_pass = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_scores", x => new { x.run_id, x.number });
                    table.CheckConstraint("ck_retraining_scores_score", "number >= 1 AND (score IS NULL OR (score >= 0 AND score <= 1))");
                    table.ForeignKey(
                        name: "fk_retraining_scores_dataset_items_version_id_place",
                        columns: x => new { x.version_id, x.place },
                        principalTable: "dataset_items",
                        principalColumns: new[] { "version_id", "place" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_scores_retraining_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "retraining_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_events_run_id_id",
                table: "retraining_events",
                columns: new[] { "run_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_proposals_open",
                table: "retraining_proposals",
                column: "pattern_id",
                unique: true,
                filter: "state IN (0, 1)");

            migrationBuilder.CreateIndex(
                name: "ix_retraining_proposals_pattern_id_created_at",
                table: "retraining_proposals",
                columns: new[] { "pattern_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_proposals_tenant_id_workflow_id",
                table: "retraining_proposals",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_proposals_workflow_id_created_at",
                table: "retraining_proposals",
                columns: new[] { "workflow_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_results_run_id",
                table: "retraining_results",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_dataset_version_id",
                table: "retraining_runs",
                column: "dataset_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_due",
                table: "retraining_runs",
                column: "next_step_at",
                filter: "state IN (0, 1, 2, 5)");

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_identity",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "manifest", "method", "base_component_id" },
                unique: true,
                filter: "state IN (0, 1, 2, 3, 5)");

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_started_by_id",
                table: "retraining_runs",
                column: "started_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_tenant_id_workflow_id",
                table: "retraining_runs",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_workflow_id_base_component_id",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "base_component_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_workflow_id_base_release_id",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "base_release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_workflow_id_eval_run_id",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "eval_run_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_workflow_id_id",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_workflow_id_proposal_id",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "proposal_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_runs_workflow_id_result_release_id",
                table: "retraining_runs",
                columns: new[] { "workflow_id", "result_release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_scores_version_id_place",
                table: "retraining_scores",
                columns: new[] { "version_id", "place" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_settings_tenant_id_evaluation_endpoint_id",
                table: "retraining_settings",
                columns: new[] { "tenant_id", "evaluation_endpoint_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_settings_tenant_id_workflow_id",
                table: "retraining_settings",
                columns: new[] { "tenant_id", "workflow_id" });

            RetrainingRules.Up(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            RetrainingRules.Down(migrationBuilder);

            migrationBuilder.DropTable(
                name: "retraining_events");

            migrationBuilder.DropTable(
                name: "retraining_results");

            migrationBuilder.DropTable(
                name: "retraining_scores");

            migrationBuilder.DropTable(
                name: "retraining_settings");

            migrationBuilder.DropTable(
                name: "retraining_runs");

            migrationBuilder.DropTable(
                name: "retraining_proposals");
        }
    }
}
