using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AddSessionTargets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "session_id",
                table: "pending_signals",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_pending_signals_tenant_id_session_id",
                table: "pending_signals",
                columns: new[] { "tenant_id", "session_id" },
                filter: "session_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_interactions_tenant_id_session_id",
                table: "interactions",
                columns: new[] { "tenant_id", "session_id" },
                filter: "session_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_pending_signals_tenant_id_session_id",
                table: "pending_signals");

            migrationBuilder.DropIndex(
                name: "ix_interactions_tenant_id_session_id",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "session_id",
                table: "pending_signals");
        }
    }
}
