using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class LabelAgreement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_counted",
                table: "labels",
                type: "bit",
                nullable: false,
                defaultValue: false);

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
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_criteria", x => x.id);
                    table.ForeignKey(
                        name: "fk_agreement_criteria_rubric_versions_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agreement_criteria_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agreement_turns",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    counted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement_turns", x => x.workflow_id);
                    table.ForeignKey(
                        name: "fk_agreement_turns_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "agreement_patterns",
                columns: table => new
                {
                    criterion_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pattern = table.Column<string>(type: "nvarchar(max)", nullable: false),
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
                        name: "fk_agreement_entries_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_agreement_entries_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

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
                name: "ix_labeler_pairs_labeler_a_id",
                table: "labeler_pairs",
                column: "labeler_a_id");

            migrationBuilder.CreateIndex(
                name: "ix_labeler_pairs_labeler_b_id",
                table: "labeler_pairs",
                column: "labeler_b_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreement_entries");

            migrationBuilder.DropTable(
                name: "agreement_patterns");

            migrationBuilder.DropTable(
                name: "agreement_turns");

            migrationBuilder.DropTable(
                name: "labeler_pairs");

            migrationBuilder.DropTable(
                name: "agreement_values");

            migrationBuilder.DropTable(
                name: "agreement_criteria");

            migrationBuilder.DropIndex(
                name: "ix_labels_to_count",
                table: "labels");

            migrationBuilder.DropIndex(
                name: "ix_labels_to_uncount",
                table: "labels");

            migrationBuilder.DropColumn(
                name: "is_counted",
                table: "labels");
        }
    }
}
