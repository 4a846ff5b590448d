using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
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
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "refused_at",
                table: "api_keys",
                type: "datetimeoffset(6)",
                precision: 6,
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
                type: "float",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "table_schedules",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    period = table.Column<int>(type: "int", nullable: false),
                    format = table.Column<int>(type: "int", nullable: false),
                    days = table.Column<int>(type: "int", nullable: false),
                    kept = table.Column<int>(type: "int", nullable: false),
                    is_enabled = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    next_end = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    is_requested = table.Column<bool>(type: "bit", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    last_run_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2")
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    schedule_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "nvarchar(900)", maxLength: 900, nullable: false, collation: "Latin1_General_100_BIN2"),
                    format = table.Column<int>(type: "int", nullable: false),
                    from_time = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    to_time = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
