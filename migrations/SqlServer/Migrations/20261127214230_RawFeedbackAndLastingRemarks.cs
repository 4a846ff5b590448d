using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RawFeedbackAndLastingRemarks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_retraining_events_kind",
                table: "retraining_events");

            migrationBuilder.AddColumn<string>(
                name: "output_id",
                table: "trace_parts",
                type: "nvarchar(300)",
                maxLength: 300,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AlterColumn<long>(
                name: "created_by_id",
                table: "release_freezes",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "output_id",
                table: "pending_signals",
                type: "nvarchar(300)",
                maxLength: 300,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "raw_feedback",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    signal_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject_key_id = table.Column<long>(type: "bigint", nullable: false),
                    ciphertext = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_raw_feedback", x => new { x.interaction_id, x.signal_key });
                    table.ForeignKey(
                        name: "fk_raw_feedback_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_raw_feedback_subject_keys_subject_key_id",
                        column: x => x.subject_key_id,
                        principalTable: "subject_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_retraining_events_kind",
                table: "retraining_events",
                sql: "kind BETWEEN 0 AND 4 AND ((kind = 0 AND state IS NOT NULL) OR (kind <> 0 AND state IS NULL))");

            migrationBuilder.CreateIndex(
                name: "ix_pending_signals_tenant_id_output_id",
                table: "pending_signals",
                columns: new[] { "tenant_id", "output_id" },
                filter: "output_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_interactions_tenant_id_output_id",
                table: "interactions",
                columns: new[] { "tenant_id", "output_id" },
                filter: "output_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_comments_deleted_at",
                table: "comments",
                column: "deleted_at",
                filter: "deleted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_comments_edited_at",
                table: "comments",
                column: "edited_at",
                filter: "edited_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_raw_feedback_expires_at",
                table: "raw_feedback",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_raw_feedback_subject_key_id",
                table: "raw_feedback",
                column: "subject_key_id");

            ApprovalRules.Up(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            ApprovalRules.Down(migrationBuilder);

            migrationBuilder.DropTable(
                name: "raw_feedback");

            migrationBuilder.DropCheckConstraint(
                name: "ck_retraining_events_kind",
                table: "retraining_events");

            migrationBuilder.DropIndex(
                name: "ix_pending_signals_tenant_id_output_id",
                table: "pending_signals");

            migrationBuilder.DropIndex(
                name: "ix_interactions_tenant_id_output_id",
                table: "interactions");

            migrationBuilder.DropIndex(
                name: "ix_comments_deleted_at",
                table: "comments");

            migrationBuilder.DropIndex(
                name: "ix_comments_edited_at",
                table: "comments");

            migrationBuilder.DropColumn(
                name: "output_id",
                table: "trace_parts");

            migrationBuilder.DropColumn(
                name: "output_id",
                table: "pending_signals");

            migrationBuilder.AlterColumn<long>(
                name: "created_by_id",
                table: "release_freezes",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_retraining_events_kind",
                table: "retraining_events",
                sql: "kind BETWEEN 0 AND 3 AND ((kind = 0 AND state IS NOT NULL) OR (kind <> 0 AND state IS NULL))");
        }
    }
}
