using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class LabelsInForce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_labels_rubric_versions_rubric_version_id",
                table: "labels");

            migrationBuilder.DropIndex(
                name: "ix_labels_rubric_version_id",
                table: "labels");

            migrationBuilder.AddColumn<long>(
                name: "rubric_id",
                table: "labels",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "turn",
                table: "labels",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("UPDATE labels l SET rubric_id = v.rubric_id FROM rubric_versions v WHERE v.id = l.rubric_version_id;");
            migrationBuilder.Sql("ALTER TABLE labels ALTER COLUMN rubric_id DROP DEFAULT;");
            Repair(migrationBuilder);

            migrationBuilder.AddUniqueConstraint(
                name: "ak_rubric_versions_id_rubric_id",
                table: "rubric_versions",
                columns: new[] { "id", "rubric_id" });

            migrationBuilder.CreateIndex(
                name: "ix_labels_in_force",
                table: "labels",
                columns: new[] { "interaction_id", "turn", "labeler_id", "rubric_id" },
                unique: true,
                filter: "is_current = true");

            migrationBuilder.CreateIndex(
                name: "ix_labels_rubric_version_id_rubric_id",
                table: "labels",
                columns: new[] { "rubric_version_id", "rubric_id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_labels_turn",
                table: "labels",
                sql: "turn >= 0");

            migrationBuilder.AddForeignKey(
                name: "fk_labels_rubric_versions_rubric_version_id_rubric_id",
                table: "labels",
                columns: new[] { "rubric_version_id", "rubric_id" },
                principalTable: "rubric_versions",
                principalColumns: new[] { "id", "rubric_id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <summary>
        /// Of several labels in force by one labeler on one rubric the latest stands; the others become earlier revisions of it. An imported
        /// label takes over the answers to other questions, as a later import does. Counters follow, and agreement counts again what changed.
        /// </summary>
        private static void Repair(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE TEMP TABLE replaced_labels AS
                SELECT l.id, l.workflow_id, l.interaction_id, l.labeler_id, l.rubric_id, l.rubric_version_id, l.assignment_id, l.is_extra, l.created_at, s.stands_id
                FROM labels l JOIN (
                  SELECT interaction_id, labeler_id, rubric_id, (array_agg(id ORDER BY created_at DESC, id DESC))[1] AS stands_id
                  FROM labels WHERE is_current GROUP BY interaction_id, labeler_id, rubric_id HAVING count(*) > 1) s USING (interaction_id, labeler_id, rubric_id)
                WHERE l.is_current AND l.id <> s.stands_id;
                """);
            migrationBuilder.Sql("UPDATE labels l SET is_current = false FROM replaced_labels r WHERE l.id = r.id;");
            migrationBuilder.Sql("""
                UPDATE labels l SET revision = n.revision FROM (
                  SELECT x.id, row_number() OVER (PARTITION BY x.interaction_id, x.labeler_id, x.rubric_id ORDER BY x.created_at, x.id)::int AS revision
                  FROM labels x WHERE EXISTS (SELECT FROM replaced_labels r WHERE r.interaction_id = x.interaction_id AND r.labeler_id = x.labeler_id AND r.rubric_id = x.rubric_id)) n
                WHERE l.id = n.id;
                """);
            migrationBuilder.Sql("UPDATE labels l SET reason = 'repaired: replaces a label in force at the same time' FROM replaced_labels r WHERE l.id = r.stands_id;");
            migrationBuilder.Sql("UPDATE labels l SET is_extra = false FROM replaced_labels r WHERE l.id = r.stands_id AND l.is_extra AND l.assignment_id = r.assignment_id AND NOT r.is_extra;");
            migrationBuilder.Sql("""
                UPDATE labels l SET rubric_version_id = (
                    SELECT v.id FROM rubric_versions v WHERE v.id = l.rubric_version_id OR v.id IN (SELECT r.rubric_version_id FROM replaced_labels r WHERE r.stands_id = l.id AND r.assignment_id IS NULL)
                    ORDER BY v.number DESC LIMIT 1),
                  is_counted = false
                WHERE l.assignment_id IS NULL AND l.id IN (SELECT stands_id FROM replaced_labels);
                """);
            migrationBuilder.Sql("""
                INSERT INTO label_answers (label_id, criterion, value, numeric_value)
                SELECT DISTINCT ON (r.stands_id, a.criterion) r.stands_id, a.criterion, a.value, a.numeric_value
                FROM replaced_labels r JOIN labels l ON l.id = r.stands_id AND l.assignment_id IS NULL JOIN label_answers a ON a.label_id = r.id
                WHERE r.assignment_id IS NULL AND NOT EXISTS (SELECT FROM label_answers x WHERE x.label_id = r.stands_id AND x.criterion = a.criterion)
                ORDER BY r.stands_id, a.criterion, r.created_at DESC, r.id DESC;
                """);
            migrationBuilder.Sql("UPDATE interactions i SET label_count = i.label_count - r.n FROM (SELECT interaction_id, count(*)::int AS n FROM replaced_labels GROUP BY 1) r WHERE i.id = r.interaction_id;");
            migrationBuilder.Sql("""
                INSERT INTO workflow_counters AS c (workflow_id, shard, interactions, questionable, open_slots, leased_slots, labels)
                SELECT workflow_id, 0, 0, 0, 0, 0, -count(*) FROM replaced_labels GROUP BY workflow_id
                ON CONFLICT (workflow_id, shard) DO UPDATE SET labels = c.labels + excluded.labels;
                """);
            migrationBuilder.Sql("""
                UPDATE labeler_days d SET labels = d.labels - r.n
                FROM (SELECT labeler_id, workflow_id, (created_at AT TIME ZONE 'UTC')::date AS day, count(*)::int AS n FROM replaced_labels WHERE assignment_id IS NOT NULL GROUP BY 1, 2, 3) r
                WHERE d.labeler_id = r.labeler_id AND d.workflow_id = r.workflow_id AND d.day = r.day;
                """);
            migrationBuilder.Sql("DROP TABLE replaced_labels;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_labels_rubric_versions_rubric_version_id_rubric_id",
                table: "labels");

            migrationBuilder.DropUniqueConstraint(
                name: "ak_rubric_versions_id_rubric_id",
                table: "rubric_versions");

            migrationBuilder.DropIndex(
                name: "ix_labels_in_force",
                table: "labels");

            migrationBuilder.DropIndex(
                name: "ix_labels_rubric_version_id_rubric_id",
                table: "labels");

            migrationBuilder.DropCheckConstraint(
                name: "ck_labels_turn",
                table: "labels");

            migrationBuilder.DropColumn(
                name: "rubric_id",
                table: "labels");

            migrationBuilder.DropColumn(
                name: "turn",
                table: "labels");

            migrationBuilder.CreateIndex(
                name: "ix_labels_rubric_version_id",
                table: "labels",
                column: "rubric_version_id");

            migrationBuilder.AddForeignKey(
                name: "fk_labels_rubric_versions_rubric_version_id",
                table: "labels",
                column: "rubric_version_id",
                principalTable: "rubric_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
