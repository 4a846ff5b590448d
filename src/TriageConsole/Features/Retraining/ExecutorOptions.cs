using TriageConsole.Core.Datasets;
using TriageConsole.Core.Retraining;
using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>An executor of retraining.</summary>
public sealed class ExecutorOptions
{
    private const int MinSecret = 16;

    public ExecutorKind Kind { get; set; }

    /// <summary>What it can repair. Default: prompts; a fine-tuning API: fine-tunes.</summary>
    public IList<RepairKind> Repairs { get; set; } = [];

    /// <summary>The kind of dataset that it gets. Default: evaluation; for fine-tunes chat.</summary>
    public DatasetKind? Dataset { get; set; }

    /// <summary>After this time a run has failed. Default 3,600.</summary>
    public int TimeoutSeconds { get; set; } = 3600;

    /// <summary>A command: the full path of the program.</summary>
    public string Program { get; set; } = "";

    /// <summary>A command: its arguments.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>A command: variables of its environment. Their values are masked in the log.</summary>
    public IDictionary<string, string> Secrets { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A command: the maximum output in bytes. Default 1 MiB.</summary>
    public int MaxOutputBytes { get; set; } = 1024 * 1024;

    /// <summary>A command: how many training rows it may have scored. Default 0: it has no endpoint for scores.</summary>
    public int MetricBudget { get; set; }

    /// <summary>A command: the model endpoint that generates outputs for its candidates. Empty: it sends outputs.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>A webhook: the address that gets the run.</summary>
    public Uri? Url { get; set; }

    /// <summary>A webhook: the key of the signatures of both directions, at least 16 characters.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A fine-tuning API: its address with /v1.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>A fine-tuning API: the key.</summary>
    public string Key { get; set; } = "";

    /// <summary>A fine-tuning API: the model that is tuned.</summary>
    public string Model { get; set; } = "";

    /// <summary>A fine-tuning API: the time between two questions for the state. Default 30.</summary>
    public int PollSeconds { get; set; } = 30;

    internal bool Can(RepairKind repair) =>
        Repairs.Count > 0
            ? Repairs.Contains(repair)
            : repair == (Kind == ExecutorKind.FineTuning ? RepairKind.FineTune : RepairKind.Prompt);

    internal DatasetKind DatasetFor(RepairKind repair) =>
        Dataset ?? (repair == RepairKind.FineTune ? DatasetKind.Chat : DatasetKind.Evaluation);

    internal string? Fault(string name)
    {
        if (!Enum.IsDefined(Kind) || Repairs.Any(r => !Enum.IsDefined(r)) || (Dataset is { } kind && !Enum.IsDefined(kind)))
            return $"{name}: a kind is not known.";
        if (TimeoutSeconds is < 1 or > 7 * 24 * 3600 || PollSeconds is < 1 or > 3600)
            return $"{name}: TimeoutSeconds is 1 to 604800, PollSeconds 1 to 3600.";
        if (MaxOutputBytes is < 1000 or > 64 * 1024 * 1024 || MetricBudget is < 0 or > 100_000)
            return $"{name}: MaxOutputBytes is 1000 to 67108864, MetricBudget 0 to 100000.";
        return Kind switch
        {
            ExecutorKind.Command => Path.IsPathFullyQualified(Program) ? null : $"{name}:Program must be a full path.",
            ExecutorKind.Webhook => !IsWeb(Url) ? $"{name}:Url must start with http:// or https://."
            : Secret.Length < MinSecret ? $"{name}:Secret must have at least {MinSecret} characters."
            : null,
            _ => !IsWeb(BaseUrl) ? $"{name}:BaseUrl must start with http:// or https://."
            : Model.Length is 0 or > 200 ? $"{name}:Model is missing."
            : null,
        };
    }

    private static bool IsWeb(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
