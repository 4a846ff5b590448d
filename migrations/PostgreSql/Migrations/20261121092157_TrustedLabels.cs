using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class TrustedLabels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "golden_cadence_days",
                table: "workflows",
                type: "integer",
                nullable: false,
                defaultValue: 90);

            migrationBuilder.AddColumn<double>(
                name: "golden_check_share",
                table: "workflows",
                type: "double precision",
                nullable: false,
                defaultValue: 0.050000000000000003);

            migrationBuilder.AddColumn<double>(
                name: "judge_bar",
                table: "workflows",
                type: "double precision",
                nullable: false,
                defaultValue: 0.40000000000000002);

            migrationBuilder.CreateTable(
                name: "adjudications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    cause = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    decided_by_id = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjudications", x => x.id);
                    table.CheckConstraint("ck_adjudications_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_adjudications_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adjudications_rubric_versions_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adjudications_users_decided_by_id",
                        column: x => x.decided_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adjudications_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consensus_fits",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    fitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    milliseconds = table.Column<int>(type: "integer", nullable: false),
                    items = table.Column<long>(type: "bigint", nullable: false),
                    labels = table.Column<long>(type: "bigint", nullable: false),
                    iterations = table.Column<int>(type: "integer", nullable: false),
                    log_likelihood = table.Column<double>(type: "double precision", nullable: false),
                    categories = table.Column<string>(type: "text", nullable: false),
                    priors = table.Column<string>(type: "text", nullable: false)
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
                name: "disagreements",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    severity = table.Column<double>(type: "double precision", nullable: false),
                    labelers = table.Column<int>(type: "integer", nullable: false),
                    questions = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disagreements", x => x.interaction_id);
                    table.CheckConstraint("ck_disagreements_severity", "severity >= 0 AND severity <= 1");
                    table.ForeignKey(
                        name: "fk_disagreements_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_disagreements_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "golden_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    owner_id = table.Column<long>(type: "bigint", nullable: false),
                    provenance = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    is_locked = table.Column<bool>(type: "boolean", nullable: false),
                    cadence_days = table.Column<int>(type: "integer", nullable: false),
                    refresh_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    exposures = table.Column<int>(type: "integer", nullable: false),
                    leak_budget = table.Column<int>(type: "integer", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retired_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_golden_items", x => x.id);
                    table.CheckConstraint("ck_golden_items_cadence", "cadence_days BETWEEN 1 AND 3650");
                    table.CheckConstraint("ck_golden_items_exposures", "exposures >= 0 AND leak_budget BETWEEN 1 AND 1000");
                    table.CheckConstraint("ck_golden_items_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_golden_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_items_users_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_items_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    link = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                name: "labeler_qualities",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    labels = table.Column<int>(type: "integer", nullable: false),
                    expected_right = table.Column<double>(type: "double precision", nullable: false),
                    confusion = table.Column<string>(type: "text", nullable: false)
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
                name: "golden_versions",
                columns: table => new
                {
                    golden_item_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    expected_output = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    adjudication_id = table.Column<long>(type: "bigint", nullable: true),
                    made_by_id = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                        name: "fk_golden_versions_rubric_versions_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_versions",
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
                name: "calibration_answers",
                columns: table => new
                {
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    golden_item_id = table.Column<long>(type: "bigint", nullable: false),
                    criterion = table.Column<string>(type: "character varying(301)", maxLength: 301, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    is_right = table.Column<bool>(type: "boolean", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calibration_answers", x => new { x.labeler_id, x.golden_item_id, x.criterion });
                    table.ForeignKey(
                        name: "fk_calibration_answers_golden_versions_golden_item_id_number",
                        columns: x => new { x.golden_item_id, x.number },
                        principalTable: "golden_versions",
                        principalColumns: new[] { "golden_item_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_calibration_answers_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "golden_checks",
                columns: table => new
                {
                    label_id = table.Column<long>(type: "bigint", nullable: false),
                    criterion = table.Column<string>(type: "character varying(301)", maxLength: 301, nullable: false),
                    since_version_id = table.Column<long>(type: "bigint", nullable: false),
                    golden_item_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    is_right = table.Column<bool>(type: "boolean", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_golden_checks", x => new { x.label_id, x.criterion });
                    table.ForeignKey(
                        name: "fk_golden_checks_golden_versions_golden_item_id_number",
                        columns: x => new { x.golden_item_id, x.number },
                        principalTable: "golden_versions",
                        principalColumns: new[] { "golden_item_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_checks_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_checks_labels_label_id",
                        column: x => x.label_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_checks_rubric_versions_since_version_id",
                        column: x => x.since_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_golden_checks_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_workflows_golden",
                table: "workflows",
                sql: "golden_check_share >= 0 AND golden_check_share <= 0.5 AND golden_cadence_days BETWEEN 1 AND 3650");

            migrationBuilder.AddCheckConstraint(
                name: "ck_workflows_judge_bar",
                table: "workflows",
                sql: "judge_bar >= -1 AND judge_bar <= 1");

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
                name: "ix_calibration_answers_golden_item_id_number",
                table: "calibration_answers",
                columns: new[] { "golden_item_id", "number" });

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
                name: "ix_labeler_qualities_labeler_id",
                table: "labeler_qualities",
                column: "labeler_id");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calibration_answers");

            migrationBuilder.DropTable(
                name: "disagreements");

            migrationBuilder.DropTable(
                name: "golden_checks");

            migrationBuilder.DropTable(
                name: "labeler_qualities");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "golden_versions");

            migrationBuilder.DropTable(
                name: "consensus_fits");

            migrationBuilder.DropTable(
                name: "adjudications");

            migrationBuilder.DropTable(
                name: "golden_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_workflows_golden",
                table: "workflows");

            migrationBuilder.DropCheckConstraint(
                name: "ck_workflows_judge_bar",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "golden_cadence_days",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "golden_check_share",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "judge_bar",
                table: "workflows");
        }
    }
}
