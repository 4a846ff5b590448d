namespace TriageConsole.Features.Demo;

/// <summary>A question with a good answer and bad answers to it.</summary>
/// <param name="Question">What the customer asks.</param>
/// <param name="Good">The correct answer.</param>
/// <param name="Bad">Wrong or useless answers.</param>
internal sealed record SupportCase(string Question, string Good, params string[] Bad)
{
    /// <summary>The products that the question makes sense for. Null: all.</summary>
    public ProductKind[]? Kinds { get; init; }
}
