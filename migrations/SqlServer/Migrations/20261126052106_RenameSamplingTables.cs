using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RenameSamplingTables : Migration
    {
        private static readonly Names Old = new(
            Rounds: "draws",
            Candidates: "draw_candidates",
            RoundId: "draw_id",
            Monitors: "release_watches",
            MonitorId: "watch_id",
            Attempts: "sign_in_tries",
            NeedsReview: "questionable",
            ReviewThreshold: "questionable_threshold",
            AuditShare: "audit_lane_share",
            Days: "watch_days",
            Loss: "harm_margin",
            Automatic: "rolls_back_by_itself",
            PolicyCheck: "ck_release_policies_watch"
        );

        private static readonly Names New = new(
            Rounds: "sampling_rounds",
            Candidates: "sampling_candidates",
            RoundId: "sampling_round_id",
            Monitors: "release_monitors",
            MonitorId: "monitor_id",
            Attempts: "sign_in_attempts",
            NeedsReview: "needs_review",
            ReviewThreshold: "review_threshold",
            AuditShare: "audit_sample_share",
            Days: "monitoring_days",
            Loss: "tolerated_loss",
            Automatic: "rolls_back_automatically",
            PolicyCheck: "ck_release_policies_monitoring"
        );

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => Rename(migrationBuilder, Old, New);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => Rename(migrationBuilder, New, Old);

        // Keys, indexes and constraints are dropped and created under their new names: compatible engines cannot rename them, and SQL Server
        // does not rename a column that a check or a filter uses.
        private static void Rename(MigrationBuilder migrationBuilder, Names from, Names to)
        {
            Drop(migrationBuilder, from);
            migrationBuilder.RenameTable(name: from.Candidates, newName: to.Candidates);
            migrationBuilder.RenameTable(name: from.Rounds, newName: to.Rounds);
            migrationBuilder.RenameTable(name: from.Monitors, newName: to.Monitors);
            migrationBuilder.RenameTable(name: from.Attempts, newName: to.Attempts);
            migrationBuilder.RenameColumn(name: from.RoundId, table: to.Candidates, newName: to.RoundId);
            migrationBuilder.RenameColumn(name: from.RoundId, table: "queue_items", newName: to.RoundId);
            migrationBuilder.RenameColumn(name: from.MonitorId, table: "arm_comparisons", newName: to.MonitorId);
            migrationBuilder.RenameColumn(name: from.ReviewThreshold, table: "workflows", newName: to.ReviewThreshold);
            migrationBuilder.RenameColumn(name: from.AuditShare, table: "workflows", newName: to.AuditShare);
            migrationBuilder.RenameColumn(name: from.Days, table: "release_policies", newName: to.Days);
            migrationBuilder.RenameColumn(name: from.Loss, table: "release_policies", newName: to.Loss);
            migrationBuilder.RenameColumn(name: from.Automatic, table: "release_policies", newName: to.Automatic);
            foreach (var table in new[] { "workflow_counters", "staged_scores", "rollups", "interactions", "failure_windows" })
                migrationBuilder.RenameColumn(name: from.NeedsReview, table: table, newName: to.NeedsReview);
            Create(migrationBuilder, to);
        }

        private static void Drop(MigrationBuilder migrationBuilder, Names n)
        {
            migrationBuilder.DropForeignKey($"fk_queue_items_{n.Rounds}_{n.RoundId}", "queue_items");
            migrationBuilder.DropForeignKey($"fk_{n.Candidates}_{n.Rounds}_{n.RoundId}", n.Candidates);
            migrationBuilder.DropForeignKey($"fk_{n.Candidates}_interactions_interaction_id", n.Candidates);
            migrationBuilder.DropForeignKey($"fk_{n.Rounds}_workflows_tenant_id_workflow_id", n.Rounds);
            migrationBuilder.DropForeignKey($"fk_arm_comparisons_{n.Monitors}_{n.MonitorId}", "arm_comparisons");
            migrationBuilder.DropForeignKey($"fk_{n.Monitors}_releases_workflow_id_baseline_id", n.Monitors);
            migrationBuilder.DropForeignKey($"fk_{n.Monitors}_releases_workflow_id_release_id", n.Monitors);
            migrationBuilder.DropForeignKey($"fk_{n.Monitors}_workflows_tenant_id_workflow_id", n.Monitors);
            migrationBuilder.DropIndex($"ix_queue_items_{n.RoundId}", "queue_items");
            migrationBuilder.DropIndex($"ix_{n.Candidates}_{n.RoundId}", n.Candidates);
            migrationBuilder.DropIndex($"ix_{n.Candidates}_waiting", n.Candidates);
            migrationBuilder.DropIndex($"ix_{n.Rounds}_tenant_id_workflow_id", n.Rounds);
            migrationBuilder.DropIndex($"ix_{n.Rounds}_workflow_id_at", n.Rounds);
            migrationBuilder.DropIndex($"ix_arm_comparisons_{n.MonitorId}", "arm_comparisons");
            migrationBuilder.DropIndex($"ix_{n.Monitors}_release_id_started_at", n.Monitors);
            migrationBuilder.DropIndex($"ix_{n.Monitors}_running", n.Monitors);
            migrationBuilder.DropIndex($"ix_{n.Monitors}_tenant_id_workflow_id", n.Monitors);
            migrationBuilder.DropIndex($"ix_{n.Monitors}_workflow_id_baseline_id", n.Monitors);
            migrationBuilder.DropIndex($"ix_{n.Monitors}_workflow_id_release_id", n.Monitors);
            migrationBuilder.DropIndex($"ix_{n.Attempts}_ends_at", n.Attempts);
            migrationBuilder.DropCheckConstraint($"ck_{n.Candidates}_inclusion", n.Candidates);
            migrationBuilder.DropCheckConstraint($"ck_{n.Rounds}_counts", n.Rounds);
            migrationBuilder.DropCheckConstraint("ck_workflows_threshold", "workflows");
            migrationBuilder.DropCheckConstraint("ck_workflows_budget", "workflows");
            migrationBuilder.DropCheckConstraint("ck_rollups_counts", "rollups");
            migrationBuilder.DropCheckConstraint("ck_arm_comparisons_of", "arm_comparisons");
            migrationBuilder.DropCheckConstraint(n.PolicyCheck, "release_policies");
            foreach (var table in new[] { n.Candidates, n.Rounds, n.Monitors, n.Attempts })
                migrationBuilder.DropPrimaryKey($"pk_{table}", table);
        }

        private static void Create(MigrationBuilder migrationBuilder, Names n)
        {
            migrationBuilder.AddPrimaryKey($"pk_{n.Candidates}", n.Candidates, "interaction_id");
            migrationBuilder.AddPrimaryKey($"pk_{n.Rounds}", n.Rounds, "id");
            migrationBuilder.AddPrimaryKey($"pk_{n.Monitors}", n.Monitors, "id");
            migrationBuilder.AddPrimaryKey($"pk_{n.Attempts}", n.Attempts, "key");
            CreateChecks(migrationBuilder, n);
            CreateIndexes(migrationBuilder, n);
            CreateForeignKeys(migrationBuilder, n);
        }

        private static void CreateChecks(MigrationBuilder migrationBuilder, Names n)
        {
            migrationBuilder.AddCheckConstraint($"ck_{n.Candidates}_inclusion", n.Candidates, "inclusion >= 0 AND inclusion <= 1");
            migrationBuilder.AddCheckConstraint($"ck_{n.Rounds}_counts", n.Rounds, "drawn >= 0 AND drawn <= candidates AND threshold >= 0");
            migrationBuilder.AddCheckConstraint(
                "ck_workflows_threshold",
                "workflows",
                $"{n.ReviewThreshold} >= 0 AND {n.ReviewThreshold} <= 1"
            );
            migrationBuilder.AddCheckConstraint(
                "ck_workflows_budget",
                "workflows",
                $"budget_share > 0 AND budget_share <= 1 AND {n.AuditShare} >= 0.2 AND {n.AuditShare} <= 1 AND budget_floor >= 0"
            );
            migrationBuilder.AddCheckConstraint(
                "ck_rollups_counts",
                "rollups",
                "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives <= events "
                    + $"AND {n.NeedsReview} <= events"
            );
            migrationBuilder.AddCheckConstraint(
                "ck_arm_comparisons_of",
                "arm_comparisons",
                $"(experiment_id IS NULL AND {n.MonitorId} IS NOT NULL) OR (experiment_id IS NOT NULL AND {n.MonitorId} IS NULL)"
            );
            migrationBuilder.AddCheckConstraint(n.PolicyCheck, "release_policies", $"{n.Days} BETWEEN 1 AND 90 AND {n.Loss} >= 0");
        }

        private static void CreateIndexes(MigrationBuilder migrationBuilder, Names n)
        {
            migrationBuilder.CreateIndex($"ix_queue_items_{n.RoundId}", "queue_items", n.RoundId);
            migrationBuilder.CreateIndex($"ix_{n.Candidates}_{n.RoundId}", n.Candidates, n.RoundId);
            migrationBuilder.CreateIndex(
                $"ix_{n.Candidates}_waiting",
                n.Candidates,
                ["workflow_id", "since"],
                filter: $"{n.RoundId} IS NULL"
            );
            migrationBuilder.CreateIndex($"ix_{n.Rounds}_tenant_id_workflow_id", n.Rounds, ["tenant_id", "workflow_id"]);
            migrationBuilder.CreateIndex($"ix_{n.Rounds}_workflow_id_at", n.Rounds, ["workflow_id", "at"]);
            migrationBuilder.CreateIndex(
                $"ix_arm_comparisons_{n.MonitorId}",
                "arm_comparisons",
                n.MonitorId,
                unique: true,
                filter: $"{n.MonitorId} IS NOT NULL AND [{n.MonitorId}] IS NOT NULL"
            );
            migrationBuilder.CreateIndex($"ix_{n.Monitors}_release_id_started_at", n.Monitors, ["release_id", "started_at"]);
            migrationBuilder.CreateIndex($"ix_{n.Monitors}_running", n.Monitors, "workflow_id", unique: true, filter: "is_running = 1");
            migrationBuilder.CreateIndex($"ix_{n.Monitors}_tenant_id_workflow_id", n.Monitors, ["tenant_id", "workflow_id"]);
            migrationBuilder.CreateIndex($"ix_{n.Monitors}_workflow_id_baseline_id", n.Monitors, ["workflow_id", "baseline_id"]);
            migrationBuilder.CreateIndex($"ix_{n.Monitors}_workflow_id_release_id", n.Monitors, ["workflow_id", "release_id"]);
            migrationBuilder.CreateIndex($"ix_{n.Attempts}_ends_at", n.Attempts, "ends_at");
        }

        private static void CreateForeignKeys(MigrationBuilder migrationBuilder, Names n)
        {
            AddForeignKey(migrationBuilder, "queue_items", [n.RoundId], n.Rounds, ["id"]);
            AddForeignKey(migrationBuilder, n.Candidates, [n.RoundId], n.Rounds, ["id"]);
            AddForeignKey(migrationBuilder, n.Candidates, ["interaction_id"], "interactions", ["id"], ReferentialAction.Cascade);
            AddForeignKey(migrationBuilder, n.Rounds, ["tenant_id", "workflow_id"], "workflows", ["tenant_id", "id"]);
            AddForeignKey(migrationBuilder, "arm_comparisons", [n.MonitorId], n.Monitors, ["id"]);
            AddForeignKey(migrationBuilder, n.Monitors, ["workflow_id", "baseline_id"], "releases", ["workflow_id", "id"]);
            AddForeignKey(migrationBuilder, n.Monitors, ["workflow_id", "release_id"], "releases", ["workflow_id", "id"]);
            AddForeignKey(migrationBuilder, n.Monitors, ["tenant_id", "workflow_id"], "workflows", ["tenant_id", "id"]);
        }

        private static void AddForeignKey(
            MigrationBuilder migrationBuilder,
            string table,
            string[] columns,
            string principal,
            string[] principalColumns,
            ReferentialAction onDelete = ReferentialAction.Restrict
        ) =>
            migrationBuilder.AddForeignKey(
                name: $"fk_{table}_{principal}_{string.Join('_', columns)}",
                table: table,
                columns: columns,
                principalTable: principal,
                principalColumns: principalColumns,
                onDelete: onDelete
            );

        private sealed record Names(
            string Rounds,
            string Candidates,
            string RoundId,
            string Monitors,
            string MonitorId,
            string Attempts,
            string NeedsReview,
            string ReviewThreshold,
            string AuditShare,
            string Days,
            string Loss,
            string Automatic,
            string PolicyCheck
        );
    }
}
