using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Labels;

/// <summary>
/// Replaces personal data in the texts of imported labels by placeholders: those of the session of the interaction, so that a comment names
/// the same person as the conversation.
/// </summary>
internal static class ImportRedaction
{
    /// <param name="db">The context with the transaction of the import.</param>
    /// <param name="statements">Statements of the provider.</param>
    /// <param name="hash">The keyed hash of sessions and values.</param>
    /// <param name="workflow">Tenant and id of the workflow of all lines.</param>
    /// <param name="lines">The lines as sent; they stay as they are, because a repeated transaction can need other numbers.</param>
    /// <param name="now">The time of new numbers.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static async Task<List<(LabelLine Line, ImportPlace Place)>> ApplyAsync(
        TriageDbContext db,
        IProviderStatements statements,
        KeyedHash hash,
        (long TenantId, long Id) workflow,
        List<(LabelLine Line, ImportPlace Place)> lines,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var settings = await TenantRedaction.LoadAsync(db, workflow.TenantId, cancellationToken);
        var key = await db.Workflows.Where(w => w.Id == workflow.Id).Select(w => w.Key).SingleAsync(cancellationToken);
        var policy = settings.PolicyOf(key);
        if (!policy.IsOn)
            return lines;
        // Most labels are choices without personal data, so sessions are only read for those that have some.
        var personal = lines.Where(l => !ReferenceEquals(Redacted(l.Line, policy, new SessionPlaceholders()), l.Line)).ToList();
        if (personal.Count == 0)
            return lines;
        var ids = personal.Select(l => l.Place.InteractionId).Distinct().ToArray();
        var sessionOf = await db
            .Interactions.Where(i => ids.Contains(i.Id) && i.SessionId != null)
            .Select(i => new { i.Id, i.SessionId })
            .ToDictionaryAsync(i => i.Id, i => i.SessionId!, cancellationToken);
        var numbers = new SessionNumbers(db, statements, workflow.TenantId, hash);
        var earlier = await numbers.ReadAsync(sessionOf.Values, cancellationToken);
        var bySession = sessionOf
            .Values.Distinct(StringComparer.Ordinal)
            .ToDictionary(s => s, s => new SessionPlaceholders(earlier.GetValueOrDefault(s)), StringComparer.Ordinal);
        var redacted = personal.ToDictionary(
            l => l.Line.Number,
            l =>
                Redacted(
                    l.Line,
                    policy,
                    // Without a session, each label counts for itself, so that a repeated import finds the same texts.
                    sessionOf.TryGetValue(l.Place.InteractionId, out var session)
                        ? bySession[session]
                        : new SessionPlaceholders()
                )
        );
        await numbers.StoreAsync(bySession.Select(s => (s.Key, s.Value)), now, cancellationToken);
        return lines.ConvertAll(l => redacted.TryGetValue(l.Line.Number, out var line) ? (line, l.Place) : l);
    }

    /// <summary>The line with placeholders; the same instance if nothing was found. Numbers and spans hold no text.</summary>
    private static LabelLine Redacted(LabelLine line, RedactionPolicy policy, SessionPlaceholders placeholders)
    {
        var redactor = new TextRedactor(policy, placeholders);
        var value = line.Numeric is null && line.Marks is null ? redactor.Text(line.Value, line.Criterion)! : line.Value;
        var comment = redactor.Text(line.Comment, "comment");
        return ReferenceEquals(value, line.Value) && ReferenceEquals(comment, line.Comment)
            ? line
            : line with
            {
                Value = value,
                Comment = comment,
            };
    }
}
