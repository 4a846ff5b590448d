using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RenameFeedbackSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            RenameSources(migrationBuilder, "feedback_givers", "feedback_sources");
            RenameComparisons(migrationBuilder, "giver_comparisons", "feedback_source_comparisons");
            RenameWindows(migrationBuilder, "giver_windows", "feedback_source_windows");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            RenameSources(migrationBuilder, "feedback_sources", "feedback_givers");
            RenameComparisons(migrationBuilder, "feedback_source_comparisons", "giver_comparisons");
            RenameWindows(migrationBuilder, "feedback_source_windows", "giver_windows");
        }

        // Keys, indexes and constraints are made again under their new names: compatible engines rename tables, and not always the rest.
        private static void RenameSources(MigrationBuilder migrationBuilder, string from, string to)
        {
            migrationBuilder.DropForeignKey($"fk_{from}_workflows_workflow_id", from);
            migrationBuilder.DropIndex($"ix_{from}_checked", from);
            migrationBuilder.DropIndex($"ix_{from}_workflow_id_first_seen_at", from);
            migrationBuilder.DropCheckConstraint($"ck_{from}_counts", from);
            migrationBuilder.DropPrimaryKey($"pk_{from}", from);
            migrationBuilder.RenameTable(name: from, newName: to);
            migrationBuilder.AddPrimaryKey($"pk_{to}", to, ["workflow_id", "user_id"]);
            migrationBuilder.AddCheckConstraint($"ck_{to}_counts", to, "agreed >= 0 AND agreed <= checks");
            migrationBuilder.CreateIndex($"ix_{to}_checked", to, "workflow_id", filter: "checks > 0");
            migrationBuilder.CreateIndex($"ix_{to}_workflow_id_first_seen_at", to, ["workflow_id", "first_seen_at"]);
            AddForeignKey(migrationBuilder, to, "workflow_id", "workflows", ReferentialAction.Cascade);
        }

        private static void RenameComparisons(MigrationBuilder migrationBuilder, string from, string to)
        {
            migrationBuilder.DropForeignKey($"fk_{from}_interactions_interaction_id", from);
            migrationBuilder.DropForeignKey($"fk_{from}_workflows_workflow_id", from);
            migrationBuilder.DropIndex($"ix_{from}_workflow_id_user_id", from);
            migrationBuilder.DropPrimaryKey($"pk_{from}", from);
            migrationBuilder.RenameTable(name: from, newName: to);
            migrationBuilder.AddPrimaryKey($"pk_{to}", to, ["interaction_id", "user_id"]);
            migrationBuilder.CreateIndex($"ix_{to}_workflow_id_user_id", to, ["workflow_id", "user_id"]);
            AddForeignKey(migrationBuilder, to, "interaction_id", "interactions", ReferentialAction.Cascade);
            AddForeignKey(migrationBuilder, to, "workflow_id", "workflows", ReferentialAction.Restrict);
        }

        private static void RenameWindows(MigrationBuilder migrationBuilder, string from, string to)
        {
            migrationBuilder.DropForeignKey($"fk_{from}_workflows_workflow_id", from);
            migrationBuilder.DropIndex($"ix_{from}_start", from);
            migrationBuilder.DropPrimaryKey($"pk_{from}", from);
            migrationBuilder.RenameTable(name: from, newName: to);
            migrationBuilder.AddPrimaryKey($"pk_{to}", to, ["workflow_id", "user_id", "start"]);
            migrationBuilder.CreateIndex($"ix_{to}_start", to, "start");
            AddForeignKey(migrationBuilder, to, "workflow_id", "workflows", ReferentialAction.Cascade);
        }

        private static void AddForeignKey(
            MigrationBuilder migrationBuilder,
            string table,
            string column,
            string principal,
            ReferentialAction onDelete
        ) =>
            migrationBuilder.AddForeignKey(
                name: $"fk_{table}_{principal}_{column}",
                table: table,
                column: column,
                principalTable: principal,
                principalColumn: "id",
                onDelete: onDelete
            );
    }
}
