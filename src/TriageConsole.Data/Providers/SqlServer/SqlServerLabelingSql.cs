namespace TriageConsole.Data.Providers.SqlServer;

/// <summary>
/// One batch and one transaction per use case, with the same order of locks as on PostgreSQL: assignment, interaction, labels, item,
/// counters.
/// </summary>
internal static partial class SqlServerLabelingSql
{
    private const string Begin = "SET NOCOUNT ON; SET XACT_ABORT ON; BEGIN TRAN;\n";

    private const string FirstAnswer = "INSERT INTO @answers (turn, criterion, value, numeric_value) VALUES (@t0, @c0, @v0, @n0)";
    private const string MoreAnswers = "/* more answers */;";
    private const string Suggested = "/* suggestions */";

    // Uses @workflow_id, @opened, @leased, @labeled.
    private const string Count = """
        UPDATE workflow_counters SET open_slots = open_slots + @opened, leased_slots = leased_slots + @leased, labels = labels + @labeled
        WHERE workflow_id = @workflow_id AND shard = @@SPID % 16;
        IF @@ROWCOUNT = 0
          INSERT INTO workflow_counters (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, labels)
          VALUES (@workflow_id, @@SPID % 16, 0, 0, @opened, @leased, @labeled);
        """;

    // Uses @workflow_id, @labeler, @day, @day_labels, @day_skips, @day_ms.
    private const string CountDay = """
        UPDATE labeler_days SET labels = labels + @day_labels, skips = skips + @day_skips, time_on_task_ms = time_on_task_ms + @day_ms
        WHERE labeler_id = @labeler AND workflow_id = @workflow_id AND day = @day;
        IF @@ROWCOUNT = 0
          INSERT INTO labeler_days (labeler_id, workflow_id, day, labels, skips, time_on_task_ms) VALUES (@labeler, @workflow_id, @day,
            @day_labels, @day_skips, @day_ms);
        """;

