namespace TriageConsole.Features.Evaluation;

public sealed record JudgeUse(string Name, double? KappaLow, bool IsAboveBar);

public sealed record EvalSummary(long RunId, long ReleaseId, long? BaselineId, DateTimeOffset FinishedAt, int Items, int GoldenItems, int Failed, int LockedRegressions, double? PassRate, double? LivePassRate, bool? RetrievalHolds, IReadOnlyList<JudgeUse> Judges);

internal static class TempFeature { public static IServiceCollection AddEvaluation(this IServiceCollection s) => s.AddSingleton<EvaluationService>(); }

public sealed class EvaluationService
{
    public Task<IReadOnlyDictionary<long, EvalSummary>> LatestAsync(long workflowId, IReadOnlyCollection<long> releaseIds, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<long, EvalSummary>>(new Dictionary<long, EvalSummary>());
}
