using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A hash of the inputs of a run: two runs with the same hash score the same inputs.</summary>
internal static class EvalInputHash
{
    /// <summary>
    /// SHA-256 of the items and of what scores them, in order. Responses of an endpoint are results, not inputs, and are not included.
    /// </summary>
    public static string Of(EvalRun run, string evaluators, IEnumerable<EvalItem> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(params object?[] parts) => hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts) + "\n"));
        Add(
            "evaluation 1",
            run.TenantId,
            run.WorkflowId,
            run.ReleaseId,
            run.BaselineId,
            (int)run.Source,
            run.RubricVersionId,
            run.EvaluatorSetId,
            evaluators,
            run.Settings
        );
        foreach (var i in items.OrderBy(i => i.Ordinal))
        {
            var own = run.Source == EvalSource.Endpoint ? [] : new object?[] { i.CandidateOutput, i.CandidateDocuments };
            Add(
                i.Ordinal,
                i.GoldenItemId,
                i.GoldenNumber,
                i.IsLocked,
                i.InteractionId,
                i.TraceId,
                i.Timestamp.UtcTicks / 10,
                i.Input,
                i.Messages,
                i.Documents,
                i.ExpectedOutput,
                i.ExpectedAnswers,
                i.LiveOutput,
                i.LiveVersion,
                own
            );
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
