using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Scoring;
using TriageConsole.Features.Scoring;

namespace TriageConsole.Features.Rollups;

/// <summary>
/// Adds interactions that were stored before rollups existed, one batch per transaction, while ingest continues.
/// </summary>
public sealed class RollupBackfill(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    private const int BatchSize = 500;

    /// <summary>Processes one batch; false if none is left. Safe on several instances at once: the interactions are locked.</summary>
    public async Task<bool> RunBatchAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = await db
            .Interactions.Where(i => !i.IsRolledUp)
            .OrderBy(i => i.Id)
            .Select(i => i.Id)
            .Take(BatchSize)
            .ToArrayAsync(cancellationToken);
        if (ids.Length == 0)
            return false;
        await statements.LockInteractionsAsync(db, ids, cancellationToken);
        var interactions = await db.Interactions.Where(i => ids.Contains(i.Id) && !i.IsRolledUp).ToListAsync(cancellationToken);
        var signals = (await db.Signals.AsNoTracking().Where(s => ids.Contains(s.InteractionId)).ToListAsync(cancellationToken)).ToLookup(
            s => s.InteractionId
        );
        var payloads = await db
            .InteractionPayloads.AsNoTracking()
            .Where(p => ids.Contains(p.InteractionId))
            .ToDictionaryAsync(p => p.InteractionId, cancellationToken);
        var rollups = new RollupChanges();
        foreach (var interaction in interactions)
        {
            var traits = Traits(payloads.GetValueOrDefault(interaction.Id));
            (interaction.Attributes, interaction.TimeIsReal, interaction.Cost, interaction.Currency) = (
                traits.Attributes,
                traits.TimeIsReal,
                traits.Cost,
                traits.Currency
            );
            interaction.IsRolledUp = true;
            interaction.ServedModel ??= traits.ServedModel;
            rollups.Add(interaction, [.. signals[interaction.Id]]);
        }

        var known = Sources(interactions, signals);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await statements.LockWorkflowsAsync(db, rollups.Workflows, cancellationToken);
        await rollups.StoreAsync(db, statements, time.GetUtcNow(), cancellationToken);
        await statements.AddFeedbackSourcesAsync(db, known, [], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>People who gave feedback at that time are not newcomers.</summary>
    private static List<FeedbackSource> Sources(List<Interaction> interactions, ILookup<long, Signal> signals) =>
        [
            .. from i in interactions
            from s in signals[i.Id]
            where s.Polarity != 0 && FeedbackTrust.IsGiven(s.Type) && (s.UserId ?? i.UserId) is not null
            group (s.Role, At: s.Timestamp ?? i.Timestamp) by (i.WorkflowId, User: (s.UserId ?? i.UserId)!) into g
            select new FeedbackSource
            {
                WorkflowId = g.Key.WorkflowId,
                UserId = g.Key.User,
                Role = g.Select(s => s.Role).FirstOrDefault(r => r is not null),
                FirstSeenAt = g.Min(s => s.At),
            },
        ];

    /// <summary>An unreadable payload has no traits: it must not block the interactions after it.</summary>
    private static InteractionTraits Traits(InteractionPayload? payload)
    {
        try
        {
            ReadOnlyMemory<byte>? messages = payload?.Messages is { } text ? Encoding.UTF8.GetBytes(text) : null;
            return InteractionTraits.Read(payload?.Context, messages, payload?.Input?.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new InteractionTraits("{}", null, true, null, null);
        }
    }
}
