using TriageConsole.Core.Common;

namespace TriageConsole.Features.Releases;

/// <summary>Errors because another user changed the releases at the same time.</summary>
internal static class ReleaseErrors
{
    /// <summary>The page shows an outdated state.</summary>
    public static Error StalePage { get; } =
        Error.Conflict("Not done. Another user changed this or the live release after the page loaded. The page shows the current state.");

    /// <summary>Two changes at the same time: the other one committed first.</summary>
    public static Error ChangedMeanwhile { get; } =
        Error.Conflict("Not done. Another user changed it at the same time. The page shows the current state.");

    public static bool IsStale(Error? error) => ReferenceEquals(error, StalePage) || ReferenceEquals(error, ChangedMeanwhile);
}
