using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Whether a request for a run is within its limits.</summary>
internal static class EvalRequestCheck
{
    /// <summary>What is wrong with it; null: nothing.</summary>
    public static string? Problem(EvalRequest request, EvaluationOptions options)
    {
        var g = request.Generation;
        if (!Enum.IsDefined(request.Source))
            return "The source is file, endpoint or shadow.";
        if (request.SampleSize < 0 || request.SampleSize > options.MaxSample)
            return $"The sample has 0 to {options.MaxSample} interactions.";
        if (request.SampleDays is < 1 or > 3650)
            return "The sample is of the last 1 to 3650 days.";
        if (g.Temperature is < 0 or > 2 or double.NaN)
            return "The temperature is 0 to 2.";
        if (g.MaxTokens is < 1 or > 1_000_000)
            return "max_tokens is 1 to 1,000,000.";
        if (g.TimeoutSeconds is < 1 or > 600)
            return "A call may take 1 to 600 seconds.";
        if (g.Parallel is < 1 or > 16)
            return "1 to 16 calls at a time.";
        if (request.Source != EvalSource.File)
            return null;
        if (string.IsNullOrWhiteSpace(request.Outputs))
            return "The file of outputs is empty.";
        return System.Text.Encoding.UTF8.GetByteCount(request.Outputs) > options.MaxFileBytes
            ? $"The file of outputs is larger than {options.MaxFileBytes / 1024 / 1024} MB."
            : null;
    }
}
