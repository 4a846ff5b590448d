namespace TriageConsole.Features.Releases;

/// <summary>A component that differs between two releases. A side is null if that release does not have it.</summary>
internal sealed record PartChange(string What, string? Before, string? After)
{
    /// <summary>"Prompt answer: p13 → p14".</summary>
    public string Words =>
        (Before, After) switch
        {
            (null, _) => $"{What}: {After}, new",
            (_, null) => $"{What}: {Before}, no longer part of it",
            _ => $"{What}: {Before} → {After}",
        };
}
