using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class RenameFeedbackSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "feedback_givers", newName: "feedback_sources");
            RenameConstraint(migrationBuilder, "feedback_sources", "pk_feedback_givers", "pk_feedback_sources");
            RenameConstraint(
                migrationBuilder,
                "feedback_sources",
                "fk_feedback_givers_workflows_workflow_id",
                "fk_feedback_sources_workflows_workflow_id"
            );
            RenameConstraint(migrationBuilder, "feedback_sources", "ck_feedback_givers_counts", "ck_feedback_sources_counts");
            migrationBuilder.RenameIndex(
                name: "ix_feedback_givers_checked",
                table: "feedback_sources",
                newName: "ix_feedback_sources_checked"
            );
            migrationBuilder.RenameIndex(
                name: "ix_feedback_givers_workflow_id_first_seen_at",
                table: "feedback_sources",
                newName: "ix_feedback_sources_workflow_id_first_seen_at"
            );
            migrationBuilder.RenameTable(name: "giver_comparisons", newName: "feedback_source_comparisons");
            RenameConstraint(migrationBuilder, "feedback_source_comparisons", "pk_giver_comparisons", "pk_feedback_source_comparisons");
            RenameConstraint(
                migrationBuilder,
                "feedback_source_comparisons",
                "fk_giver_comparisons_interactions_interaction_id",
                "fk_feedback_source_comparisons_interactions_interaction_id"
            );
            RenameConstraint(
                migrationBuilder,
                "feedback_source_comparisons",
                "fk_giver_comparisons_workflows_workflow_id",
                "fk_feedback_source_comparisons_workflows_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_giver_comparisons_workflow_id_user_id",
                table: "feedback_source_comparisons",
                newName: "ix_feedback_source_comparisons_workflow_id_user_id"
            );
            migrationBuilder.RenameTable(name: "giver_windows", newName: "feedback_source_windows");
            RenameConstraint(migrationBuilder, "feedback_source_windows", "pk_giver_windows", "pk_feedback_source_windows");
            RenameConstraint(
                migrationBuilder,
                "feedback_source_windows",
                "fk_giver_windows_workflows_workflow_id",
                "fk_feedback_source_windows_workflows_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_giver_windows_start",
                table: "feedback_source_windows",
                newName: "ix_feedback_source_windows_start"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "feedback_sources", newName: "feedback_givers");
            RenameConstraint(migrationBuilder, "feedback_givers", "pk_feedback_sources", "pk_feedback_givers");
            RenameConstraint(
                migrationBuilder,
                "feedback_givers",
                "fk_feedback_sources_workflows_workflow_id",
                "fk_feedback_givers_workflows_workflow_id"
            );
            RenameConstraint(migrationBuilder, "feedback_givers", "ck_feedback_sources_counts", "ck_feedback_givers_counts");
            migrationBuilder.RenameIndex(
                name: "ix_feedback_sources_checked",
                table: "feedback_givers",
                newName: "ix_feedback_givers_checked"
            );
            migrationBuilder.RenameIndex(
                name: "ix_feedback_sources_workflow_id_first_seen_at",
                table: "feedback_givers",
                newName: "ix_feedback_givers_workflow_id_first_seen_at"
            );
            migrationBuilder.RenameTable(name: "feedback_source_comparisons", newName: "giver_comparisons");
            RenameConstraint(migrationBuilder, "giver_comparisons", "pk_feedback_source_comparisons", "pk_giver_comparisons");
            RenameConstraint(
                migrationBuilder,
                "giver_comparisons",
                "fk_feedback_source_comparisons_interactions_interaction_id",
                "fk_giver_comparisons_interactions_interaction_id"
            );
            RenameConstraint(
                migrationBuilder,
                "giver_comparisons",
                "fk_feedback_source_comparisons_workflows_workflow_id",
                "fk_giver_comparisons_workflows_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_feedback_source_comparisons_workflow_id_user_id",
                table: "giver_comparisons",
                newName: "ix_giver_comparisons_workflow_id_user_id"
            );
            migrationBuilder.RenameTable(name: "feedback_source_windows", newName: "giver_windows");
            RenameConstraint(migrationBuilder, "giver_windows", "pk_feedback_source_windows", "pk_giver_windows");
            RenameConstraint(
                migrationBuilder,
                "giver_windows",
                "fk_feedback_source_windows_workflows_workflow_id",
                "fk_giver_windows_workflows_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_feedback_source_windows_start",
                table: "giver_windows",
                newName: "ix_giver_windows_start"
            );
        }

        private static void RenameConstraint(MigrationBuilder migrationBuilder, string table, string from, string to) =>
            migrationBuilder.Sql($"ALTER TABLE {table} RENAME CONSTRAINT \"{from}\" TO \"{to}\"");
    }
}
