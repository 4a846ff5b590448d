using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Checks the limits of a request for a run.</summary>
internal static class EvalRequestCheck
{
    /// <summary>The first problem of the request; null if there is none.</summary>
    public static string? Problem(EvalRequest request, EvaluationOptions options)
    {
        var g = request.Generation;
        if (!Enum.IsDefined(request.Source))
            return "The source must be file, endpoint or shadow.";
        if (request.SampleSize < 0 || request.SampleSize > options.MaxSample)
            return $"The sample size must be 0 to {options.MaxSample} interactions.";
        if (request.SampleDays is < 1 or > 3650)
            return "The sample period must be 1 to 3650 days.";
        if (g.Temperature is < 0 or > 2 or double.NaN)
            return "The temperature must be 0 to 2.";
        if (g.MaxTokens is < 1 or > 1_000_000)
            return "max_tokens must be 1 to 1,000,000.";
        if (g.TimeoutSeconds is < 1 or > 600)
            return "The time limit of a call must be 1 to 600 seconds.";
        if (g.Parallel is < 1 or > 16)
            return "The number of parallel calls must be 1 to 16.";
        if (request.Source != EvalSource.File)
            return null;
        if (string.IsNullOrWhiteSpace(request.Outputs))
            return "The file of outputs is empty.";
        return System.Text.Encoding.UTF8.GetByteCount(request.Outputs) > options.MaxFileBytes
            ? $"The file of outputs is larger than {options.MaxFileBytes / 1024 / 1024} MB."
            : null;
    }
}
