using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class CommentsTimeZonesSuggestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_pattern_events_kind",
                table: "pattern_events");

            migrationBuilder.AddColumn<int>(
                name: "flag_notices",
                table: "users",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "users",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "comments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    interaction_id = table.Column<long>(type: "bigint", nullable: true),
                    pattern_id = table.Column<long>(type: "bigint", nullable: true),
                    author_id = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    edited_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comments", x => x.id);
                    table.CheckConstraint("ck_comments_deleted", "deleted_at IS NULL OR text = ''");
                    table.CheckConstraint("ck_comments_subject", "(interaction_id IS NULL AND pattern_id IS NOT NULL) OR (interaction_id IS NOT NULL AND pattern_id IS NULL)");
                    table.ForeignKey(
                        name: "fk_comments_failure_patterns_pattern_id",
                        column: x => x.pattern_id,
                        principalTable: "failure_patterns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_comments_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_comments_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_comments_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "label_suggestions",
                columns: table => new
                {
                    label_id = table.Column<long>(type: "bigint", nullable: false),
                    criterion = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    value = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    source = table.Column<int>(type: "int", nullable: false),
                    is_accepted = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_suggestions", x => new { x.label_id, x.criterion });
                    table.CheckConstraint("ck_label_suggestions_source", "source >= 0 AND source <= 1");
                    table.ForeignKey(
                        name: "fk_label_suggestions_labels_label_id",
                        column: x => x.label_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "comment_mentions",
                columns: table => new
                {
                    comment_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    handle = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comment_mentions", x => new { x.comment_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_comment_mentions_comments_comment_id",
                        column: x => x.comment_id,
                        principalTable: "comments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_comment_mentions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_users_flag_notices",
                table: "users",
                sql: "flag_notices >= 0 AND flag_notices <= 2");

            // Comments on patterns were activity; from now on all comments are in one table.
            migrationBuilder.Sql(
                """
                INSERT INTO comments (tenant_id, workflow_id, pattern_id, author_id, text, created_at)
                SELECT p.tenant_id, p.workflow_id, e.pattern_id, e.person_id, e.text, e.at
                FROM pattern_events e JOIN failure_patterns p ON p.id = e.pattern_id WHERE e.kind = 0 ORDER BY e.id;
                DELETE FROM pattern_events WHERE kind = 0;
                """);

            migrationBuilder.AddCheckConstraint(
                name: "ck_pattern_events_kind",
                table: "pattern_events",
                sql: "kind BETWEEN 1 AND 4");

            migrationBuilder.CreateIndex(
                name: "ix_comment_mentions_user_id",
                table: "comment_mentions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_comments_author_id",
                table: "comments",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_comments_interaction_id_id",
                table: "comments",
                columns: new[] { "interaction_id", "id" },
                filter: "interaction_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_comments_pattern_id_id",
                table: "comments",
                columns: new[] { "pattern_id", "id" },
                filter: "pattern_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_comments_tenant_id_workflow_id",
                table: "comments",
                columns: new[] { "tenant_id", "workflow_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_pattern_events_kind",
                table: "pattern_events");

            migrationBuilder.Sql(
                """
                INSERT INTO pattern_events (pattern_id, at, kind, person_id, person, text)
                SELECT c.pattern_id, c.created_at, 0, c.author_id, u.display_name, c.text
                FROM comments c JOIN users u ON u.id = c.author_id WHERE c.pattern_id IS NOT NULL AND c.text <> '' ORDER BY c.id;
                """);

            migrationBuilder.DropTable(
                name: "comment_mentions");

            migrationBuilder.DropTable(
                name: "label_suggestions");

            migrationBuilder.DropTable(
                name: "comments");

            migrationBuilder.DropCheckConstraint(
                name: "ck_users_flag_notices",
                table: "users");

            migrationBuilder.DropColumn(
                name: "flag_notices",
                table: "users");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "users");

            migrationBuilder.AddCheckConstraint(
                name: "ck_pattern_events_kind",
                table: "pattern_events",
                sql: "kind BETWEEN 0 AND 4");
        }
    }
}
