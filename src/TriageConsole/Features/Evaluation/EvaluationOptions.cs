using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Evaluation;

/// <summary>
/// Limits of evaluation runs; section <c>Evaluation</c> of the configuration (environment: <c>Evaluation__LeaseSeconds</c> and so on).
/// </summary>
public sealed class EvaluationOptions
{
    /// <summary>The maximum number of items in the traffic sample. Default 2,000.</summary>
    [Range(0, 20_000)]
    public int MaxSample { get; set; } = 2000;

    /// <summary>The number of latest interactions that a sample is selected from. Default 50,000.</summary>
    [Range(100, 1_000_000)]
    public int SampleFrom { get; set; } = 50_000;

    /// <summary>The maximum size of a file of outputs, in bytes. Default 32 MiB.</summary>
    [Range(1000, 512 * 1024 * 1024)]
    public int MaxFileBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The maximum size of a response of an endpoint, in bytes. Default 4 MiB.</summary>
    [Range(1000, 64 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Retries of a call that was temporarily refused, broke off or timed out. Default 3.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>The pause before the first retry in milliseconds; doubled for each further one. Default 500.</summary>
    [Range(1, 60_000)]
    public int RetryMilliseconds { get; set; } = 500;

    /// <summary>The longest Retry-After that the client waits for, in seconds. Default 60.</summary>
    [Range(0, 3600)]
    public int MaxRetryAfterSeconds { get; set; } = 60;

    /// <summary>After this number of consecutive calls without a response, a run does not call the endpoint any more. Default 10.</summary>
    [Range(1, 1000)]
    public int FailuresInARow { get; set; } = 10;

    /// <summary>The lease of an instance on a run without renewal, in seconds. Default 30.</summary>
    [Range(2, 3600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>
    /// How often a run looks for its cancellation, in milliseconds. New runs are looked for at five times this interval. Default 1,000.
    /// </summary>
    [Range(10, 60_000)]
    public int PollMilliseconds { get; set; } = 1000;

    /// <summary>Programs for evaluators of the kind command, by name.</summary>
    public IDictionary<string, CommandOptions> Commands { get; set; } = new Dictionary<string, CommandOptions>(StringComparer.Ordinal);
}
