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
            RenameConstraint(migrationBuilder, "sampling_candidates", "pk_draw_candidates", "pk_sampling_candidates");
            RenameConstraint(migrationBuilder, "sampling_candidates", "ck_draw_candidates_inclusion", "ck_sampling_candidates_inclusion");
            RenameConstraint(
                migrationBuilder,
                "sampling_candidates",
                "fk_draw_candidates_draws_draw_id",
                "fk_sampling_candidates_sampling_rounds_sampling_round_id"
            );
            RenameConstraint(
                migrationBuilder,
                "sampling_candidates",
                "fk_draw_candidates_interactions_interaction_id",
                "fk_sampling_candidates_interactions_interaction_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_draw_candidates_draw_id",
                table: "sampling_candidates",
                newName: "ix_sampling_candidates_sampling_round_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_draw_candidates_waiting",
                table: "sampling_candidates",
                newName: "ix_sampling_candidates_waiting"
            );
            RenameConstraint(migrationBuilder, "sampling_rounds", "pk_draws", "pk_sampling_rounds");
            RenameConstraint(migrationBuilder, "sampling_rounds", "ck_draws_counts", "ck_sampling_rounds_counts");
            RenameConstraint(
                migrationBuilder,
                "sampling_rounds",
                "fk_draws_workflows_tenant_id_workflow_id",
                "fk_sampling_rounds_workflows_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_draws_tenant_id_workflow_id",
                table: "sampling_rounds",
                newName: "ix_sampling_rounds_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_draws_workflow_id_at",
                table: "sampling_rounds",
                newName: "ix_sampling_rounds_workflow_id_at"
            );
            RenameConstraint(migrationBuilder, "release_monitors", "pk_release_watches", "pk_release_monitors");
            RenameConstraint(
                migrationBuilder,
                "release_monitors",
                "fk_release_watches_releases_workflow_id_baseline_id",
                "fk_release_monitors_releases_workflow_id_baseline_id"
            );
            RenameConstraint(
                migrationBuilder,
                "release_monitors",
                "fk_release_watches_releases_workflow_id_release_id",
                "fk_release_monitors_releases_workflow_id_release_id"
            );
            RenameConstraint(
                migrationBuilder,
                "release_monitors",
                "fk_release_watches_workflows_tenant_id_workflow_id",
                "fk_release_monitors_workflows_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_watches_release_id_started_at",
                table: "release_monitors",
                newName: "ix_release_monitors_release_id_started_at"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_watches_running",
                table: "release_monitors",
                newName: "ix_release_monitors_running"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_watches_tenant_id_workflow_id",
                table: "release_monitors",
                newName: "ix_release_monitors_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_watches_workflow_id_baseline_id",
                table: "release_monitors",
                newName: "ix_release_monitors_workflow_id_baseline_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_watches_workflow_id_release_id",
                table: "release_monitors",
                newName: "ix_release_monitors_workflow_id_release_id"
            );
            RenameConstraint(migrationBuilder, "sign_in_attempts", "pk_sign_in_tries", "pk_sign_in_attempts");
            migrationBuilder.RenameIndex(
                name: "ix_sign_in_tries_ends_at",
                table: "sign_in_attempts",
                newName: "ix_sign_in_attempts_ends_at"
            );
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
            RenameConstraint(
                migrationBuilder,
                "queue_items",
                "fk_queue_items_draws_draw_id",
                "fk_queue_items_sampling_rounds_sampling_round_id"
            );
            RenameConstraint(
                migrationBuilder,
                "arm_comparisons",
                "fk_arm_comparisons_release_watches_watch_id",
                "fk_arm_comparisons_release_monitors_monitor_id"
            );
            migrationBuilder.RenameIndex(name: "ix_queue_items_draw_id", table: "queue_items", newName: "ix_queue_items_sampling_round_id");
            migrationBuilder.RenameIndex(
                name: "ix_arm_comparisons_watch_id",
                table: "arm_comparisons",
                newName: "ix_arm_comparisons_monitor_id"
            );
            RenameConstraint(migrationBuilder, "release_policies", "ck_release_policies_watch", "ck_release_policies_monitoring");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "sampling_candidates", newName: "draw_candidates");
            migrationBuilder.RenameTable(name: "sampling_rounds", newName: "draws");
            migrationBuilder.RenameTable(name: "release_monitors", newName: "release_watches");
            migrationBuilder.RenameTable(name: "sign_in_attempts", newName: "sign_in_tries");
            RenameConstraint(migrationBuilder, "draw_candidates", "pk_sampling_candidates", "pk_draw_candidates");
            RenameConstraint(migrationBuilder, "draw_candidates", "ck_sampling_candidates_inclusion", "ck_draw_candidates_inclusion");
            RenameConstraint(
                migrationBuilder,
                "draw_candidates",
                "fk_sampling_candidates_sampling_rounds_sampling_round_id",
                "fk_draw_candidates_draws_draw_id"
            );
            RenameConstraint(
                migrationBuilder,
                "draw_candidates",
                "fk_sampling_candidates_interactions_interaction_id",
                "fk_draw_candidates_interactions_interaction_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_sampling_candidates_sampling_round_id",
                table: "draw_candidates",
                newName: "ix_draw_candidates_draw_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_sampling_candidates_waiting",
                table: "draw_candidates",
                newName: "ix_draw_candidates_waiting"
            );
            RenameConstraint(migrationBuilder, "draws", "pk_sampling_rounds", "pk_draws");
            RenameConstraint(migrationBuilder, "draws", "ck_sampling_rounds_counts", "ck_draws_counts");
            RenameConstraint(
                migrationBuilder,
                "draws",
                "fk_sampling_rounds_workflows_tenant_id_workflow_id",
                "fk_draws_workflows_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_sampling_rounds_tenant_id_workflow_id",
                table: "draws",
                newName: "ix_draws_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(name: "ix_sampling_rounds_workflow_id_at", table: "draws", newName: "ix_draws_workflow_id_at");
            RenameConstraint(migrationBuilder, "release_watches", "pk_release_monitors", "pk_release_watches");
            RenameConstraint(
                migrationBuilder,
                "release_watches",
                "fk_release_monitors_releases_workflow_id_baseline_id",
                "fk_release_watches_releases_workflow_id_baseline_id"
            );
            RenameConstraint(
                migrationBuilder,
                "release_watches",
                "fk_release_monitors_releases_workflow_id_release_id",
                "fk_release_watches_releases_workflow_id_release_id"
            );
            RenameConstraint(
                migrationBuilder,
                "release_watches",
                "fk_release_monitors_workflows_tenant_id_workflow_id",
                "fk_release_watches_workflows_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_monitors_release_id_started_at",
                table: "release_watches",
                newName: "ix_release_watches_release_id_started_at"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_monitors_running",
                table: "release_watches",
                newName: "ix_release_watches_running"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_monitors_tenant_id_workflow_id",
                table: "release_watches",
                newName: "ix_release_watches_tenant_id_workflow_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_monitors_workflow_id_baseline_id",
                table: "release_watches",
                newName: "ix_release_watches_workflow_id_baseline_id"
            );
            migrationBuilder.RenameIndex(
                name: "ix_release_monitors_workflow_id_release_id",
                table: "release_watches",
                newName: "ix_release_watches_workflow_id_release_id"
            );
            RenameConstraint(migrationBuilder, "sign_in_tries", "pk_sign_in_attempts", "pk_sign_in_tries");
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
            RenameConstraint(
                migrationBuilder,
                "queue_items",
                "fk_queue_items_sampling_rounds_sampling_round_id",
                "fk_queue_items_draws_draw_id"
            );
            RenameConstraint(
                migrationBuilder,
                "arm_comparisons",
                "fk_arm_comparisons_release_monitors_monitor_id",
                "fk_arm_comparisons_release_watches_watch_id"
            );
            migrationBuilder.RenameIndex(name: "ix_queue_items_sampling_round_id", table: "queue_items", newName: "ix_queue_items_draw_id");
            migrationBuilder.RenameIndex(
                name: "ix_arm_comparisons_monitor_id",
                table: "arm_comparisons",
                newName: "ix_arm_comparisons_watch_id"
            );
            RenameConstraint(migrationBuilder, "release_policies", "ck_release_policies_monitoring", "ck_release_policies_watch");
        }

        private static void RenameConstraint(MigrationBuilder migrationBuilder, string table, string from, string to) =>
            migrationBuilder.Sql($"ALTER TABLE {table} RENAME CONSTRAINT \"{from}\" TO \"{to}\"");
    }
}
