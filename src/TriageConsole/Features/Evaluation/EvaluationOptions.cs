using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Evaluation;

/// <summary>
/// Limits of evaluation runs; section <c>Evaluation</c> of the configuration (environment: <c>Evaluation__LeaseSeconds</c> and so on).
/// </summary>
public sealed class EvaluationOptions
{
    /// <summary>Items of the traffic's sample at most. Default 2,000.</summary>
    [Range(0, 20_000)]
    public int MaxSample { get; set; } = 2000;

    /// <summary>Latest arrivals that a sample is drawn from. Default 50,000.</summary>
    [Range(100, 1_000_000)]
    public int SampleFrom { get; set; } = 50_000;

    /// <summary>Largest file of outputs. Default 32 MiB.</summary>
    [Range(1000, 512 * 1024 * 1024)]
    public int MaxFileBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Largest answer of an endpoint. Default 4 MiB.</summary>
    [Range(1000, 64 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Tries after the first of a call that was refused for a while, broke off or timed out. Default 3.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>Pause before the first retry; doubled for each further one. Default 500.</summary>
    [Range(1, 60_000)]
    public int RetryMilliseconds { get; set; } = 500;

    /// <summary>Longest Retry-After that is waited for. Default 60.</summary>
    [Range(0, 3600)]
    public int MaxRetryAfterSeconds { get; set; } = 60;

    /// <summary>After so many calls in a row without an answer an endpoint is not asked any more in a run. Default 10.</summary>
    [Range(1, 1000)]
    public int FailuresInARow { get; set; } = 10;

    /// <summary>How long a run stays an instance's without a sign of life. Default 30.</summary>
    [Range(2, 3600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>How often an instance looks for runs, and whether its own was cancelled. Default 1,000.</summary>
    [Range(10, 60_000)]
    public int PollMilliseconds { get; set; } = 1000;

    /// <summary>Programs that evaluators of the kind command may name, by name.</summary>
    public IDictionary<string, CommandOptions> Commands { get; set; } = new Dictionary<string, CommandOptions>(StringComparer.Ordinal);
}
