using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class SimulatedTraffic : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "simulated_since",
                table: "tenants",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenants_simulation",
                table: "tenants",
                sql: "simulated_since IS NULL OR demo_finished_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_tenants_simulation",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "simulated_since",
                table: "tenants");
        }
    }
}
