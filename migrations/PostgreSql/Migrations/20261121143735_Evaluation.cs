using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Evaluation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "evaluator_sets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                    table.ForeignKey(
                        name: "fk_evaluator_sets_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "model_endpoints",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    base_url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    protected_key = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    row_version = table.Column<int>(type: "integer", nullable: false)
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
                name: "eval_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    baseline_id = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<int>(type: "integer", nullable: false),
                    settings = table.Column<string>(type: "text", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    evaluator_set_id = table.Column<long>(type: "bigint", nullable: false),
                    endpoint_id = table.Column<long>(type: "bigint", nullable: true),
                    rescore_of_id = table.Column<long>(type: "bigint", nullable: true),
                    started_by_id = table.Column<long>(type: "bigint", nullable: true),
                    started_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    total = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claimed_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    cancel_requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    input_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    summary = table.Column<string>(type: "text", nullable: true),
                    message = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
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
                        name: "fk_eval_runs_evaluator_sets_workflow_id_evaluator_set_id",
                        columns: x => new { x.workflow_id, x.evaluator_set_id },
                        principalTable: "evaluator_sets",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_model_endpoints_tenant_id_endpoint_id",
                        columns: x => new { x.tenant_id, x.endpoint_id },
                        principalTable: "model_endpoints",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_releases_workflow_id_baseline_id",
                        columns: x => new { x.workflow_id, x.baseline_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_rubric_versions_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_users_started_by_id",
                        column: x => x.started_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_runs_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "eval_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    golden_item_id = table.Column<long>(type: "bigint", nullable: true),
                    golden_number = table.Column<int>(type: "integer", nullable: true),
                    is_locked = table.Column<bool>(type: "boolean", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    trace_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    task_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    input_hash = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    preview = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    input = table.Column<string>(type: "text", nullable: true),
                    messages = table.Column<string>(type: "text", nullable: true),
                    documents = table.Column<string>(type: "text", nullable: true),
                    candidate_documents = table.Column<string>(type: "text", nullable: true),
                    expected_output = table.Column<string>(type: "text", nullable: true),
                    expected_answers = table.Column<string>(type: "text", nullable: true),
                    live_output = table.Column<string>(type: "text", nullable: true),
                    live_version = table.Column<string>(type: "character varying(601)", maxLength: 601, nullable: true),
                    candidate_output = table.Column<string>(type: "text", nullable: true),
                    latency_ms = table.Column<double>(type: "double precision", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    live_pass = table.Column<bool>(type: "boolean", nullable: true),
                    candidate_pass = table.Column<bool>(type: "boolean", nullable: true),
                    score_change = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_eval_items", x => x.id);
                    table.CheckConstraint("ck_eval_items_golden", "(golden_item_id IS NULL AND golden_number IS NULL) OR (golden_item_id IS NOT NULL AND golden_number IS NOT NULL)");
                    table.CheckConstraint("ck_eval_items_state", "state BETWEEN 0 AND 3 AND (state <> 3 OR error IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_eval_items_eval_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "eval_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_eval_items_golden_versions_golden_item_id_golden_number",
                        columns: x => new { x.golden_item_id, x.golden_number },
                        principalTable: "golden_versions",
                        principalColumns: new[] { "golden_item_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_eval_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "eval_results",
                columns: table => new
                {
                    item_id = table.Column<long>(type: "bigint", nullable: false),
                    side = table.Column<int>(type: "integer", nullable: false),
                    evaluator = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: true),
                    evidence = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false)
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
                name: "ix_model_endpoints_tenant_id_name",
                table: "model_endpoints",
                columns: new[] { "tenant_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "eval_results");

            migrationBuilder.DropTable(
                name: "eval_items");

            migrationBuilder.DropTable(
                name: "eval_runs");

            migrationBuilder.DropTable(
                name: "evaluator_sets");

            migrationBuilder.DropTable(
                name: "model_endpoints");
        }
    }
}
