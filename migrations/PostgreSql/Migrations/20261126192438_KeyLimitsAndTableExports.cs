using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class KeyLimitsAndTableExports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "burst",
                table: "api_keys",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "refused_at",
                table: "api_keys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refused_requests",
                table: "api_keys",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<double>(
                name: "requests_per_second",
                table: "api_keys",
                type: "double precision",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "table_schedules",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    format = table.Column<int>(type: "integer", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    kept = table.Column<int>(type: "integer", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    next_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_requested = table.Column<bool>(type: "boolean", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_schedules", x => x.id);
                    table.CheckConstraint("ck_table_schedules_ranges", "period BETWEEN 0 AND 1 AND format BETWEEN 0 AND 2 AND days BETWEEN 1 AND 366 AND kept BETWEEN 1 AND 1000 AND attempts >= 0");
                    table.ForeignKey(
                        name: "fk_table_schedules_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "table_exports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    schedule_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(900)", maxLength: 900, nullable: false),
                    format = table.Column<int>(type: "integer", nullable: false),
                    from_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    to_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_exports", x => x.id);
                    table.CheckConstraint("ck_table_exports_range", "from_time < to_time AND rows >= 0 AND bytes >= 0");
                    table.ForeignKey(
                        name: "fk_table_exports_table_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "table_schedules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_api_keys_limits",
                table: "api_keys",
                sql: "requests_per_second > 0 AND burst > 0 AND refused_requests >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_table_exports_schedule_id_to_time",
                table: "table_exports",
                columns: new[] { "schedule_id", "to_time" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_table_exports_tenant_id_workflow_id",
                table: "table_exports",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_table_schedules_tenant_id_workflow_id",
                table: "table_schedules",
                columns: new[] { "tenant_id", "workflow_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "table_exports");

            migrationBuilder.DropTable(
                name: "table_schedules");

            migrationBuilder.DropCheckConstraint(
                name: "ck_api_keys_limits",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "burst",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "refused_at",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "refused_requests",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "requests_per_second",
                table: "api_keys");
        }
    }
}
