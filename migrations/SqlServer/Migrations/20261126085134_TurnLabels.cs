using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class TurnLabels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_labels_current_of_assignment",
                table: "labels");

            migrationBuilder.DropPrimaryKey(
                name: "pk_agreement_entries",
                table: "agreement_entries");

            migrationBuilder.AddColumn<int>(
                name: "turn",
                table: "agreement_entries",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddPrimaryKey(
                name: "pk_agreement_entries",
                table: "agreement_entries",
                columns: new[] { "criterion_id", "interaction_id", "turn", "labeler_id" });

            migrationBuilder.CreateIndex(
                name: "ix_labels_current_of_assignment",
                table: "labels",
                columns: new[] { "assignment_id", "turn" },
                unique: true,
                filter: "is_current = 1 AND is_extra = 0 AND [assignment_id] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_labels_current_of_assignment",
                table: "labels");

            migrationBuilder.DropPrimaryKey(
                name: "pk_agreement_entries",
                table: "agreement_entries");

            migrationBuilder.DropColumn(
                name: "turn",
                table: "agreement_entries");

            migrationBuilder.AddPrimaryKey(
                name: "pk_agreement_entries",
                table: "agreement_entries",
                columns: new[] { "criterion_id", "interaction_id", "labeler_id" });

            migrationBuilder.CreateIndex(
                name: "ix_labels_current_of_assignment",
                table: "labels",
                column: "assignment_id",
                unique: true,
                filter: "is_current = 1 AND is_extra = 0 AND [assignment_id] IS NOT NULL");
        }
    }
}
