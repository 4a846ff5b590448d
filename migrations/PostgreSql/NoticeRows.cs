using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.PostgreSql;

/// <summary>
/// Notices that wait get a delivery for each channel: which channels are configured the database does not know, and a delivery by one that
/// is not ends as failed.
/// </summary>
internal static class NoticeRows
{
    public static void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            INSERT INTO notice_deliveries (notice_id, channel, recipient, attempts, next_attempt_at)
            SELECT id, 0, '', attempts, next_attempt_at FROM notices WHERE sent_at IS NULL
            UNION ALL
            SELECT n.id, 1, u.email, n.attempts, n.next_attempt_at FROM notices n JOIN users u ON u.id = n.user_id
            WHERE n.sent_at IS NULL AND u.email IS NOT NULL;
            """
        );

    /// <summary>What no delivery waits for has been sent, or was given up.</summary>
    public static void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            UPDATE notices SET next_attempt_at = created_at, sent_at = CASE WHEN EXISTS (
                SELECT 1 FROM notice_deliveries d WHERE d.notice_id = notices.id AND d.sent_at IS NULL AND d.failed_at IS NULL
            ) THEN NULL ELSE created_at END;
            """
        );
}
