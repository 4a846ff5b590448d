using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ListsAndSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "users",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "removed_roles",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<int>(type: "int", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    removed_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_removed_roles", x => x.id);
                    table.ForeignKey(
                        name: "fk_removed_roles_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_removed_roles_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_removed_roles_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    page = table.Column<string>(type: "nvarchar(600)", maxLength: 600, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    query = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_views", x => x.id);
                    table.ForeignKey(
                        name: "fk_saved_views_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_saved_views_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_removed_roles_tenant_id_workflow_id",
                table: "removed_roles",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_removed_roles_user_id",
                table: "removed_roles",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_saved_views_tenant_id",
                table: "saved_views",
                column: "tenant_id");

            migrationBuilder.CreateIndex(
                name: "ix_saved_views_user_id_page_name",
                table: "saved_views",
                columns: new[] { "user_id", "page", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "removed_roles");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "users");
        }
    }
}
