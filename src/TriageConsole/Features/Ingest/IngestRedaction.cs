using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Replaces personal data in the texts of a batch by placeholders, before anything of it is stored. The events as sent stay unchanged,
/// because a repeated transaction can need other numbers.
/// </summary>
internal sealed class IngestRedaction(
    TriageDbContext db,
    IProviderStatements statements,
    long tenantId,
    TenantRedaction settings,
    KeyedHash hash,
    DateTimeOffset now
)
{
    private readonly SessionNumbers numbers = new(db, statements, tenantId, hash);
    private readonly Dictionary<string, SessionPlaceholders> bySession = new(StringComparer.Ordinal);
    private readonly Dictionary<SignalEvent, SignalEvent> sentSignals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<InteractionEvent, InteractionEvent> sentOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> sessionOfParts = new(StringComparer.Ordinal);
    private Dictionary<string, string> sessionOfTrace = [];
    private Dictionary<string, EarlierPlaceholders> earlierOf = [];

    public async Task<IngestBatch> ApplyAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        sessionOfTrace = await SessionsAsync(batch, cancellationToken);
        foreach (var part in batch.Parts)
            if (part.Session is { } session)
                sessionOfParts.TryAdd(part.TraceId, session);
        earlierOf = await numbers.ReadAsync(SessionsOf(batch), cancellationToken);
        var interactions = batch.Interactions.ConvertAll(i => (i.Line, Event: Redacted(i.Event)));
        var late = batch.Late.ConvertAll(Redacted);
        var parts = batch.Parts.ConvertAll(Redacted);
        // Placeholders of a trace without a session end with the batch.
        await numbers.StoreAsync(
            bySession.Where(s => s.Key[0] != '\n' && !s.Value.IsEmpty).Select(s => (s.Key, s.Value)),
            now,
            cancellationToken
        );
        for (var n = 0; n < interactions.Count; n++)
            if (settings.DefinitionOf(interactions[n].Event.TaskType).KeepRaw)
                sentOf[interactions[n].Event] = batch.Interactions[n].Event;
        return batch.With(interactions, late, parts);
    }

    /// <summary>The texts as sent of new interactions of workflows that store them, where redaction changed something.</summary>
    public List<RawTextItem> RawTexts(IEnumerable<UnitInteraction> interactions) =>
        [
            .. from i in interactions
            let sent = i.Event is { } e ? sentOf.GetValueOrDefault(e) : null
            where sent is not null && !ReferenceEquals(sent, i.Event)
            select new RawTextItem(
                i.Row.Id,
                i.Row.UserId ?? i.Row.TraceId,
                new RawTexts(
                    sent.Input,
                    sent.Output,
                    sent.Messages is { } messages ? System.Text.Encoding.UTF8.GetString(messages.Span) : null,
                    sent.Context
                ),
                settings.DefinitionOf(sent.TaskType).RawDays
            ),
        ];

    /// <summary>
    /// The feedback as sent that was stored in the transaction, of workflows that store raw texts, where redaction changed something; and
    /// the feedback that replaced an earlier version. Called when the signals are stored.
    /// </summary>
    public List<RawFeedbackItem> RawFeedback(IEnumerable<UnitInteraction> interactions)
    {
        var items = new List<RawFeedbackItem>();
        foreach (var i in interactions.Where(i => i.IsChanged))
        {
            var definition = settings.DefinitionOf(i.Workflow.Key);
            if (i.IsNew && !definition.KeepRaw)
                continue;
            var before = i.SignalsBefore.Select(s => s.SignalKey).ToHashSet(StringComparer.Ordinal);
            var arrived = (i.Event?.Feedback ?? [])
                .Concat(i.Lines.Select(l => l.Event.Signal))
                .ToLookup(s => s.Key, StringComparer.Ordinal);
            foreach (var row in i.Signals.Where(s => s.Id == 0 && arrived.Contains(s.SignalKey)))
            {
                var sent = arrived[row.SignalKey].LastOrDefault(s => IsOf(row, s)) is { } e ? sentSignals.GetValueOrDefault(e) : null;
                var texts = sent is null || !definition.KeepRaw ? null : new RawFeedbackTexts(row.Name, sent.Text, sent.Comment);
                // What software says about a response is about the user of the interaction.
                var author = row.Type == SignalType.System ? null : row.UserId;
                if (texts is not null || before.Contains(row.SignalKey))
                    items.Add(
                        new RawFeedbackItem(i.Row.Id, row.SignalKey, author ?? i.Row.UserId ?? i.Row.TraceId, texts, definition.RawDays)
                    );
            }
        }

        return items;
    }

    /// <summary>Whether the row has the content of this signal: several with one key can arrive together.</summary>
    private static bool IsOf(Signal row, SignalEvent signal) =>
        row.Comment == signal.Comment && (row.TextValue == signal.Text || signal is { Text: null, IsBoolean: true });

    private InteractionEvent Redacted(InteractionEvent e)
    {
        var policy = settings.PolicyOf(e.TaskType);
        if (!policy.IsOn)
            return e;
        var redactor = new TextRedactor(policy, Placeholders(e.SessionId, e.TraceId));
        var redacted = EventRedaction.Redact(e, redactor, key => hash.Of("signal", key));
        if (ReferenceEquals(redacted, e))
            return e;
        for (var n = 0; n < e.Feedback.Count; n++)
            if (!ReferenceEquals(redacted.Feedback[n], e.Feedback[n]))
                sentSignals[redacted.Feedback[n]] = e.Feedback[n];
        return redacted;
    }

    private LateLine Redacted(LateLine line)
    {
        // A line that waited was redacted when it arrived.
        if (line.HasWaited || !settings.Widest.IsOn)
            return line;
        var e = line.Event;
        var redactor = new TextRedactor(
            settings.Widest,
            Placeholders(e.SessionId ?? sessionOfTrace.GetValueOrDefault(e.TraceId), Scope(e))
        );
        var signal = EventRedaction.Redact(e.Signal, redactor, key => hash.Of("signal", key));
        if (ReferenceEquals(signal, e.Signal))
            return line;
        sentSignals[signal] = e.Signal;
        return line with { Event = e.With(signal) };
    }

    /// <summary>
    /// A part with placeholders. Its workflow is not known before the trace is folded, so the rules of all workflows apply.
    /// </summary>
    private TraceLine Redacted(TraceLine line)
    {
        if (!settings.Widest.IsOn)
            return line;
        var redactor = new TextRedactor(settings.Widest, Placeholders(SessionOf(line), line.TraceId));
        var part = line.Part.Redacted(redactor);
        if (redactor.Flags.Count == 0)
            return line;
        part.Note("redaction_flags", new JsonArray([.. redactor.Flags.Select(f => (JsonNode)f)]));
        return line.With(part);
    }

    /// <summary>The session of a trace; the trace itself while no part has named one.</summary>
    private string SessionOf(TraceLine line) => sessionOfParts.GetValueOrDefault(line.TraceId, line.TraceId);

    private static string Scope(LateEvent e) => e.TraceId.Length > 0 ? e.TraceId : e.OutputId ?? $"{e.TaskType}\n{e.TaskId}";

    private SessionPlaceholders Placeholders(string? session, string trace)
    {
        // The mark keeps a session apart from a trace with the same id.
        var scope = session is null ? "\n" + trace : session;
        if (!bySession.TryGetValue(scope, out var placeholders))
            bySession[scope] = placeholders = new SessionPlaceholders(session is null ? null : earlierOf.GetValueOrDefault(session));
        return placeholders;
    }

    /// <summary>The sessions of the interactions to which late lines with personal data belong.</summary>
    private async Task<Dictionary<string, string>> SessionsAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Late.Count == 0 || !settings.Widest.IsOn)
            return [];
        var redactor = new TextRedactor(settings.Widest, new SessionPlaceholders());
        var traces = batch
            .Late.Where(l => !l.HasWaited && !ReferenceEquals(EventRedaction.Redact(l.Event.Signal, redactor, k => k), l.Event.Signal))
            .Select(l => l.Event.TraceId)
            .Where(t => t.Length > 0)
            .Distinct()
            .ToArray();
        var sessions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (traces.Length == 0)
            return sessions;
        foreach (
            var i in await db
                .Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId) && i.SessionId != null)
                .Select(i => new { i.TraceId, i.SessionId })
                .ToListAsync(cancellationToken)
        )
            sessions[i.TraceId] = i.SessionId!;
        foreach (var (_, e) in batch.Interactions)
            if (e.SessionId is { } session)
                sessions.TryAdd(e.TraceId, session);
        return sessions;
    }

    /// <summary>The sessions whose texts this batch redacts.</summary>
    private IEnumerable<string> SessionsOf(IngestBatch batch) =>
        batch
            .Interactions.Where(i => settings.PolicyOf(i.Event.TaskType).IsOn)
            .Select(i => i.Event.SessionId)
            .OfType<string>()
            .Concat(batch.Late.Where(l => !l.HasWaited).Select(l => l.Event.SessionId).OfType<string>())
            .Concat(sessionOfTrace.Values)
            .Concat(batch.Parts.Select(SessionOf));
}
