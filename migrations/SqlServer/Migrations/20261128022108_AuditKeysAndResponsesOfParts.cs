using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AuditKeysAndResponsesOfParts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_audit_key_one",
                table: "audit_key");

            migrationBuilder.AlterColumn<string>(
                name: "protected",
                table: "audit_key",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2",
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldCollation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "first_size",
                table: "audit_key",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_trace_parts_stored_trace_id_output_id",
                table: "trace_parts",
                columns: new[] { "stored_trace_id", "output_id" },
                filter: "output_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_trace_parts_stored_trace_id_output_id",
                table: "trace_parts");

            migrationBuilder.DropColumn(
                name: "first_size",
                table: "audit_key");

            migrationBuilder.AlterColumn<string>(
                name: "protected",
                table: "audit_key",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2",
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldNullable: true,
                oldCollation: "Latin1_General_100_BIN2");

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_key_one",
                table: "audit_key",
                sql: "id = 1");
        }
    }
}
