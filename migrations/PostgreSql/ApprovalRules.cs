using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.PostgreSql;

/// <summary>A rule of approvals that EF cannot express: their conversation is written once.</summary>
internal static class ApprovalRules
{
    public static void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            CREATE FUNCTION release_approval_remarks_stay() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the conversation of an approval is written once' USING ERRCODE = 'check_violation';
            END $$;
            CREATE TRIGGER release_approval_remarks_stay BEFORE UPDATE OR DELETE ON release_approval_remarks FOR EACH ROW
                EXECUTE FUNCTION release_approval_remarks_stay();
            CREATE TRIGGER release_approval_remarks_not_truncated BEFORE TRUNCATE ON release_approval_remarks FOR EACH STATEMENT
                EXECUTE FUNCTION release_approval_remarks_stay();
            """
        );

    public static void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            DROP TRIGGER release_approval_remarks_not_truncated ON release_approval_remarks;
            DROP TRIGGER release_approval_remarks_stay ON release_approval_remarks;
            DROP FUNCTION release_approval_remarks_stay();
            """
        );
}
