namespace TriageConsole.Data.Patterns;

/// <summary>An interaction that failed and matches a pattern.</summary>
public sealed class PatternMember
{
    public long PatternId { get; set; }

    public long InteractionId { get; set; }
}
