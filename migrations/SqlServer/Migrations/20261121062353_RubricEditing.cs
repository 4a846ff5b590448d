using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RubricEditing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "rubric_versions",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "rubric_bridges",
                columns: table => new
                {
                    rubric_version_id = table.Column<long>(type: "bigint", nullable: false),
                    from_version_id = table.Column<long>(type: "bigint", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_bridges", x => x.rubric_version_id);
                    table.CheckConstraint("ck_rubric_bridges_versions", "rubric_version_id <> from_version_id");
                    table.ForeignKey(
                        name: "fk_rubric_bridges_rubric_versions_from_version_id",
                        column: x => x.from_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rubric_bridges_rubric_versions_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rubric_drafts",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    based_on_version_id = table.Column<long>(type: "bigint", nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    saved_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rubric_drafts", x => x.workflow_id);
                    table.ForeignKey(
                        name: "fk_rubric_drafts_rubric_versions_based_on_version_id",
                        column: x => x.based_on_version_id,
                        principalTable: "rubric_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rubric_drafts_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                    table.ForeignKey(
                        name: "fk_rubric_bridge_items_rubric_bridges_rubric_version_id",
                        column: x => x.rubric_version_id,
                        principalTable: "rubric_bridges",
                        principalColumn: "rubric_version_id",
                        onDelete: ReferentialAction.Cascade);
                });

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rubric_bridge_items");

            migrationBuilder.DropTable(
                name: "rubric_drafts");

            migrationBuilder.DropTable(
                name: "rubric_bridges");

            migrationBuilder.DropColumn(
                name: "note",
                table: "rubric_versions");
        }
    }
}
