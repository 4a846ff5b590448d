using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class OtlpTracesAndBrowserKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "default_workflow",
                table: "api_keys",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<short>(
                name: "kind",
                table: "api_keys",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.CreateTable(
                name: "api_key_origins",
                columns: table => new
                {
                    api_key_id = table.Column<long>(type: "bigint", nullable: false),
                    origin = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_key_origins", x => new { x.api_key_id, x.origin });
                    table.ForeignKey(
                        name: "fk_api_key_origins_api_keys_api_key_id",
                        column: x => x.api_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "traces",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    trace_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    default_workflow = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_built = table.Column<bool>(type: "bit", nullable: false),
                    needs_fold = table.Column<bool>(type: "bit", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_traces", x => x.id);
                    table.ForeignKey(
                        name: "fk_traces_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trace_parts",
                columns: table => new
                {
                    stored_trace_id = table.Column<long>(type: "bigint", nullable: false),
                    part_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    body = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trace_parts", x => new { x.stored_trace_id, x.part_key });
                    table.ForeignKey(
                        name: "fk_trace_parts_traces_stored_trace_id",
                        column: x => x.stored_trace_id,
                        principalTable: "traces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_key_origins_origin",
                table: "api_key_origins",
                column: "origin");

            migrationBuilder.CreateIndex(
                name: "ix_traces_needs_fold",
                table: "traces",
                column: "id",
                filter: "needs_fold = 1");

            migrationBuilder.CreateIndex(
                name: "ix_traces_tenant_id_trace_id",
                table: "traces",
                columns: new[] { "tenant_id", "trace_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_traces_updated_at",
                table: "traces",
                column: "updated_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_key_origins");

            migrationBuilder.DropTable(
                name: "trace_parts");

            migrationBuilder.DropTable(
                name: "traces");

            migrationBuilder.DropColumn(
                name: "default_workflow",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "api_keys");
        }
    }
}