    // Updates without a change lock the assignment and the interaction first, because compatible engines ignore lock hints. Everything that
    // is read afterwards cannot change before the commit. Each turn with answers becomes a label. They replace all current labels of the
    // labeler for the interaction: a new one is a revision of that of its turn. The first turn has the key, the time and the comment.
    public const string Submit = $"""
        {Begin}
        DECLARE @label bigint, @extra bit = 0, @repeat bit = 0, @revision int = 0, @state int, @current_fence int, @item bigint, @tenant
          bigint, @workflow_id bigint, @interaction bigint, @rubric_id bigint, @first int;
        DECLARE @answers TABLE (turn int, criterion nvarchar(100), value nvarchar(max), numeric_value float);
        DECLARE @before TABLE (turn int PRIMARY KEY, id bigint, revision int, extra bit, assignment bigint, day date);
        DECLARE @turns TABLE (turn int PRIMARY KEY);
        DECLARE @opened bigint = 0, @leased bigint, @labeled bigint, @day date = CAST(@now AS date), @day_labels int = 1, @day_skips int =
          0, @day_ms bigint = @time;
        UPDATE assignments SET fence = fence WHERE id = @assignment AND labeler_id = @labeler;
        SELECT @state = a.state, @current_fence = a.fence, @item = q.id, @tenant = q.tenant_id, @workflow_id = q.workflow_id, @interaction
          = q.interaction_id
        FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id WHERE a.id = @assignment AND a.labeler_id = @labeler;
        UPDATE interactions SET label_count = label_count WHERE id = @interaction;
        SELECT @label = id, @extra = is_extra, @revision = revision, @repeat = 1 FROM labels WHERE labeler_id = @labeler AND
          idempotency_key = @key;
        IF @label IS NULL AND @item IS NOT NULL AND (@state <> 0 OR @current_fence = @fence)
        BEGIN
          SELECT @rubric_id = rubric_id FROM rubric_versions WHERE id = @rubric;
          {FirstAnswer}{MoreAnswers}
          INSERT INTO @before (turn, id, revision, extra, assignment, day)
          SELECT turn, id, revision, is_extra, assignment_id, CAST(created_at AS date) FROM labels
          WHERE interaction_id = @interaction AND labeler_id = @labeler AND rubric_id = @rubric_id AND is_current = 1;
          INSERT INTO @turns (turn) SELECT turn FROM @answers UNION SELECT turn FROM @before;
          IF NOT EXISTS (SELECT 1 FROM @answers) AND NOT EXISTS (SELECT 1 FROM @turns WHERE turn = 0) INSERT INTO @turns (turn) VALUES (0);
          SELECT @first = MIN(turn) FROM @turns;
          SELECT @revision = COALESCE(MAX(revision), 0) + 1 FROM @before;
          SET @extra = CASE WHEN @state = 0 THEN 0 WHEN EXISTS (SELECT 1 FROM @before WHERE assignment = @assignment AND extra = 0) THEN 0
            ELSE 1 END;
          SET @leased = CASE WHEN @state = 0 THEN -1 ELSE 0 END;
          SET @labeled = (SELECT COUNT(*) FROM @turns) - (SELECT COUNT(*) FROM @before);
          IF @state <> 2
          BEGIN
            UPDATE assignments SET state = 1, finished_at = @now WHERE id = @assignment;
            DELETE FROM label_drafts WHERE assignment_id = @assignment;
          END;
          UPDATE labels SET is_current = 0 WHERE id IN (SELECT id FROM @before);
          INSERT INTO labels (tenant_id, workflow_id, interaction_id, labeler_id, rubric_version_id, rubric_id, turn, assignment_id,
            idempotency_key, revision,
            is_current, is_extra, reason, time_on_task_ms, comment, created_at)
          SELECT @tenant, @workflow_id, @interaction, @labeler, @rubric, @rubric_id, t.turn, @assignment,
            CASE WHEN t.turn = @first THEN @key ELSE NEWID() END, COALESCE(b.revision, 0) + 1,
            1, @extra, CASE WHEN b.id IS NULL THEN N'' ELSE N'labeled again' END, CASE WHEN t.turn = @first THEN @time ELSE 0 END,
            CASE WHEN t.turn = @first THEN @comment END, @now
          FROM @turns t LEFT JOIN @before b ON b.turn = t.turn;
          SELECT @label = id FROM labels WHERE labeler_id = @labeler AND idempotency_key = @key;
          INSERT INTO label_answers (label_id, criterion, value, numeric_value)
          SELECT l.id, a.criterion, a.value, a.numeric_value FROM @answers a JOIN labels l ON l.turn = a.turn
          WHERE l.interaction_id = @interaction AND l.labeler_id = @labeler AND l.rubric_id = @rubric_id AND l.is_current = 1;
          {Suggested}
          UPDATE interactions SET label_count = label_count + @labeled WHERE id = @interaction;
          IF @state = 0 UPDATE queue_items SET labels_done = labels_done + 1 WHERE id = @item;
          {CountDay}
          UPDATE labeler_days SET labels = labels - (SELECT COUNT(*) FROM (SELECT MIN(b.day) AS day FROM @before b WHERE b.assignment IS NOT
            NULL GROUP BY b.assignment) r WHERE r.day = labeler_days.day)
          WHERE labeler_id = @labeler AND workflow_id = @workflow_id AND day IN (SELECT day FROM @before WHERE assignment IS NOT NULL);
          {Count}
        END;
        COMMIT;
        SELECT @label, @extra, @repeat, @revision, COALESCE(@state, 1) WHERE @label IS NOT NULL OR @item IS NOT NULL;
        """;

    private const string Leases =
        "JOIN OPENJSON(@leases) WITH (id bigint '$.id', fence int '$.fence') u ON a.id = u.id AND a.fence = u.fence";

    public const string Renew = $"""
        SET NOCOUNT ON;
        DECLARE @renewed TABLE (id bigint);
        UPDATE assignments SET lease_until = @until OUTPUT inserted.id INTO @renewed
        WHERE id IN (SELECT a.id FROM assignments a {Leases} WHERE a.labeler_id = @labeler AND a.state = 0) AND state = 0;
        SELECT id FROM @renewed;
        """;

