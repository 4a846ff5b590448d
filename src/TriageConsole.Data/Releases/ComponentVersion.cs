using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Releases;

/// <summary>
/// An immutable version of a component. A repeated registration with the same content has no effect; with other content it is rejected.
/// </summary>
public sealed class ComponentVersion : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public ComponentKind Kind { get; set; }

    /// <summary>The name of the component: "system prompt", "gpt-4.1".</summary>
    public required string Name { get; set; }

    public required string Version { get; set; }

    /// <summary>The content, if it is stored here.</summary>
    public string? Content { get; set; }

    /// <summary>The location of the content elsewhere: a URL, a commit, a deployment.</summary>
    public string? Reference { get; set; }

    /// <summary>SHA-256 (lower-case hex) of the content, or of the reference if there is no content.</summary>
    public required string ContentHash { get; set; }

    /// <summary>A message by the author.</summary>
    public string Message { get; set; } = "";

    public long? AuthorId { get; set; }

    /// <summary>The person or the API key that registered the version.</summary>
    public required string Author { get; set; }

    /// <summary>The version that this one is based on.</summary>
    public long? ParentId { get; set; }

    /// <summary>The manifest of the training data set.</summary>
    public string? Manifest { get; set; }

    /// <summary>Whether the version was registered from traffic: its name is known, its content is not.</summary>
    public bool IsAdopted { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the version became unavailable (a model was retired, a prompt deleted). Releases with it cannot go live.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public string WithdrawnReason { get; set; } = "";

    public int RowVersion { get; set; }
}
