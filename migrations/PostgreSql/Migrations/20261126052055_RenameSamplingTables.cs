using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class RenameSamplingTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "draw_candidates", newName: "sampling_candidates");
            migrationBuilder.RenameTable(name: "draws", newName: "sampling_rounds");
            migrationBuilder.RenameTable(name: "release_watches", newName: "release_monitors");
            migrationBuilder.RenameTable(name: "sign_in_tries", newName: "sign_in_attempts");
            migrationBuilder.Sql("ALTER TABLE sampling_candidates RENAME CONSTRAINT \"pk_draw_candidates\" TO \"pk_sampling_candidates\"");
            migrationBuilder.Sql("ALTER TABLE sampling_candidates RENAME CONSTRAINT \"ck_draw_candidates_inclusion\" TO \"ck_sampling_candidates_inclusion\"");
            migrationBuilder.Sql("ALTER TABLE sampling_candidates RENAME CONSTRAINT \"fk_draw_candidates_draws_draw_id\" TO \"fk_sampling_candidates_sampling_rounds_sampling_round_id\"");
            migrationBuilder.Sql("ALTER TABLE sampling_candidates RENAME CONSTRAINT \"fk_draw_candidates_interactions_interaction_id\" TO \"fk_sampling_candidates_interactions_interaction_id\"");
            migrationBuilder.RenameIndex(name: "ix_draw_candidates_draw_id", table: "sampling_candidates", newName: "ix_sampling_candidates_sampling_round_id");
            migrationBuilder.RenameIndex(name: "ix_draw_candidates_waiting", table: "sampling_candidates", newName: "ix_sampling_candidates_waiting");
            migrationBuilder.Sql("ALTER TABLE sampling_rounds RENAME CONSTRAINT \"pk_draws\" TO \"pk_sampling_rounds\"");
            migrationBuilder.Sql("ALTER TABLE sampling_rounds RENAME CONSTRAINT \"ck_draws_counts\" TO \"ck_sampling_rounds_counts\"");
            migrationBuilder.Sql("ALTER TABLE sampling_rounds RENAME CONSTRAINT \"fk_draws_workflows_tenant_id_workflow_id\" TO \"fk_sampling_rounds_workflows_tenant_id_workflow_id\"");
            migrationBuilder.RenameIndex(name: "ix_draws_tenant_id_workflow_id", table: "sampling_rounds", newName: "ix_sampling_rounds_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_draws_workflow_id_at", table: "sampling_rounds", newName: "ix_sampling_rounds_workflow_id_at");
            migrationBuilder.Sql("ALTER TABLE release_monitors RENAME CONSTRAINT \"pk_release_watches\" TO \"pk_release_monitors\"");
            migrationBuilder.Sql("ALTER TABLE release_monitors RENAME CONSTRAINT \"fk_release_watches_releases_workflow_id_baseline_id\" TO \"fk_release_monitors_releases_workflow_id_baseline_id\"");
            migrationBuilder.Sql("ALTER TABLE release_monitors RENAME CONSTRAINT \"fk_release_watches_releases_workflow_id_release_id\" TO \"fk_release_monitors_releases_workflow_id_release_id\"");
            migrationBuilder.Sql("ALTER TABLE release_monitors RENAME CONSTRAINT \"fk_release_watches_workflows_tenant_id_workflow_id\" TO \"fk_release_monitors_workflows_tenant_id_workflow_id\"");
            migrationBuilder.RenameIndex(name: "ix_release_watches_release_id_started_at", table: "release_monitors", newName: "ix_release_monitors_release_id_started_at");
            migrationBuilder.RenameIndex(name: "ix_release_watches_running", table: "release_monitors", newName: "ix_release_monitors_running");
            migrationBuilder.RenameIndex(name: "ix_release_watches_tenant_id_workflow_id", table: "release_monitors", newName: "ix_release_monitors_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_release_watches_workflow_id_baseline_id", table: "release_monitors", newName: "ix_release_monitors_workflow_id_baseline_id");
            migrationBuilder.RenameIndex(name: "ix_release_watches_workflow_id_release_id", table: "release_monitors", newName: "ix_release_monitors_workflow_id_release_id");
            migrationBuilder.Sql("ALTER TABLE sign_in_attempts RENAME CONSTRAINT \"pk_sign_in_tries\" TO \"pk_sign_in_attempts\"");
            migrationBuilder.RenameIndex(name: "ix_sign_in_tries_ends_at", table: "sign_in_attempts", newName: "ix_sign_in_attempts_ends_at");
            migrationBuilder.RenameColumn(name: "draw_id", table: "sampling_candidates", newName: "sampling_round_id");
            migrationBuilder.RenameColumn(name: "questionable_threshold", table: "workflows", newName: "review_threshold");
            migrationBuilder.RenameColumn(name: "audit_lane_share", table: "workflows", newName: "audit_sample_share");
            migrationBuilder.RenameColumn(name: "questionable", table: "workflow_counters", newName: "needs_review");
            migrationBuilder.RenameColumn(name: "questionable", table: "staged_scores", newName: "needs_review");
            migrationBuilder.RenameColumn(name: "questionable", table: "rollups", newName: "needs_review");
            migrationBuilder.RenameColumn(name: "watch_days", table: "release_policies", newName: "monitoring_days");
            migrationBuilder.RenameColumn(name: "rolls_back_by_itself", table: "release_policies", newName: "rolls_back_automatically");
            migrationBuilder.RenameColumn(name: "harm_margin", table: "release_policies", newName: "tolerated_loss");
            migrationBuilder.RenameColumn(name: "draw_id", table: "queue_items", newName: "sampling_round_id");
            migrationBuilder.RenameColumn(name: "questionable", table: "interactions", newName: "needs_review");
            migrationBuilder.RenameColumn(name: "questionable", table: "failure_windows", newName: "needs_review");
            migrationBuilder.RenameColumn(name: "watch_id", table: "arm_comparisons", newName: "monitor_id");
            migrationBuilder.Sql("ALTER TABLE queue_items RENAME CONSTRAINT \"fk_queue_items_draws_draw_id\" TO \"fk_queue_items_sampling_rounds_sampling_round_id\"");
            migrationBuilder.Sql("ALTER TABLE arm_comparisons RENAME CONSTRAINT \"fk_arm_comparisons_release_watches_watch_id\" TO \"fk_arm_comparisons_release_monitors_monitor_id\"");
            migrationBuilder.RenameIndex(name: "ix_queue_items_draw_id", table: "queue_items", newName: "ix_queue_items_sampling_round_id");
            migrationBuilder.RenameIndex(name: "ix_arm_comparisons_watch_id", table: "arm_comparisons", newName: "ix_arm_comparisons_monitor_id");
            migrationBuilder.Sql("ALTER TABLE release_policies RENAME CONSTRAINT \"ck_release_policies_watch\" TO \"ck_release_policies_monitoring\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "sampling_candidates", newName: "draw_candidates");
            migrationBuilder.RenameTable(name: "sampling_rounds", newName: "draws");
            migrationBuilder.RenameTable(name: "release_monitors", newName: "release_watches");
            migrationBuilder.RenameTable(name: "sign_in_attempts", newName: "sign_in_tries");
            migrationBuilder.Sql("ALTER TABLE draw_candidates RENAME CONSTRAINT \"pk_sampling_candidates\" TO \"pk_draw_candidates\"");
            migrationBuilder.Sql("ALTER TABLE draw_candidates RENAME CONSTRAINT \"ck_sampling_candidates_inclusion\" TO \"ck_draw_candidates_inclusion\"");
            migrationBuilder.Sql("ALTER TABLE draw_candidates RENAME CONSTRAINT \"fk_sampling_candidates_sampling_rounds_sampling_round_id\" TO \"fk_draw_candidates_draws_draw_id\"");
            migrationBuilder.Sql("ALTER TABLE draw_candidates RENAME CONSTRAINT \"fk_sampling_candidates_interactions_interaction_id\" TO \"fk_draw_candidates_interactions_interaction_id\"");
            migrationBuilder.RenameIndex(name: "ix_sampling_candidates_sampling_round_id", table: "draw_candidates", newName: "ix_draw_candidates_draw_id");
            migrationBuilder.RenameIndex(name: "ix_sampling_candidates_waiting", table: "draw_candidates", newName: "ix_draw_candidates_waiting");
            migrationBuilder.Sql("ALTER TABLE draws RENAME CONSTRAINT \"pk_sampling_rounds\" TO \"pk_draws\"");
            migrationBuilder.Sql("ALTER TABLE draws RENAME CONSTRAINT \"ck_sampling_rounds_counts\" TO \"ck_draws_counts\"");
            migrationBuilder.Sql("ALTER TABLE draws RENAME CONSTRAINT \"fk_sampling_rounds_workflows_tenant_id_workflow_id\" TO \"fk_draws_workflows_tenant_id_workflow_id\"");
            migrationBuilder.RenameIndex(name: "ix_sampling_rounds_tenant_id_workflow_id", table: "draws", newName: "ix_draws_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_sampling_rounds_workflow_id_at", table: "draws", newName: "ix_draws_workflow_id_at");
            migrationBuilder.Sql("ALTER TABLE release_watches RENAME CONSTRAINT \"pk_release_monitors\" TO \"pk_release_watches\"");
            migrationBuilder.Sql("ALTER TABLE release_watches RENAME CONSTRAINT \"fk_release_monitors_releases_workflow_id_baseline_id\" TO \"fk_release_watches_releases_workflow_id_baseline_id\"");
            migrationBuilder.Sql("ALTER TABLE release_watches RENAME CONSTRAINT \"fk_release_monitors_releases_workflow_id_release_id\" TO \"fk_release_watches_releases_workflow_id_release_id\"");
            migrationBuilder.Sql("ALTER TABLE release_watches RENAME CONSTRAINT \"fk_release_monitors_workflows_tenant_id_workflow_id\" TO \"fk_release_watches_workflows_tenant_id_workflow_id\"");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_release_id_started_at", table: "release_watches", newName: "ix_release_watches_release_id_started_at");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_running", table: "release_watches", newName: "ix_release_watches_running");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_tenant_id_workflow_id", table: "release_watches", newName: "ix_release_watches_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_workflow_id_baseline_id", table: "release_watches", newName: "ix_release_watches_workflow_id_baseline_id");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_workflow_id_release_id", table: "release_watches", newName: "ix_release_watches_workflow_id_release_id");
            migrationBuilder.Sql("ALTER TABLE sign_in_tries RENAME CONSTRAINT \"pk_sign_in_attempts\" TO \"pk_sign_in_tries\"");
            migrationBuilder.RenameIndex(name: "ix_sign_in_attempts_ends_at", table: "sign_in_tries", newName: "ix_sign_in_tries_ends_at");
            migrationBuilder.RenameColumn(name: "sampling_round_id", table: "draw_candidates", newName: "draw_id");
            migrationBuilder.RenameColumn(name: "review_threshold", table: "workflows", newName: "questionable_threshold");
            migrationBuilder.RenameColumn(name: "audit_sample_share", table: "workflows", newName: "audit_lane_share");
            migrationBuilder.RenameColumn(name: "needs_review", table: "workflow_counters", newName: "questionable");
            migrationBuilder.RenameColumn(name: "needs_review", table: "staged_scores", newName: "questionable");
            migrationBuilder.RenameColumn(name: "needs_review", table: "rollups", newName: "questionable");
            migrationBuilder.RenameColumn(name: "monitoring_days", table: "release_policies", newName: "watch_days");
            migrationBuilder.RenameColumn(name: "rolls_back_automatically", table: "release_policies", newName: "rolls_back_by_itself");
            migrationBuilder.RenameColumn(name: "tolerated_loss", table: "release_policies", newName: "harm_margin");
            migrationBuilder.RenameColumn(name: "sampling_round_id", table: "queue_items", newName: "draw_id");
            migrationBuilder.RenameColumn(name: "needs_review", table: "interactions", newName: "questionable");
            migrationBuilder.RenameColumn(name: "needs_review", table: "failure_windows", newName: "questionable");
            migrationBuilder.RenameColumn(name: "monitor_id", table: "arm_comparisons", newName: "watch_id");
            migrationBuilder.Sql("ALTER TABLE queue_items RENAME CONSTRAINT \"fk_queue_items_sampling_rounds_sampling_round_id\" TO \"fk_queue_items_draws_draw_id\"");
            migrationBuilder.Sql("ALTER TABLE arm_comparisons RENAME CONSTRAINT \"fk_arm_comparisons_release_monitors_monitor_id\" TO \"fk_arm_comparisons_release_watches_watch_id\"");
            migrationBuilder.RenameIndex(name: "ix_queue_items_sampling_round_id", table: "queue_items", newName: "ix_queue_items_draw_id");
            migrationBuilder.RenameIndex(name: "ix_arm_comparisons_monitor_id", table: "arm_comparisons", newName: "ix_arm_comparisons_watch_id");
            migrationBuilder.Sql("ALTER TABLE release_policies RENAME CONSTRAINT \"ck_release_policies_monitoring\" TO \"ck_release_policies_watch\"");
        }
    }
}
