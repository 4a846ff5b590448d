using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Reports;

/// <summary>A release that changed in the week, with what identifies it.</summary>
/// <param name="Name">The name in events.</param>
/// <param name="Versions">The versions of its components.</param>
/// <param name="Texts">Its notes, and the reasons of its changes.</param>
internal sealed record ReportRelease(string Name, IReadOnlySet<string> Versions, IReadOnlyList<string> Texts)
{
    /// <summary>Attributes of interactions whose values name a release or a component version.</summary>
    private static readonly string[] Attributes =
    [
        "model version",
        "served model",
        "prompt version",
        "knowledge version",
        "deployment",
        "release",
    ];

    /// <summary>Whether a term of the pattern is this release or one of its component versions, or a text contains the pattern.</summary>
    public bool Names(string pattern, PatternTerms terms) =>
        terms.Terms.Any(t => t.Value is { } value && Attributes.Contains(t.Attribute) && (value == Name || Versions.Contains(value)))
        || Texts.Any(t => t.Contains(pattern, StringComparison.OrdinalIgnoreCase));
}
