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
            migrationBuilder.Sql("ALTER TABLE feedback_sources RENAME CONSTRAINT pk_feedback_givers TO pk_feedback_sources");
            migrationBuilder.Sql("ALTER TABLE feedback_sources RENAME CONSTRAINT fk_feedback_givers_workflows_workflow_id TO fk_feedback_sources_workflows_workflow_id");
            migrationBuilder.Sql("ALTER TABLE feedback_sources RENAME CONSTRAINT ck_feedback_givers_counts TO ck_feedback_sources_counts");
            migrationBuilder.RenameIndex(name: "ix_feedback_givers_checked", table: "feedback_sources", newName: "ix_feedback_sources_checked");
            migrationBuilder.RenameIndex(name: "ix_feedback_givers_workflow_id_first_seen_at", table: "feedback_sources", newName: "ix_feedback_sources_workflow_id_first_seen_at");
            migrationBuilder.RenameTable(name: "giver_comparisons", newName: "feedback_source_comparisons");
            migrationBuilder.Sql("ALTER TABLE feedback_source_comparisons RENAME CONSTRAINT pk_giver_comparisons TO pk_feedback_source_comparisons");
            migrationBuilder.Sql("ALTER TABLE feedback_source_comparisons RENAME CONSTRAINT fk_giver_comparisons_interactions_interaction_id TO fk_feedback_source_comparisons_interactions_interaction_id");
            migrationBuilder.Sql("ALTER TABLE feedback_source_comparisons RENAME CONSTRAINT fk_giver_comparisons_workflows_workflow_id TO fk_feedback_source_comparisons_workflows_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_giver_comparisons_workflow_id_user_id", table: "feedback_source_comparisons", newName: "ix_feedback_source_comparisons_workflow_id_user_id");
            migrationBuilder.RenameTable(name: "giver_windows", newName: "feedback_source_windows");
            migrationBuilder.Sql("ALTER TABLE feedback_source_windows RENAME CONSTRAINT pk_giver_windows TO pk_feedback_source_windows");
            migrationBuilder.Sql("ALTER TABLE feedback_source_windows RENAME CONSTRAINT fk_giver_windows_workflows_workflow_id TO fk_feedback_source_windows_workflows_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_giver_windows_start", table: "feedback_source_windows", newName: "ix_feedback_source_windows_start");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "feedback_sources", newName: "feedback_givers");
            migrationBuilder.Sql("ALTER TABLE feedback_givers RENAME CONSTRAINT pk_feedback_sources TO pk_feedback_givers");
            migrationBuilder.Sql("ALTER TABLE feedback_givers RENAME CONSTRAINT fk_feedback_sources_workflows_workflow_id TO fk_feedback_givers_workflows_workflow_id");
            migrationBuilder.Sql("ALTER TABLE feedback_givers RENAME CONSTRAINT ck_feedback_sources_counts TO ck_feedback_givers_counts");
            migrationBuilder.RenameIndex(name: "ix_feedback_sources_checked", table: "feedback_givers", newName: "ix_feedback_givers_checked");
            migrationBuilder.RenameIndex(name: "ix_feedback_sources_workflow_id_first_seen_at", table: "feedback_givers", newName: "ix_feedback_givers_workflow_id_first_seen_at");
            migrationBuilder.RenameTable(name: "feedback_source_comparisons", newName: "giver_comparisons");
            migrationBuilder.Sql("ALTER TABLE giver_comparisons RENAME CONSTRAINT pk_feedback_source_comparisons TO pk_giver_comparisons");
            migrationBuilder.Sql("ALTER TABLE giver_comparisons RENAME CONSTRAINT fk_feedback_source_comparisons_interactions_interaction_id TO fk_giver_comparisons_interactions_interaction_id");
            migrationBuilder.Sql("ALTER TABLE giver_comparisons RENAME CONSTRAINT fk_feedback_source_comparisons_workflows_workflow_id TO fk_giver_comparisons_workflows_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_feedback_source_comparisons_workflow_id_user_id", table: "giver_comparisons", newName: "ix_giver_comparisons_workflow_id_user_id");
            migrationBuilder.RenameTable(name: "feedback_source_windows", newName: "giver_windows");
            migrationBuilder.Sql("ALTER TABLE giver_windows RENAME CONSTRAINT pk_feedback_source_windows TO pk_giver_windows");
            migrationBuilder.Sql("ALTER TABLE giver_windows RENAME CONSTRAINT fk_feedback_source_windows_workflows_workflow_id TO fk_giver_windows_workflows_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_feedback_source_windows_start", table: "giver_windows", newName: "ix_giver_windows_start");
        }
    }
}
