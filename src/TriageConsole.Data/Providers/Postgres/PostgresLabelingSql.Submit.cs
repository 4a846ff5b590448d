namespace TriageConsole.Data.Providers.Postgres;

/// <summary>The statements of a submit.</summary>
internal static partial class PostgresLabelingSql
{
    // $1 assignment, $2 labeler. Runs before the submit in the same transaction. The submit then sees everything that was committed while
    // this waited (an expired lease, another window, an import), and labels of one interaction are stored one after the other.
    public const string LockForSubmit = """
        SELECT FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id JOIN interactions i ON i.id = q.interaction_id
        WHERE a.id = $1 AND a.labeler_id = $2 FOR UPDATE OF a FOR NO KEY UPDATE OF i
        """;

    // $1 assignment, $2 labeler, $3 fence, $4 idempotency key, $5 rubric version, $6 time on task, $7 comment, $8 now, $9 criteria, $10
    // values, $11 numbers, $12 turns, $13 to $17 suggestions: turns, criteria, values, sources, accepted. If another window of the labeler
    // holds the lease, nothing is stored. Each turn with answers becomes a label. They replace all current labels of the labeler for the
    // interaction: a new one is a revision of that of its turn. The first turn has the idempotency key, the time and the comment.
    public const string Submit = $"""
        WITH prior AS MATERIALIZED (
          SELECT l.id, l.is_extra, l.revision, a.state FROM labels l JOIN assignments a ON a.id = l.assignment_id WHERE l.labeler_id = $2
            AND l.idempotency_key = $4
        ), target AS MATERIALIZED (
          SELECT a.id, a.state, a.state = 0 AND a.fence <> $3 AS elsewhere, a.queue_item_id, q.tenant_id, q.workflow_id, q.interaction_id,
            v.rubric_id
          FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id JOIN rubric_versions v ON v.id = $5
          WHERE a.id = $1 AND a.labeler_id = $2 AND NOT EXISTS (SELECT FROM prior)
        ), finished AS (
          UPDATE assignments a SET state = 1, finished_at = $8 FROM target t
          WHERE a.id = t.id AND NOT t.elsewhere AND t.state <> 2 RETURNING a.id, t.queue_item_id, t.state = 0 AS in_time
        ), replaced AS (
          UPDATE labels l SET is_current = false FROM target t
          WHERE NOT t.elsewhere AND l.interaction_id = t.interaction_id AND l.labeler_id = $2 AND l.rubric_id = t.rubric_id AND l.is_current
          RETURNING l.turn, l.revision, l.is_extra, l.assignment_id, (l.created_at AT TIME ZONE 'UTC')::date AS day
        ), turns AS MATERIALIZED (
          SELECT turn, turn = min(turn) OVER () AS is_first FROM (
            SELECT unnest(CASE WHEN cardinality($12::int[]) = 0 THEN ARRAY[0] ELSE $12::int[] END) AS turn
            UNION SELECT turn FROM replaced) x
        ), label AS (
          INSERT INTO labels (tenant_id, workflow_id, interaction_id, labeler_id, rubric_version_id, rubric_id, turn, assignment_id,
            idempotency_key, revision,
            is_current, is_extra, reason, time_on_task_ms, comment, created_at)
          SELECT t.tenant_id, t.workflow_id, t.interaction_id, $2, $5, t.rubric_id, n.turn, t.id,
            CASE WHEN n.is_first THEN $4 ELSE gen_random_uuid() END, coalesce(r.revision, 0) + 1, true,
            t.state <> 0 AND NOT EXISTS (SELECT FROM replaced o WHERE o.assignment_id = t.id AND NOT o.is_extra),
            CASE WHEN r.revision IS NULL THEN '' ELSE 'labeled again' END, CASE WHEN n.is_first THEN $6 ELSE 0 END,
            CASE WHEN n.is_first THEN $7 END, $8
          FROM target t CROSS JOIN turns n LEFT JOIN replaced r ON r.turn = n.turn WHERE NOT t.elsewhere
          RETURNING id, is_extra, revision, interaction_id, workflow_id, turn
        ), answers AS (
          INSERT INTO label_answers (label_id, criterion, value, numeric_value)
          SELECT l.id, u.c, u.v, u.n FROM label l JOIN unnest($9::text[], $10::text[], $11::float8[], $12::int[]) AS u(c, v, n, t)
            ON u.t = l.turn
        ), suggested AS (
          INSERT INTO label_suggestions (label_id, criterion, value, source, is_accepted)
          SELECT l.id, u.c, u.v, u.s, u.a FROM label l
          JOIN unnest($13::int[], $14::text[], $15::text[], $16::int[], $17::boolean[]) AS u(t, c, v, s, a) ON u.t = l.turn
        ), interaction AS (
          UPDATE interactions i SET label_count = i.label_count + l.added
          FROM (SELECT interaction_id, workflow_id, count(*)::int - (SELECT count(*)::int FROM replaced) AS added
            FROM label GROUP BY 1, 2) l
          WHERE i.id = l.interaction_id RETURNING l.workflow_id, l.added
        ), item AS (
          UPDATE queue_items q SET labels_done = q.labels_done + 1 FROM finished f WHERE q.id = f.queue_item_id AND f.in_time
        ), day AS (
          INSERT INTO labeler_days AS d (labeler_id, workflow_id, day, labels, skips, time_on_task_ms)
          SELECT $2, x.workflow_id, x.day, sum(x.n)::int, 0, sum(x.ms)::bigint FROM (
            SELECT workflow_id, ($8 AT TIME ZONE 'UTC')::date AS day, 1 AS n, $6 AS ms FROM interaction
            UNION ALL SELECT i.workflow_id, r.day, -1, 0 FROM interaction i,
              (SELECT min(day) AS day FROM replaced WHERE assignment_id IS NOT NULL GROUP BY assignment_id) r) x
          GROUP BY x.workflow_id, x.day
          ON CONFLICT (labeler_id, workflow_id, day) DO UPDATE SET labels = d.labels + excluded.labels, time_on_task_ms = d.time_on_task_ms
            + excluded.time_on_task_ms
        ), counted AS (
          {CounterColumns} SELECT workflow_id, pg_backend_pid() % 16, 0, 0, 0,
            CASE WHEN EXISTS (SELECT FROM finished WHERE in_time) THEN -1 ELSE 0 END, added
          FROM interaction {AddToCounter}
        ), draft AS (
          DELETE FROM label_drafts d USING finished f WHERE d.assignment_id = f.id
        )
        SELECT l.id, l.is_extra, false, (SELECT max(revision) FROM label), t.state
        FROM target t JOIN label l ON l.turn = (SELECT min(turn) FROM label)
        UNION ALL SELECT id, is_extra, true, revision, state FROM prior
        UNION ALL SELECT NULL, false, false, 0, state FROM target WHERE elsewhere
        """;
}
