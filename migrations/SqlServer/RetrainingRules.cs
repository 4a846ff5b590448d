using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.SqlServer;

/// <summary>Rules of retraining runs that EF cannot express: states follow each other, and the log is written once.</summary>
internal static class RetrainingRules
{
    public static void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            EXEC('CREATE TRIGGER retraining_runs_move_on ON retraining_runs AFTER UPDATE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM inserted i JOIN deleted d ON d.id = i.id
                    WHERE (i.state <> d.state AND coalesce(i.previous_state, -1) <> d.state)
                      OR (i.state = d.state AND coalesce(i.previous_state, -1) <> coalesce(d.previous_state, -1)))
                    THROW 51000, ''The state of a retraining run follows from the one before.'', 1;
            END')
            """
        );
        // The erasure of a person empties what an executor wrote about the data.
        migrationBuilder.Sql(
            """
            EXEC('CREATE TRIGGER retraining_events_stay ON retraining_events AFTER UPDATE, DELETE AS
            BEGIN
                SET NOCOUNT ON;
                IF EXISTS (SELECT 1 FROM deleted d LEFT JOIN inserted i ON i.id = d.id
                    WHERE i.id IS NULL OR d.kind <> 1 OR i.text <> '''' OR i.run_id <> d.run_id OR i.at <> d.at OR i.kind <> d.kind)
                    THROW 51000, ''The log of a retraining run is written once.'', 1;
            END')
            """
        );
    }

    public static void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("DROP TRIGGER retraining_events_stay; DROP TRIGGER retraining_runs_move_on;");
}