    public const string Skip = $"""
        {Begin}
        DECLARE @item bigint, @workflow_id bigint, @opened bigint = 0, @leased bigint = -1, @labeled bigint = 0, @day date = CAST(@now AS
          date), @day_labels int = 0, @day_skips int = 1, @day_ms bigint = 0;
        DECLARE @gone TABLE (queue_item_id bigint);
        UPDATE assignments SET state = 2, finished_at = @now OUTPUT inserted.queue_item_id INTO @gone
        WHERE id = @assignment AND labeler_id = @labeler AND fence = @fence AND state = 0;
        SELECT @item = queue_item_id FROM @gone;
        IF @item IS NOT NULL
        BEGIN
          UPDATE queue_items SET open_slots = open_slots + CASE WHEN dropped_at IS NULL AND source <> 3 THEN 1 ELSE 0 END WHERE id = @item;
          SELECT @workflow_id = workflow_id, @opened = CASE WHEN dropped_at IS NULL AND source <> 3 THEN 1 ELSE 0 END FROM queue_items
            WHERE id = @item;
          INSERT INTO flags (tenant_id, workflow_id, interaction_id, assignment_id, labeler_id, kind, note, state, action, resolution_note,
            created_at)
          SELECT tenant_id, workflow_id, interaction_id, @assignment, @labeler, 7, @reason, 0, 0, N'', @now
          FROM queue_items WHERE id = @item;
          DELETE FROM label_drafts WHERE assignment_id = @assignment;
          {CountDay}
          {Count}
        END;
        COMMIT;
        SELECT @item WHERE @item IS NOT NULL;
        """;

    // A row: the last action is a skip. Without a lease: the slot was given to another.
    public const string UndoSkip = $"""
        {Begin}
        DECLARE @assignment bigint, @state int, @item bigint, @interaction bigint, @fence int, @opened bigint = 0, @leased bigint = 1,
          @labeled bigint = 0, @day date, @day_labels int = 0, @day_skips int = -1, @day_ms bigint = 0, @done bit = 0;
        SELECT TOP (1) @assignment = a.id, @state = a.state, @item = q.id, @interaction = q.interaction_id,
          @day = CAST(a.finished_at AS date)
        FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id
        WHERE a.labeler_id = @labeler AND a.finished_at IS NOT NULL AND a.state IN (1, 2) AND q.workflow_id = @workflow_id
        ORDER BY a.finished_at DESC, a.id DESC;
        IF @state = 2
        BEGIN
          UPDATE assignments SET fence = fence WHERE id = @assignment;
          SELECT @opened = CASE WHEN dropped_at IS NULL AND source <> 3 THEN -1 ELSE 0 END FROM queue_items WHERE id = @item;
          UPDATE queue_items SET open_slots = open_slots + @opened
          WHERE id = @item AND (open_slots > 0 OR dropped_at IS NOT NULL OR source = 3);
          SET @done = @@ROWCOUNT;
          IF @done = 1
          BEGIN
            UPDATE assignments SET state = 0, fence = fence + 1, leased_at = @now, lease_until = @until, finished_at = NULL
            WHERE id = @assignment AND state = 2;
            UPDATE flags SET state = 2, withdrawn_at = @now WHERE assignment_id = @assignment AND kind = 7 AND state = 0;
            SELECT @fence = fence FROM assignments WHERE id = @assignment;
            {CountDay}
            {Count}
          END;
        END;
        COMMIT;
        SELECT CASE WHEN @done = 1 THEN @assignment END, CASE WHEN @done = 1 THEN @interaction END, @fence WHERE @state = 2;
        """;

