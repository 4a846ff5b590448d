using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AssignedItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "daily_target",
                table: "workflows",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "assigned_to_id",
                table: "queue_items",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_workflows_daily_target",
                table: "workflows",
                sql: "daily_target BETWEEN 0 AND 10000");

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_assigned_to_id",
                table: "queue_items",
                column: "assigned_to_id",
                filter: "assigned_to_id IS NOT NULL");

            migrationBuilder.AddForeignKey(
                name: "fk_queue_items_users_assigned_to_id",
                table: "queue_items",
                column: "assigned_to_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_queue_items_users_assigned_to_id",
                table: "queue_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_workflows_daily_target",
                table: "workflows");

            migrationBuilder.DropIndex(
                name: "ix_queue_items_assigned_to_id",
                table: "queue_items");

            migrationBuilder.DropColumn(
                name: "daily_target",
                table: "workflows");

            migrationBuilder.DropColumn(
                name: "assigned_to_id",
                table: "queue_items");
        }
    }
}
