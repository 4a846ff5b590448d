namespace TriageConsole.Client;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who wrote it: <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">Its text.</param>
public sealed record CapturedMessage(string Role, string Content)
{
    /// <summary>The name of the author or of the tool, if there is one.</summary>
    public string? Name { get; init; }
}
