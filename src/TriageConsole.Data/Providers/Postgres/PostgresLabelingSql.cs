namespace TriageConsole.Data.Providers.Postgres;

/// <summary>
/// One statement per use case. Rows are locked in the order assignment, interaction, labels, item, counters, so that parallel statements do
/// not deadlock.
/// </summary>
internal static partial class PostgresLabelingSql
{
    private const string CounterColumns =
        "INSERT INTO workflow_counters AS c (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, labels)";

    private const string AddToCounter = """
        ON CONFLICT (workflow_id, shard) DO UPDATE SET
          open_slots = c.open_slots + excluded.open_slots, leased_slots = c.leased_slots + excluded.leased_slots,
          labels = c.labels + excluded.labels
        """;

    // No labeler gets an interaction twice, from any source, except for relabeling (source 5). $1 workflow, $2 labeler, $3 now, $4 lease
    // until. The insert decides who gets the slot: only a row that it returns takes one. A candidate without a lease was just claimed by
    // the same labeler in another window; the caller tries again.
    public const string Claim = $"{ClaimHead} AND ({PortableClaim.IsFree} OR {IsAssigned}){ClaimTail}";

    // Only items that are assigned to the labeler.
    public const string ClaimAssigned = $"{ClaimHead} AND {IsAssigned}{ClaimTail}";

    private const string IsAssigned = "q.assigned_to_id = (SELECT w.user_id FROM labelers w WHERE w.id = $2)";

    private const string ClaimHead = """
        WITH candidate AS MATERIALIZED (
          SELECT q.id, q.interaction_id FROM queue_items q
          WHERE q.workflow_id = $1 AND q.open_slots > 0 AND q.dropped_at IS NULL
        """;

    private const string ClaimTail = $"""

            AND NOT EXISTS (SELECT FROM assignments a WHERE a.queue_item_id = q.id AND a.labeler_id = $2 AND a.state <> 3)
            AND (q.source = 5 OR NOT EXISTS (SELECT FROM queue_items o JOIN assignments a ON a.queue_item_id = o.id AND a.labeler_id = $2
              AND a.state <> 3 WHERE o.interaction_id = q.interaction_id AND o.id <> q.id))
          ORDER BY q.priority DESC, q.id LIMIT 1 FOR UPDATE OF q SKIP LOCKED
        ), leased AS (
          INSERT INTO assignments AS a (queue_item_id, labeler_id, state, fence, leased_at, lease_until)
          SELECT id, $2, 0, 1, $3, $4 FROM candidate
          ON CONFLICT (queue_item_id, labeler_id) DO UPDATE
            SET state = 0, fence = a.fence + 1, leased_at = excluded.leased_at, lease_until = excluded.lease_until, finished_at = NULL
            WHERE a.state = 3
          RETURNING id, queue_item_id, fence
        ), taken AS (
          UPDATE queue_items q SET open_slots = q.open_slots - 1 FROM leased l WHERE q.id = l.queue_item_id RETURNING q.id
        ), counted AS (
          {CounterColumns} SELECT $1, pg_backend_pid() % 16, 0, 0, -1, 1, 0 FROM taken {AddToCounter}
        )
        SELECT l.id, c.interaction_id, l.fence FROM candidate c LEFT JOIN leased l ON l.queue_item_id = c.id
        """;

    // $1 labeler, $2 assignments, $3 fences, $4 lease until.
    public const string Renew = """
        UPDATE assignments a SET lease_until = $4 FROM unnest($2::bigint[], $3::int[]) AS u(id, fence)
        WHERE a.id = u.id AND a.fence = u.fence AND a.labeler_id = $1 AND a.state = 0 RETURNING a.id
        """;

    // $1 assignment, $2 labeler, $3 fence, $4 reason, $5 now. The reason reaches the leads as a flag of kind 7.
    public const string Skip = $"""
        WITH skipped AS (
          UPDATE assignments SET state = 2, finished_at = $5 WHERE id = $1 AND labeler_id = $2 AND fence = $3 AND state = 0
          RETURNING id, queue_item_id
        ), flag AS (
          INSERT INTO flags (tenant_id, workflow_id, interaction_id, assignment_id, labeler_id, kind, note, state, action, resolution_note,
            created_at)
          SELECT q.tenant_id, q.workflow_id, q.interaction_id, s.id, $2, 7, $4, 0, 0, '', $5
          FROM skipped s JOIN queue_items q ON q.id = s.queue_item_id
        ), item AS (
          UPDATE queue_items q SET open_slots = q.open_slots + CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN 1 ELSE 0 END
          FROM skipped s WHERE q.id = s.queue_item_id RETURNING q.workflow_id, CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN 1 ELSE
            0 END AS opened
        ), day AS (
          INSERT INTO labeler_days AS d (labeler_id, workflow_id, day, labels, skips, time_on_task_ms)
          SELECT $2, workflow_id, ($5 AT TIME ZONE 'UTC')::date, 0, 1, 0 FROM item
          ON CONFLICT (labeler_id, workflow_id, day) DO UPDATE SET skips = d.skips + 1
        ), counted AS (
          {CounterColumns} SELECT workflow_id, pg_backend_pid() % 16, 0, 0, opened, -1, 0 FROM item {AddToCounter}
        ), draft AS (
          DELETE FROM label_drafts d USING skipped s WHERE d.assignment_id = s.id
        )
        SELECT id FROM skipped
        """;

