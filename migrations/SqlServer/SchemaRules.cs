using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.SqlServer;

/// <summary>
/// Schema that EF cannot express: release rules that the database enforces for all writers, and lock settings of busy tables.
/// </summary>
internal static class SchemaRules
{
    public static void Up(MigrationBuilder migrationBuilder)
    {
        // The state of a release must be the target of its last transition.
        migrationBuilder.Sql(
            "ALTER TABLE releases ADD CONSTRAINT fk_releases_transition FOREIGN KEY (id, transition_number, state) "
                + "REFERENCES release_transitions (release_id, number, to_state)"
        );

        // A release advances by one transition at a time, and its history cannot be changed.
        migrationBuilder.Sql(
            """
            EXEC('CREATE TRIGGER releases_move_on ON releases AFTER UPDATE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM inserted i JOIN deleted d ON d.id = i.id
                    WHERE (i.state <> d.state OR coalesce(i.transition_number, 0) <> coalesce(d.transition_number, 0)) AND
                      coalesce(i.transition_number, 0) <> coalesce(d.transition_number, 0) + 1)
                    THROW 51000, ''A release may only go on to its next transition.'', 1;
            END')
            """
        );
        migrationBuilder.Sql(
            """
            EXEC('CREATE TRIGGER release_transitions_stay ON release_transitions AFTER UPDATE, DELETE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM deleted) THROW 51000, ''The history of a release is written once.'', 1;
            END')
            """
        );
    }

    /// <summary>
    /// Disables lock escalation. Otherwise a statement that changes thousands of rows locks the whole table and blocks all labelers.
    /// </summary>
    public static void KeepRowLocks(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["interactions", "queue_items", "assignments", "labels", "workflow_counters"])
            migrationBuilder.Sql($"ALTER TABLE {table} SET (LOCK_ESCALATION = DISABLE)");
    }

    public static void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER releases_move_on; DROP TRIGGER release_transitions_stay;");
        migrationBuilder.Sql("ALTER TABLE releases DROP CONSTRAINT fk_releases_transition");
    }
}
