using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Flags : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "flags",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    assignment_id = table.Column<long>(type: "bigint", nullable: false),
                    labeler_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    action = table.Column<int>(type: "integer", nullable: false),
                    resolution_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    resolved_by_id = table.Column<long>(type: "bigint", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_flags", x => x.id);
                    table.CheckConstraint("ck_flags_kind", "kind >= 0 AND kind <= 7");
                    table.CheckConstraint("ck_flags_resolved", "(state = 1 AND resolved_at IS NOT NULL AND resolved_by_id IS NOT NULL) OR (state <> 1 AND resolved_at IS NULL AND resolved_by_id IS NULL)");
                    table.CheckConstraint("ck_flags_state", "state >= 0 AND state <= 2");
                    table.CheckConstraint("ck_flags_withdrawn", "(state = 2 AND withdrawn_at IS NOT NULL) OR (state <> 2 AND withdrawn_at IS NULL)");
                    table.ForeignKey(
                        name: "fk_flags_assignments_assignment_id",
                        column: x => x.assignment_id,
                        principalTable: "assignments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_flags_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_flags_labelers_labeler_id",
                        column: x => x.labeler_id,
                        principalTable: "labelers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_flags_users_resolved_by_id",
                        column: x => x.resolved_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_flags_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "flag_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    flag_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    author_id = table.Column<long>(type: "bigint", nullable: false),
                    is_from_labeler = table.Column<bool>(type: "boolean", nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_flag_entries", x => x.id);
                    table.CheckConstraint("ck_flag_entries_text", "kind <> 0 OR text <> ''");
                    table.ForeignKey(
                        name: "fk_flag_entries_flags_flag_id",
                        column: x => x.flag_id,
                        principalTable: "flags",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_flag_entries_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_flag_entries_author_id",
                table: "flag_entries",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_flag_entries_flag_id_id",
                table: "flag_entries",
                columns: new[] { "flag_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_flag_entries_unseen",
                table: "flag_entries",
                column: "flag_id",
                filter: "seen_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_flags_assignment_id",
                table: "flags",
                column: "assignment_id");

            migrationBuilder.CreateIndex(
                name: "ix_flags_interaction_id",
                table: "flags",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_flags_labeler_id_created_at",
                table: "flags",
                columns: new[] { "labeler_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_flags_open_flag",
                table: "flags",
                column: "assignment_id",
                unique: true,
                filter: "state = 0 AND kind <> 7");

            migrationBuilder.CreateIndex(
                name: "ix_flags_open_skip",
                table: "flags",
                column: "assignment_id",
                unique: true,
                filter: "state = 0 AND kind = 7");

            migrationBuilder.CreateIndex(
                name: "ix_flags_resolved_by_id",
                table: "flags",
                column: "resolved_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_flags_tenant_id_workflow_id",
                table: "flags",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_flags_workflow_id_state_kind_created_at",
                table: "flags",
                columns: new[] { "workflow_id", "state", "kind", "created_at" });

            // Flags had no kind; the text of the first button meant personal data. Skips keep their reason.
            migrationBuilder.Sql(
                """
                INSERT INTO flags (tenant_id, workflow_id, interaction_id, assignment_id, labeler_id, kind, note, state, action,
                  resolution_note, created_at)
                SELECT q.tenant_id, q.workflow_id, q.interaction_id, a.id, a.labeler_id,
                  CASE WHEN a.flag_note = 'Personal data is visible' THEN 0 ELSE 6 END, COALESCE(a.flag_note, ''), 0, 0, '', a.flagged_at
                FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id WHERE a.flagged_at IS NOT NULL;
                INSERT INTO flags (tenant_id, workflow_id, interaction_id, assignment_id, labeler_id, kind, note, state, action,
                  resolution_note, created_at)
                SELECT q.tenant_id, q.workflow_id, q.interaction_id, a.id, a.labeler_id, 7, COALESCE(a.skip_reason, ''), 0, 0, '',
                  COALESCE(a.finished_at, a.leased_at)
                FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id WHERE a.state = 2;
                """
            );

            migrationBuilder.DropColumn(
                name: "flag_note",
                table: "assignments");

            migrationBuilder.DropColumn(
                name: "flagged_at",
                table: "assignments");

            migrationBuilder.DropColumn(
                name: "skip_reason",
                table: "assignments");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "flag_note",
                table: "assignments",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "flagged_at",
                table: "assignments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "skip_reason",
                table: "assignments",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE assignments SET
                  flag_note = (SELECT MAX(f.note) FROM flags f WHERE f.assignment_id = assignments.id AND f.kind <> 7 AND f.state = 0),
                  flagged_at = (SELECT MAX(f.created_at) FROM flags f WHERE f.assignment_id = assignments.id AND f.kind <> 7 AND f.state = 0),
                  skip_reason = (SELECT MAX(f.note) FROM flags f WHERE f.assignment_id = assignments.id AND f.kind = 7 AND f.state < 2)
                WHERE id IN (SELECT assignment_id FROM flags);
                """
            );

            migrationBuilder.DropTable(
                name: "flag_entries");

            migrationBuilder.DropTable(
                name: "flags");
        }
    }
}