    // Withdraws the labels of all turns of the submit. If a withdrawn label had replaced one from another source (an earlier item, an
    // import), that label becomes current again.
    public const string Undo = $$"""
        {{Begin}}
        DECLARE @label bigint, @extra bit, @assignment bigint, @item bigint, @interaction bigint, @fence int, @done bit = 0, @rubric_id
          bigint, @time int;
        DECLARE @withdrawn TABLE (id bigint PRIMARY KEY, turn int, revision int, time_on_task_ms int, day date);
        DECLARE @restored TABLE (id bigint PRIMARY KEY, assignment bigint, day date);
        DECLARE @opened bigint = 0, @leased bigint, @labeled bigint, @day date, @day_labels int = -1, @day_skips int = 0, @day_ms bigint;
        IF (SELECT COUNT(*) FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id
            WHERE a.labeler_id = @labeler AND a.finished_at IS NULL AND a.state = 0 AND q.workflow_id = @workflow_id
              AND EXISTS (SELECT 1 FROM labels l WHERE l.interaction_id = q.interaction_id AND l.assignment_id = a.id AND l.is_current =
                0)) < @most
          SELECT TOP (1) @label = l.id, @extra = l.is_extra, @time = l.time_on_task_ms, @rubric_id = l.rubric_id,
            @assignment = a.id, @item = q.id, @interaction = q.interaction_id
          FROM assignments a JOIN queue_items q ON q.id = a.queue_item_id
          JOIN labels l ON l.interaction_id = q.interaction_id AND l.assignment_id = a.id AND l.labeler_id = @labeler AND l.is_current = 1
          WHERE a.labeler_id = @labeler AND a.finished_at IS NOT NULL AND a.state = 1 AND q.workflow_id = @workflow_id
          ORDER BY a.finished_at DESC, a.id DESC, l.turn, l.id DESC;
        IF @label IS NOT NULL
        BEGIN
          UPDATE assignments SET fence = fence WHERE id = @assignment;
          UPDATE interactions SET label_count = label_count WHERE id = @interaction;
          INSERT INTO @withdrawn (id, turn, revision, time_on_task_ms, day)
          SELECT id, turn, revision, time_on_task_ms, CAST(created_at AS date) FROM labels
          WHERE interaction_id = @interaction AND assignment_id = @assignment AND labeler_id = @labeler AND rubric_id = @rubric_id AND
            is_current = 1;
          IF EXISTS (SELECT 1 FROM @withdrawn WHERE id = @label)
          BEGIN
            UPDATE labels SET is_current = 0 WHERE id IN (SELECT id FROM @withdrawn);
            SET @done = 1;
          END;
        END;
        IF @done = 1
        BEGIN
          SET @leased = CASE WHEN @extra = 1 THEN 0 ELSE 1 END;
          SELECT @day = MIN(day), @day_ms = -SUM(CAST(time_on_task_ms AS bigint)) FROM @withdrawn;
          INSERT INTO @restored (id, assignment, day)
          SELECT id, assignment_id, CAST(created_at AS date) FROM labels WHERE id IN (
            SELECT MAX(p.id) FROM @withdrawn w JOIN labels p ON p.turn = w.turn AND p.revision = w.revision - 1
            WHERE p.interaction_id = @interaction AND p.labeler_id = @labeler AND p.rubric_id = @rubric_id AND p.is_current = 0
              AND (p.assignment_id IS NULL OR p.assignment_id <> @assignment) GROUP BY w.id);
          UPDATE labels SET is_current = 1 WHERE id IN (SELECT id FROM @restored);
          SET @labeled = (SELECT COUNT(*) FROM @restored) - (SELECT COUNT(*) FROM @withdrawn);
          IF @extra = 0
          BEGIN
            UPDATE assignments SET state = 0, fence = fence + 1, leased_at = @now, lease_until = @until, finished_at = NULL WHERE id =
              @assignment;
            SELECT @fence = fence FROM assignments WHERE id = @assignment;
            UPDATE queue_items SET labels_done = labels_done - 1 WHERE id = @item;
            DELETE FROM label_drafts WHERE assignment_id = @assignment;
            INSERT INTO label_drafts (assignment_id, answers, elapsed_ms, saved_at)
            SELECT @assignment, CONCAT('{', (SELECT STRING_AGG(
                CAST(CONCAT('"', STRING_ESCAPE(a.criterion, 'json'), CASE WHEN w.turn = 0 THEN '' ELSE CONCAT('@', w.turn - 1) END, '":"',
                  STRING_ESCAPE(a.value, 'json'), '"') AS nvarchar(max)), ',')
              FROM label_answers a JOIN @withdrawn w ON a.label_id = w.id), '}'), @time, @now;
          END;
          UPDATE interactions SET label_count = label_count + @labeled WHERE id = @interaction;
          {{CountDay}}
          UPDATE labeler_days SET labels = labels + (SELECT COUNT(*) FROM (SELECT MIN(b.day) AS day FROM @restored b WHERE b.assignment IS
            NOT NULL GROUP BY b.assignment) r WHERE r.day = labeler_days.day)
          WHERE labeler_id = @labeler AND workflow_id = @workflow_id AND day IN (SELECT day FROM @restored WHERE assignment IS NOT NULL);
          {{Count}}
        END;
        COMMIT;
        SELECT @label, CASE WHEN @extra = 0 THEN @assignment END, @interaction, @fence WHERE @done = 1;
        """;

