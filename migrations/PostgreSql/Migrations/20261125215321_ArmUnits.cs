using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ArmUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "overlap",
                table: "slices",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "overlap",
                table: "interactions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "arm_comparisons",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
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
                    table.ForeignKey(
                        name: "fk_arm_comparisons_experiments_workflow_id_experiment_id",
                        columns: x => new { x.workflow_id, x.experiment_id },
                        principalTable: "experiments",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_arm_comparisons_release_watches_watch_id",
                        column: x => x.watch_id,
                        principalTable: "release_watches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_arm_comparisons_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shared_units",
                columns: table => new
                {
                    comparison_id = table.Column<long>(type: "bigint", nullable: false),
                    task_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_pending = table.Column<bool>(type: "boolean", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_experiment_id",
                table: "arm_comparisons",
                column: "experiment_id",
                unique: true,
                filter: "experiment_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_tenant_id_workflow_id",
                table: "arm_comparisons",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_watch_id",
                table: "arm_comparisons",
                column: "watch_id",
                unique: true,
                filter: "watch_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_workflow_id",
                table: "arm_comparisons",
                column: "workflow_id");

            migrationBuilder.CreateIndex(
                name: "ix_arm_comparisons_workflow_id_experiment_id",
                table: "arm_comparisons",
                columns: new[] { "workflow_id", "experiment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_units_pending",
                table: "shared_units",
                column: "comparison_id",
                filter: "is_pending = true");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shared_units");

            migrationBuilder.DropTable(
                name: "arm_comparisons");

            migrationBuilder.DropColumn(
                name: "overlap",
                table: "slices");

            migrationBuilder.DropColumn(
                name: "overlap",
                table: "interactions");
        }
    }
}
