using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
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
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

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
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_key_one",
                table: "audit_key",
                sql: "id = 1");
        }
    }
}