    // $1 workflow, $2 labeler, $3 most, $4 now, $5 lease until.
    // Withdraws the labels of all turns of the submit. If a withdrawn label had replaced one from another source (an earlier item, an
    // import), that label becomes current again.
    public const string Undo = $"""
        WITH held AS MATERIALIZED (
          SELECT count(*) AS n FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id
          WHERE a.labeler_id = $2 AND a.finished_at IS NULL AND a.state = 0 AND q.workflow_id = $1
            AND EXISTS (SELECT FROM labels l WHERE l.interaction_id = q.interaction_id AND l.assignment_id = a.id AND NOT l.is_current)
        ), last AS MATERIALIZED (
          SELECT a.id, a.queue_item_id, q.interaction_id, l.id AS label_id, l.turn, l.rubric_id
          FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id JOIN interactions i ON i.id = q.interaction_id
          JOIN labels l ON l.interaction_id = q.interaction_id AND l.assignment_id = a.id AND l.labeler_id = $2 AND l.is_current
          WHERE a.labeler_id = $2 AND a.finished_at IS NOT NULL AND a.state = 1 AND q.workflow_id = $1 AND (SELECT n FROM held) < $3
          ORDER BY a.finished_at DESC, a.id DESC, l.turn, l.id DESC LIMIT 1 FOR UPDATE OF a FOR NO KEY UPDATE OF i
        ), withdrawn AS (
          UPDATE labels l SET is_current = false FROM last
          WHERE l.interaction_id = last.interaction_id AND l.assignment_id = last.id AND l.labeler_id = $2 AND l.rubric_id = last.rubric_id
            AND l.is_current
          RETURNING l.id, l.is_extra, l.time_on_task_ms, l.interaction_id, l.turn, l.turn = last.turn AS is_first, l.rubric_id,
            l.assignment_id, l.revision, (l.created_at AT TIME ZONE 'UTC')::date AS day
        ), restored AS (
          UPDATE labels l SET is_current = true FROM withdrawn w
          WHERE l.id = (SELECT p.id FROM labels p WHERE p.interaction_id = w.interaction_id AND p.turn = w.turn AND p.labeler_id = $2 AND
            p.rubric_id = w.rubric_id
            AND p.revision = w.revision - 1 AND p.assignment_id IS DISTINCT FROM w.assignment_id AND NOT p.is_current ORDER BY p.id DESC
              LIMIT 1)
          RETURNING l.assignment_id, (l.created_at AT TIME ZONE 'UTC')::date AS day
        ), leased AS (
          UPDATE assignments a SET state = 0, fence = a.fence + 1, leased_at = $4, lease_until = $5, finished_at = NULL
          FROM last, withdrawn w WHERE a.id = last.id AND w.is_first AND NOT w.is_extra RETURNING a.id, a.queue_item_id, a.fence
        ), interaction AS (
          UPDATE interactions i SET label_count = i.label_count + w.added
          FROM (SELECT interaction_id, bool_or(is_extra) AS is_extra, min(day) AS day, sum(time_on_task_ms) AS time_on_task_ms,
              (SELECT count(*)::int FROM restored) - count(*)::int AS added FROM withdrawn GROUP BY 1) w
            WHERE i.id = w.interaction_id
          RETURNING w.is_extra, w.day, w.time_on_task_ms, w.added
        ), item AS (
          UPDATE queue_items q SET labels_done = q.labels_done - 1 FROM leased l WHERE q.id = l.queue_item_id
        ), day AS (
          UPDATE labeler_days d SET labels = d.labels + x.n, time_on_task_ms = d.time_on_task_ms - x.ms
          FROM (SELECT day, sum(n)::int AS n, sum(ms)::bigint AS ms FROM (
            SELECT day, -1 AS n, time_on_task_ms AS ms FROM interaction
            UNION ALL SELECT min(day), 1, 0 FROM restored WHERE assignment_id IS NOT NULL GROUP BY assignment_id) y GROUP BY day) x
          WHERE d.labeler_id = $2 AND d.workflow_id = $1 AND d.day = x.day
        ), counted AS (
          {CounterColumns} SELECT $1, pg_backend_pid() % 16, 0, 0, 0, CASE WHEN is_extra THEN 0 ELSE 1 END, added
          FROM interaction {AddToCounter}
        ), draft AS (
          INSERT INTO label_drafts (assignment_id, answers, elapsed_ms, saved_at)
          SELECT l.id, coalesce((SELECT json_object_agg(CASE WHEN w.turn = 0 THEN x.criterion ELSE x.criterion || '@' || (w.turn - 1) END,
              x.value)::text FROM withdrawn w JOIN label_answers x ON x.label_id = w.id), json_build_object()::text),
            f.time_on_task_ms, $4
          FROM leased l, withdrawn f WHERE f.is_first
          ON CONFLICT (assignment_id) DO UPDATE SET answers = excluded.answers, elapsed_ms = excluded.elapsed_ms, saved_at =
            excluded.saved_at
        )
        SELECT w.id, l.id, last.interaction_id, l.fence FROM withdrawn w CROSS JOIN last LEFT JOIN leased l ON true WHERE w.is_first
        """;

