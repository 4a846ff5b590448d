using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Lists what a file of outputs is to answer.</summary>
public sealed class EvaluationInputs(IDbContextFactory<TriageDbContext> contexts, TimeProvider time, IOptions<EvaluationOptions> options)
{
    /// <summary>What a file of outputs is to answer: the golden items in force and a sample, for a lead, an approver or an application.</summary>
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
        var request = new EvalRequest(releaseId, EvalSource.File) { SampleSize = Math.Clamp(sampleSize, 0, options.Value.MostSample) };
        return await EvalPlace.FindAsync(db, tenantId, workflowId, releaseId, cancellationToken) is { } place
            ? await new EvalFreezer(db, place, request, seed, options.Value, time.GetUtcNow()).ListAsync(cancellationToken)
            : [];
    }
}