    // Uses @gone: the items whose leases ended, one row each; items are locked in order of id. A hidden check (source 3) cannot be taken by
    // others, and does not count as shown.
    private const string GiveBack = """
        DECLARE @slots TABLE (queue_item_id bigint PRIMARY KEY, n bigint, workflow_id bigint, opened bigint);
        INSERT INTO @slots (queue_item_id, n) SELECT queue_item_id, COUNT(*) FROM @gone GROUP BY queue_item_id;
        UPDATE queue_items SET open_slots = open_slots + (SELECT s.n FROM @slots s WHERE s.queue_item_id = queue_items.id)
        WHERE id IN (SELECT queue_item_id FROM @slots) AND dropped_at IS NULL AND source <> 3;
        UPDATE @slots SET workflow_id = (SELECT q.workflow_id FROM queue_items q WHERE q.id = queue_item_id),
          opened = (SELECT CASE WHEN q.dropped_at IS NULL AND q.source <> 3 THEN n ELSE 0 END FROM queue_items q WHERE q.id =
            queue_item_id);
        UPDATE i SET exposures = CASE WHEN i.exposures > g.n THEN i.exposures - g.n ELSE 0 END
        FROM golden_items i JOIN queue_items q ON q.interaction_id = i.interaction_id AND q.source = 3 JOIN @slots g ON g.queue_item_id =
          q.id;
        UPDATE workflow_counters SET
          open_slots = open_slots + (SELECT SUM(s.opened) FROM @slots s WHERE s.workflow_id = workflow_counters.workflow_id),
          leased_slots = leased_slots - (SELECT SUM(s.n) FROM @slots s WHERE s.workflow_id = workflow_counters.workflow_id)
        WHERE shard = @@SPID % 16 AND workflow_id IN (SELECT workflow_id FROM @slots);
        INSERT INTO workflow_counters (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, labels)
        SELECT workflow_id, @@SPID % 16, 0, 0, SUM(opened), -SUM(n), 0 FROM @slots s
        WHERE NOT EXISTS (SELECT 1 FROM workflow_counters c WHERE c.workflow_id = s.workflow_id AND c.shard = @@SPID % 16) GROUP BY
          workflow_id;
        COMMIT;
        SELECT workflow_id, SUM(n) FROM @slots GROUP BY workflow_id;
        """;

    public const string Release = $"""
        {Begin}
        DECLARE @gone TABLE (queue_item_id bigint);
        UPDATE assignments SET state = 3 OUTPUT inserted.queue_item_id INTO @gone
        WHERE id IN (SELECT a.id FROM assignments a {Leases} WHERE a.labeler_id = @labeler AND a.state = 0) AND state = 0
          AND NOT EXISTS (SELECT 1 FROM label_drafts d WHERE d.assignment_id = assignments.id);
        {GiveBack}
        """;

    public const string Expire = $"""
        {Begin}
        DECLARE @gone TABLE (queue_item_id bigint);
        UPDATE assignments SET state = 3 OUTPUT inserted.queue_item_id INTO @gone
        WHERE id IN (SELECT TOP (1000) a.id FROM assignments a WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE a.state = 0 AND
          a.lease_until < @now ORDER BY a.lease_until) AND state = 0;
        {GiveBack}
        """;
}
