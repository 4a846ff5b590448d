using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AddAuditedOfRounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_sampling_rounds_counts",
                table: "sampling_rounds");

            migrationBuilder.AddColumn<int>(
                name: "audited",
                table: "sampling_rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddCheckConstraint(
                name: "ck_sampling_rounds_counts",
                table: "sampling_rounds",
                sql: "drawn >= 0 AND drawn <= candidates AND audited >= 0 AND threshold >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_queue_items_certain",
                table: "queue_items",
                columns: new[] { "workflow_id", "created_at" },
                filter: "sampling_round_id IS NULL AND source = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_sampling_rounds_counts",
                table: "sampling_rounds");

            migrationBuilder.DropIndex(
                name: "ix_queue_items_certain",
                table: "queue_items");

            migrationBuilder.DropColumn(
                name: "audited",
                table: "sampling_rounds");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sampling_rounds_counts",
                table: "sampling_rounds",
                sql: "drawn >= 0 AND drawn <= candidates AND threshold >= 0");
        }
    }
}
