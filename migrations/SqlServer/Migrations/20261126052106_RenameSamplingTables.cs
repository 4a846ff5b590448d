using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RenameSamplingTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "ck_workflows_threshold", table: "workflows");
            migrationBuilder.DropCheckConstraint(name: "ck_workflows_budget", table: "workflows");
            migrationBuilder.DropCheckConstraint(name: "ck_rollups_counts", table: "rollups");
            migrationBuilder.DropCheckConstraint(name: "ck_release_policies_watch", table: "release_policies");
            migrationBuilder.DropCheckConstraint(name: "ck_arm_comparisons_of", table: "arm_comparisons");
            migrationBuilder.DropIndex(name: "ix_draw_candidates_waiting", table: "draw_candidates");
            migrationBuilder.DropIndex(name: "ix_arm_comparisons_watch_id", table: "arm_comparisons");
            migrationBuilder.RenameTable(name: "draw_candidates", newName: "sampling_candidates");
            migrationBuilder.RenameTable(name: "draws", newName: "sampling_rounds");
            migrationBuilder.RenameTable(name: "release_watches", newName: "release_monitors");
            migrationBuilder.RenameTable(name: "sign_in_tries", newName: "sign_in_attempts");
            migrationBuilder.Sql("EXEC sp_rename N'pk_draw_candidates', N'pk_sampling_candidates', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'ck_draw_candidates_inclusion', N'ck_sampling_candidates_inclusion', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_draw_candidates_draws_draw_id', N'fk_sampling_candidates_sampling_rounds_sampling_round_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_draw_candidates_interactions_interaction_id', N'fk_sampling_candidates_interactions_interaction_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_draw_candidates_draw_id", table: "sampling_candidates", newName: "ix_sampling_candidates_sampling_round_id");
            migrationBuilder.Sql("EXEC sp_rename N'pk_draws', N'pk_sampling_rounds', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'ck_draws_counts', N'ck_sampling_rounds_counts', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_draws_workflows_tenant_id_workflow_id', N'fk_sampling_rounds_workflows_tenant_id_workflow_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_draws_tenant_id_workflow_id", table: "sampling_rounds", newName: "ix_sampling_rounds_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_draws_workflow_id_at", table: "sampling_rounds", newName: "ix_sampling_rounds_workflow_id_at");
            migrationBuilder.Sql("EXEC sp_rename N'pk_release_watches', N'pk_release_monitors', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_release_watches_releases_workflow_id_baseline_id', N'fk_release_monitors_releases_workflow_id_baseline_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_release_watches_releases_workflow_id_release_id', N'fk_release_monitors_releases_workflow_id_release_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_release_watches_workflows_tenant_id_workflow_id', N'fk_release_monitors_workflows_tenant_id_workflow_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_release_watches_release_id_started_at", table: "release_monitors", newName: "ix_release_monitors_release_id_started_at");
            migrationBuilder.RenameIndex(name: "ix_release_watches_running", table: "release_monitors", newName: "ix_release_monitors_running");
            migrationBuilder.RenameIndex(name: "ix_release_watches_tenant_id_workflow_id", table: "release_monitors", newName: "ix_release_monitors_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_release_watches_workflow_id_baseline_id", table: "release_monitors", newName: "ix_release_monitors_workflow_id_baseline_id");
            migrationBuilder.RenameIndex(name: "ix_release_watches_workflow_id_release_id", table: "release_monitors", newName: "ix_release_monitors_workflow_id_release_id");
            migrationBuilder.Sql("EXEC sp_rename N'pk_sign_in_tries', N'pk_sign_in_attempts', N'OBJECT'");
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
            migrationBuilder.Sql("EXEC sp_rename N'fk_queue_items_draws_draw_id', N'fk_queue_items_sampling_rounds_sampling_round_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_arm_comparisons_release_watches_watch_id', N'fk_arm_comparisons_release_monitors_monitor_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_queue_items_draw_id", table: "queue_items", newName: "ix_queue_items_sampling_round_id");
            migrationBuilder.AddCheckConstraint(name: "ck_workflows_threshold", table: "workflows", sql: "review_threshold >= 0 AND review_threshold <= 1");
            migrationBuilder.AddCheckConstraint(name: "ck_workflows_budget", table: "workflows", sql: "budget_share > 0 AND budget_share <= 1 AND audit_sample_share >= 0.2 AND audit_sample_share <= 1 AND budget_floor >= 0");
            migrationBuilder.AddCheckConstraint(name: "ck_rollups_counts", table: "rollups", sql: "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives <= events AND needs_review <= events");
            migrationBuilder.AddCheckConstraint(name: "ck_release_policies_monitoring", table: "release_policies", sql: "monitoring_days BETWEEN 1 AND 90 AND tolerated_loss >= 0");
            migrationBuilder.AddCheckConstraint(name: "ck_arm_comparisons_of", table: "arm_comparisons", sql: "(experiment_id IS NULL AND monitor_id IS NOT NULL) OR (experiment_id IS NOT NULL AND monitor_id IS NULL)");
            migrationBuilder.CreateIndex(name: "ix_sampling_candidates_waiting", table: "sampling_candidates", columns: ["workflow_id", "since"], filter: "sampling_round_id IS NULL");
            migrationBuilder.CreateIndex(name: "ix_arm_comparisons_monitor_id", table: "arm_comparisons", column: "monitor_id", unique: true, filter: "monitor_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "ck_workflows_threshold", table: "workflows");
            migrationBuilder.DropCheckConstraint(name: "ck_workflows_budget", table: "workflows");
            migrationBuilder.DropCheckConstraint(name: "ck_rollups_counts", table: "rollups");
            migrationBuilder.DropCheckConstraint(name: "ck_release_policies_monitoring", table: "release_policies");
            migrationBuilder.DropCheckConstraint(name: "ck_arm_comparisons_of", table: "arm_comparisons");
            migrationBuilder.DropIndex(name: "ix_sampling_candidates_waiting", table: "sampling_candidates");
            migrationBuilder.DropIndex(name: "ix_arm_comparisons_monitor_id", table: "arm_comparisons");
            migrationBuilder.RenameTable(name: "sampling_candidates", newName: "draw_candidates");
            migrationBuilder.RenameTable(name: "sampling_rounds", newName: "draws");
            migrationBuilder.RenameTable(name: "release_monitors", newName: "release_watches");
            migrationBuilder.RenameTable(name: "sign_in_attempts", newName: "sign_in_tries");
            migrationBuilder.Sql("EXEC sp_rename N'pk_sampling_candidates', N'pk_draw_candidates', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'ck_sampling_candidates_inclusion', N'ck_draw_candidates_inclusion', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_sampling_candidates_sampling_rounds_sampling_round_id', N'fk_draw_candidates_draws_draw_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_sampling_candidates_interactions_interaction_id', N'fk_draw_candidates_interactions_interaction_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_sampling_candidates_sampling_round_id", table: "draw_candidates", newName: "ix_draw_candidates_draw_id");
            migrationBuilder.Sql("EXEC sp_rename N'pk_sampling_rounds', N'pk_draws', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'ck_sampling_rounds_counts', N'ck_draws_counts', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_sampling_rounds_workflows_tenant_id_workflow_id', N'fk_draws_workflows_tenant_id_workflow_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_sampling_rounds_tenant_id_workflow_id", table: "draws", newName: "ix_draws_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_sampling_rounds_workflow_id_at", table: "draws", newName: "ix_draws_workflow_id_at");
            migrationBuilder.Sql("EXEC sp_rename N'pk_release_monitors', N'pk_release_watches', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_release_monitors_releases_workflow_id_baseline_id', N'fk_release_watches_releases_workflow_id_baseline_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_release_monitors_releases_workflow_id_release_id', N'fk_release_watches_releases_workflow_id_release_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_release_monitors_workflows_tenant_id_workflow_id', N'fk_release_watches_workflows_tenant_id_workflow_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_release_id_started_at", table: "release_watches", newName: "ix_release_watches_release_id_started_at");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_running", table: "release_watches", newName: "ix_release_watches_running");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_tenant_id_workflow_id", table: "release_watches", newName: "ix_release_watches_tenant_id_workflow_id");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_workflow_id_baseline_id", table: "release_watches", newName: "ix_release_watches_workflow_id_baseline_id");
            migrationBuilder.RenameIndex(name: "ix_release_monitors_workflow_id_release_id", table: "release_watches", newName: "ix_release_watches_workflow_id_release_id");
            migrationBuilder.Sql("EXEC sp_rename N'pk_sign_in_attempts', N'pk_sign_in_tries', N'OBJECT'");
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
            migrationBuilder.Sql("EXEC sp_rename N'fk_queue_items_sampling_rounds_sampling_round_id', N'fk_queue_items_draws_draw_id', N'OBJECT'");
            migrationBuilder.Sql("EXEC sp_rename N'fk_arm_comparisons_release_monitors_monitor_id', N'fk_arm_comparisons_release_watches_watch_id', N'OBJECT'");
            migrationBuilder.RenameIndex(name: "ix_queue_items_sampling_round_id", table: "queue_items", newName: "ix_queue_items_draw_id");
            migrationBuilder.AddCheckConstraint(name: "ck_workflows_threshold", table: "workflows", sql: "questionable_threshold >= 0 AND questionable_threshold <= 1");
            migrationBuilder.AddCheckConstraint(name: "ck_workflows_budget", table: "workflows", sql: "budget_share > 0 AND budget_share <= 1 AND audit_lane_share >= 0.2 AND audit_lane_share <= 1 AND budget_floor >= 0");
            migrationBuilder.AddCheckConstraint(name: "ck_rollups_counts", table: "rollups", sql: "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives <= events AND questionable <= events");
            migrationBuilder.AddCheckConstraint(name: "ck_release_policies_watch", table: "release_policies", sql: "watch_days BETWEEN 1 AND 90 AND harm_margin >= 0");
            migrationBuilder.AddCheckConstraint(name: "ck_arm_comparisons_of", table: "arm_comparisons", sql: "(experiment_id IS NULL AND watch_id IS NOT NULL) OR (experiment_id IS NOT NULL AND watch_id IS NULL)");
            migrationBuilder.CreateIndex(name: "ix_draw_candidates_waiting", table: "draw_candidates", columns: ["workflow_id", "since"], filter: "draw_id IS NULL");
            migrationBuilder.CreateIndex(name: "ix_arm_comparisons_watch_id", table: "arm_comparisons", column: "watch_id", unique: true, filter: "watch_id IS NOT NULL");
        }
    }
}
