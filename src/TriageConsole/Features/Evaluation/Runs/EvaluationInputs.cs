using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Lists the inputs for a file of outputs.</summary>
public sealed class EvaluationInputs(IDbContextFactory<TriageDbContext> contexts, TimeProvider time, IOptions<EvaluationOptions> options)
{
    /// <summary>
    /// The current golden items and a sample, for leads, approvers and API callers.
    /// </summary>
    internal async Task<List<EvalItem>> ListAsync(
        long tenantId,
        long workflowId,
        long releaseId,
        int sampleSize,
        int seed,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var request = new EvalRequest(releaseId, EvalSource.File) { SampleSize = Math.Clamp(sampleSize, 0, options.Value.MaxSample) };
        return await EvalPlace.FindAsync(db, tenantId, workflowId, releaseId, cancellationToken) is { } place
            ? await new EvalFreezer(db, place, request, seed, options.Value, time.GetUtcNow()).ListAsync(cancellationToken)
            : [];
    }
}
