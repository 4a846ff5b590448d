using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;
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
    /// <summary>Purpose of the keyed hash of a session.</summary>
    public const string SessionPurpose = "session";

    private readonly Dictionary<string, SessionPlaceholders> bySession = new(StringComparer.Ordinal);
    private readonly Dictionary<InteractionEvent, InteractionEvent> sentOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> sessionOfParts = new(StringComparer.Ordinal);
    private Dictionary<string, string> sessionOfTrace = [];

    public async Task<IngestBatch> ApplyAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var interactions = batch.Interactions.ConvertAll(i => (i.Line, Event: Redacted(i.Event)));
        sessionOfTrace = await SessionsAsync(batch, cancellationToken);
        var late = batch.Late.ConvertAll(Redacted);
        foreach (var part in batch.Parts)
            if (part.Session is { } session)
                sessionOfParts.TryAdd(part.TraceId, session);
        var parts = batch.Parts.ConvertAll(Redacted);
        if (await KnowEarlierAsync(cancellationToken) is { Count: > 0 } known)
        {
            // These sessions have numbers from earlier batches.
            for (var n = 0; n < interactions.Count; n++)
                if (batch.Interactions[n].Event is { SessionId: { } session } sent && known.Contains(session))
                    interactions[n] = (interactions[n].Line, Redacted(sent));
            for (var n = 0; n < late.Count; n++)
                if (sessionOfTrace.TryGetValue(batch.Late[n].Event.TraceId, out var session) && known.Contains(session))
                    late[n] = Redacted(batch.Late[n]);
            for (var n = 0; n < parts.Count; n++)
                if (known.Contains(SessionOf(batch.Parts[n])))
                    parts[n] = Redacted(batch.Parts[n]);
        }

        await StoreAsync(cancellationToken);
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

    private InteractionEvent Redacted(InteractionEvent e)
    {
        var policy = settings.PolicyOf(e.TaskType);
        return policy.IsOn
            ? EventRedaction.Redact(e, new TextRedactor(policy, Placeholders(e.SessionId, e.TraceId)), key => hash.Of("signal", key))
            : e;
    }

    private LateLine Redacted(LateLine line)
    {
        // A line that waited was redacted when it arrived.
        if (line.HasWaited || !settings.Widest.IsOn)
            return line;
        var e = line.Event;
        var redactor = new TextRedactor(settings.Widest, Placeholders(sessionOfTrace.GetValueOrDefault(e.TraceId), Scope(e)));
        var signal = EventRedaction.Redact(e.Signal, redactor, key => hash.Of("signal", key));
        return ReferenceEquals(signal, e.Signal) ? line : line with { Event = e.With(signal) };
    }

    /// <summary>
    /// A part with placeholders. Its workflow is not known before the trace is folded, so the rules of all workflows apply.
    /// </summary>
    private TraceLine Redacted(TraceLine line)
    {
        if (!settings.Widest.IsOn)
            return line;
        var redactor = new TextRedactor(settings.Widest, Placeholders(SessionOf(line), line.TraceId));
        var part = line.Part.WithTexts(text => redactor.Text(text)!);
        if (redactor.Flags.Count == 0)
            return line;
        part.Note("redaction_flags", new JsonArray([.. redactor.Flags.Select(f => (JsonNode)f)]));
        return line.With(part);
    }

    /// <summary>The session of a trace; the trace itself while no part has named one.</summary>
    private string SessionOf(TraceLine line) => sessionOfParts.GetValueOrDefault(line.TraceId, line.TraceId);

    private static string Scope(LateEvent e) => e.TraceId.Length > 0 ? e.TraceId : $"{e.TaskType}\n{e.TaskId}";

    private SessionPlaceholders Placeholders(string? session, string trace)
    {
        // The mark keeps a session apart from a trace with the same id.
        var scope = session is null ? "\n" + trace : session;
        if (!bySession.TryGetValue(scope, out var placeholders))
            bySession[scope] = placeholders = new SessionPlaceholders();
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

    /// <summary>
    /// Reads the numbers that the sessions of this batch have from earlier batches, and returns the sessions that have any. Their
    /// placeholders start from these numbers.
    /// </summary>
    private async Task<HashSet<string>> KnowEarlierAsync(CancellationToken cancellationToken)
    {
        var sessions = Sessions().ToDictionary(s => SessionHash(s.Session), s => s, StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (sessions.Count == 0)
            return known;
        var hashes = sessions.Keys.ToArray();
        var rows = await db
            .SessionPlaceholders.AsNoTracking()
            .Where(p => p.TenantId == tenantId && hashes.Contains(p.SessionHash))
            .ToListAsync(cancellationToken);
        foreach (var stored in rows.GroupBy(r => r.SessionHash))
        {
            var (session, found) = sessions[stored.Key];
            var seeded = new SessionPlaceholders();
            var byHash = stored.ToDictionary(r => (r.Word, r.ValueHash), r => r.Number);
            foreach (var row in stored)
                seeded.Take(row.Word, row.Number);
            foreach (var ((word, value), _) in found.Numbers)
                if (byHash.TryGetValue((word, ValueHash(value)), out var number))
                    seeded.Know(word, value, number);
            bySession[session] = seeded;
            known.Add(session);
        }

        return known;
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var rows = new List<SessionPlaceholder>();
        foreach (var (session, placeholders) in Sessions())
        foreach (var ((word, value), number) in placeholders.Numbers.Where(n => !placeholders.IsKnown(n.Key)))
            rows.Add(
                new SessionPlaceholder
                {
                    TenantId = tenantId,
                    SessionHash = SessionHash(session),
                    Word = word,
                    ValueHash = ValueHash(value),
                    Number = number,
                    CreatedAt = now,
                }
            );
        await SessionNumbers.StoreAsync(db, statements, rows, cancellationToken);
    }

    private IEnumerable<(string Session, SessionPlaceholders Placeholders)> Sessions() =>
        bySession.Where(s => s.Key[0] != '\n' && !s.Value.IsEmpty).Select(s => (s.Key, s.Value));

    private string SessionHash(string session) => hash.Of(SessionPurpose, session);

    private string ValueHash(string value) => hash.Of("value", value);
}
