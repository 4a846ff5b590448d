using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.PostgreSql;

/// <summary>Rules of retraining runs that EF cannot express: states follow each other, and the log is written once.</summary>
internal static class RetrainingRules
{
    public static void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            CREATE FUNCTION retraining_runs_move_on() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.state <> OLD.state AND NEW.previous_state IS DISTINCT FROM OLD.state)
                    OR (NEW.state = OLD.state AND NEW.previous_state IS DISTINCT FROM OLD.previous_state) THEN
                    RAISE EXCEPTION 'the state of a retraining run follows from the one before' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER retraining_runs_move_on BEFORE UPDATE ON retraining_runs FOR EACH ROW
                EXECUTE FUNCTION retraining_runs_move_on();
            CREATE FUNCTION retraining_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- The erasure of a person empties what an executor wrote about the data.
                IF TG_OP = 'UPDATE' AND OLD.kind = 1 AND NEW.text = ''
                    AND (NEW.id, NEW.run_id, NEW.at, NEW.kind, NEW.state) IS NOT DISTINCT FROM (OLD.id, OLD.run_id, OLD.at, OLD.kind, OLD.state) THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'the log of a retraining run is written once' USING ERRCODE = 'check_violation';
            END $$;
            CREATE TRIGGER retraining_events_stay BEFORE UPDATE OR DELETE ON retraining_events FOR EACH ROW
                EXECUTE FUNCTION retraining_events_stay();
            CREATE TRIGGER retraining_events_not_truncated BEFORE TRUNCATE ON retraining_events FOR EACH STATEMENT
                EXECUTE FUNCTION retraining_events_stay();
            """
        );

    public static void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            DROP TRIGGER retraining_events_not_truncated ON retraining_events; DROP TRIGGER retraining_events_stay ON retraining_events;
            DROP FUNCTION retraining_events_stay();
            DROP TRIGGER retraining_runs_move_on ON retraining_runs; DROP FUNCTION retraining_runs_move_on();
            """
        );
}
