using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.SqlServer;

/// <summary>A rule of approvals that EF cannot express: their conversation is written once.</summary>
internal static class ApprovalRules
{
    public static void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            EXEC('CREATE TRIGGER release_approval_remarks_stay ON release_approval_remarks AFTER UPDATE, DELETE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM deleted) THROW 51000, ''The conversation of an approval is written once.'', 1;
            END')
            """
        );

    public static void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TRIGGER release_approval_remarks_stay;");
}
