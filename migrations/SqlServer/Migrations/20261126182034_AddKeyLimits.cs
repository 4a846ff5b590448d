using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddKeyLimits : Migration
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

            migrationBuilder.AddCheckConstraint(
                name: "ck_api_keys_limits",
                table: "api_keys",
                sql: "requests_per_second > 0 AND burst > 0 AND refused_requests >= 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