    // $1 workflow, $2 labeler, $3 now, $4 lease until. A row: the last action is a skip. Without a lease: the slot was given to another.
    public const string UndoSkip = $"""
        WITH last AS MATERIALIZED (
          SELECT a.id, a.queue_item_id, a.state, a.finished_at FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id
          WHERE a.labeler_id = $2 AND a.finished_at IS NOT NULL AND a.state IN (1, 2) AND q.workflow_id = $1
          ORDER BY a.finished_at DESC, a.id DESC LIMIT 1 FOR UPDATE OF a
        ), item AS (
          UPDATE queue_items q SET open_slots = q.open_slots - CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN 1 ELSE 0 END
          FROM last WHERE last.state = 2 AND q.id = last.queue_item_id AND (q.open_slots > 0 OR q.dropped_at IS NOT NULL OR q.source = 3)
          RETURNING q.id, q.interaction_id, CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN 1 ELSE 0 END AS taken
        ), leased AS (
          UPDATE assignments a SET state = 0, fence = a.fence + 1, leased_at = $3, lease_until = $4, finished_at = NULL
          FROM last, item WHERE a.id = last.id RETURNING a.id, a.fence
        ), flag AS (
          UPDATE flags f SET state = 2, withdrawn_at = $3 FROM last, item WHERE f.assignment_id = last.id AND f.kind = 7 AND f.state = 0
        ), day AS (
          UPDATE labeler_days d SET skips = d.skips - 1 FROM last, item
          WHERE d.labeler_id = $2 AND d.workflow_id = $1 AND d.day = (last.finished_at AT TIME ZONE 'UTC')::date
        ), counted AS (
          {CounterColumns} SELECT $1, pg_backend_pid() % 16, 0, 0, -taken, 1, 0 FROM item {AddToCounter}
        )
        SELECT l.id, i.interaction_id, l.fence FROM last LEFT JOIN item i ON true LEFT JOIN leased l ON true WHERE last.state = 2
        """;

    // $1 labeler, $2 assignments, $3 fences.
    public const string Release = $"""
        WITH gone AS (
          UPDATE assignments a SET state = 3 FROM unnest($2::bigint[], $3::int[]) AS u(id, fence)
          WHERE a.id = u.id AND a.fence = u.fence AND a.labeler_id = $1 AND a.state = 0
            AND NOT EXISTS (SELECT FROM label_drafts d WHERE d.assignment_id = a.id) RETURNING a.queue_item_id
        ){GiveBack}
        """;

    // $1 now. In batches, and without rows that a submit has locked.
    public const string Expire = $"""
        WITH gone AS (
          UPDATE assignments SET state = 3 WHERE id IN (
            SELECT id FROM assignments WHERE state = 0 AND lease_until < $1 ORDER BY lease_until LIMIT 5000 FOR UPDATE SKIP LOCKED)
          RETURNING queue_item_id
        ){GiveBack}
        """;

    // A hidden check (source 3) cannot be taken by others, and does not count as shown.
    private const string GiveBack = $"""
        , slots AS (
          SELECT queue_item_id, count(*)::int AS n FROM gone GROUP BY 1
        ), item AS (
          UPDATE queue_items q SET open_slots = q.open_slots + CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN s.n ELSE 0 END
          FROM slots s WHERE q.id = s.queue_item_id RETURNING q.workflow_id, s.n, CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN s.n
            ELSE 0 END AS opened
        ), unseen AS (
          UPDATE golden_items g SET exposures = greatest(0, g.exposures - s.n)
          FROM slots s JOIN queue_items q ON q.id = s.queue_item_id WHERE q.source = 3 AND g.interaction_id = q.interaction_id
        ), sums AS (
          SELECT workflow_id, sum(n) AS n, sum(opened) AS opened FROM item GROUP BY 1
        ), counted AS (
          {CounterColumns} SELECT workflow_id, pg_backend_pid() % 16, 0, 0, opened, -n, 0 FROM sums {AddToCounter}
        )
        SELECT workflow_id, n::bigint FROM sums
        """;
}
