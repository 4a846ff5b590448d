using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class JudgeCalibration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "judge_version_id",
                table: "labels",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "judge_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    model = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    endpoint_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    prompt = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    prompt_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judge_versions", x => x.id);
                    table.UniqueConstraint("ak_judge_versions_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.ForeignKey(
                        name: "fk_judge_versions_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_judge_versions_rubric_versions_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_judge_versions_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "judge_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    judge_version_id = table.Column<long>(type: "bigint", nullable: false),
                    judge = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    evaluator = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    suggested_prompt = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    total = table.Column<int>(type: "int", nullable: false),
                    done = table.Column<int>(type: "int", nullable: false),
                    failed = table.Column<int>(type: "int", nullable: false),
                    started_by_id = table.Column<long>(type: "bigint", nullable: true),
                    started_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    summary = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judge_runs", x => x.id);
                    table.CheckConstraint("ck_judge_runs_counts", "total >= 0 AND done BETWEEN 0 AND total AND failed BETWEEN 0 AND done");
                    table.CheckConstraint("ck_judge_runs_state", "state BETWEEN 0 AND 4 AND (state IN (0, 1) OR finished_at IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_judge_runs_judge_versions_workflow_id_judge_version_id",
                        columns: x => new { x.workflow_id, x.judge_version_id },
                        principalTable: "judge_versions",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_judge_runs_users_started_by_id",
                        column: x => x.started_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_judge_runs_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "judge_run_items",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    is_done = table.Column<bool>(type: "bit", nullable: false),
                    answers = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    error = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judge_run_items", x => new { x.run_id, x.interaction_id });
                    table.ForeignKey(
                        name: "fk_judge_run_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_judge_run_items_judge_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "judge_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_labels_workflow_id_judge_version_id",
                table: "labels",
                columns: new[] { "workflow_id", "judge_version_id" },
                filter: "judge_version_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_judge_run_items_interaction_id",
                table: "judge_run_items",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_judge_runs_judge_version_id_finished_at",
                table: "judge_runs",
                columns: new[] { "judge_version_id", "finished_at" });

            migrationBuilder.CreateIndex(
                name: "ix_judge_runs_open",
                table: "judge_runs",
                columns: new[] { "workflow_id", "judge" },
                unique: true,
                filter: "state IN (0, 1)");

            migrationBuilder.CreateIndex(
                name: "ix_judge_runs_started_by_id",
                table: "judge_runs",
                column: "started_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_judge_runs_tenant_id_workflow_id",
                table: "judge_runs",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_judge_runs_workflow_id_judge_version_id",
                table: "judge_runs",
                columns: new[] { "workflow_id", "judge_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_judge_versions_labeler_id",
                table: "judge_versions",
                column: "labeler_id");

            migrationBuilder.CreateIndex(
                name: "ix_judge_versions_rubric_version_id",
                table: "judge_versions",
                column: "rubric_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_judge_versions_tenant_id_workflow_id",
                table: "judge_versions",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_judge_versions_workflow_id_labeler_id_rubric_version_id_endpoint_hash_prompt_hash",
                table: "judge_versions",
                columns: new[] { "workflow_id", "labeler_id", "rubric_version_id", "endpoint_hash", "prompt_hash" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_labels_judge_versions_workflow_id_judge_version_id",
                table: "labels",
                columns: new[] { "workflow_id", "judge_version_id" },
                principalTable: "judge_versions",
                principalColumns: new[] { "workflow_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_labels_judge_versions_workflow_id_judge_version_id",
                table: "labels");

            migrationBuilder.DropTable(
                name: "judge_run_items");

            migrationBuilder.DropTable(
                name: "judge_runs");

            migrationBuilder.DropTable(
                name: "judge_versions");

            migrationBuilder.DropIndex(
                name: "ix_labels_workflow_id_judge_version_id",
                table: "labels");

            migrationBuilder.DropColumn(
                name: "judge_version_id",
                table: "labels");
        }
    }
}
