using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AddShareUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_share",
                table: "release_monitors",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_outcome_share",
                table: "failure_patterns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_share",
                table: "experiment_points",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // The next search of each workflow finds out which means are shares.
            migrationBuilder.Sql("UPDATE pattern_runs SET seen = seen || ' -' WHERE seen <> ''");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "is_share",
                table: "experiment_points");

            migrationBuilder.DropColumn(
                name: "is_share",
                table: "release_monitors");

            migrationBuilder.DropColumn(
                name: "is_outcome_share",
                table: "failure_patterns");
        }
    }
}
