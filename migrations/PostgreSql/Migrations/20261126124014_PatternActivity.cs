using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class PatternActivity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "snoozed_until",
                table: "failure_patterns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "wake_failures",
                table: "failure_patterns",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pattern_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    pattern_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    person = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_events", x => x.id);
                    table.CheckConstraint("ck_pattern_events_kind", "kind BETWEEN 0 AND 4");
                    table.CheckConstraint("ck_pattern_events_text", "text <> ''");
                    table.ForeignKey(
                        name: "fk_pattern_events_failure_patterns_pattern_id",
                        column: x => x.pattern_id,
                        principalTable: "failure_patterns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_pattern_events_users_person_id",
                        column: x => x.person_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_failure_patterns_snooze",
                table: "failure_patterns",
                sql: "wake_failures > 0");

            migrationBuilder.CreateIndex(
                name: "ix_pattern_events_pattern_id_at_id",
                table: "pattern_events",
                columns: new[] { "pattern_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pattern_events_person_id",
                table: "pattern_events",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pattern_events");

            migrationBuilder.DropCheckConstraint(
                name: "ck_failure_patterns_snooze",
                table: "failure_patterns");

            migrationBuilder.DropColumn(
                name: "snoozed_until",
                table: "failure_patterns");

            migrationBuilder.DropColumn(
                name: "wake_failures",
                table: "failure_patterns");
        }
    }
}
