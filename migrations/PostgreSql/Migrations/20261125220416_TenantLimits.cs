using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class TenantLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "feedback_scales",
                table: "workflows",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<int>(
                name: "max_imported_rubrics",
                table: "tenants",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "max_workflows",
                table: "tenants",
                type: "integer",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenants_limits",
                table: "tenants",
                sql: "max_workflows >= 0 AND max_imported_rubrics >= 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_tenants_limits",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "feedback_scales",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "max_imported_rubrics",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "max_workflows",
                table: "tenants");
        }
    }
}
