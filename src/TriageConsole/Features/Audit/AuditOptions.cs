using System.ComponentModel.DataAnnotations;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.Audit;

/// <summary>Where checkpoints of the audit log are stored; section <c>Audit</c> of the configuration.</summary>
public sealed class AuditOptions : ObjectStoreOptions
{
    public const string Section = "Audit";

    /// <summary>The name of the log in its checkpoints. Null: a random name. Fixed once it is used.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Origin { get; set; }

    /// <summary>Minutes between checkpoints while there are new entries. Default 60.</summary>
    [Range(1, 10_080)]
    public int CheckpointMinutes { get; set; } = 60;

    /// <summary>Receives each checkpoint as text by POST; http or https.</summary>
    public Uri? WebhookUrl { get; set; }

    internal bool IsValid() =>
        (Origin is null || (Origin == Origin.Trim() && !Origin.Any(char.IsControl)))
        && (WebhookUrl is null || (WebhookUrl.IsAbsoluteUri && WebhookUrl.Scheme is "http" or "https"));
}
