using TriageConsole.Core.Common;

namespace TriageConsole.Features.Releases;

/// <summary>Refusals because another user changed the releases meanwhile.</summary>
internal static class ReleaseErrors
{
    /// <summary>The page shows an earlier state.</summary>
    public static Error StalePage { get; } =
        Error.Conflict("Not done: somebody changed this release, or what is live, after your page was drawn. This is how it stands now.");

    /// <summary>Two changes at the same time: the other one was first.</summary>
    public static Error ChangedMeanwhile { get; } =
        Error.Conflict("Not done: another user changed it at the same time. This is how it stands now.");

    public static bool IsStale(Error? error) => ReferenceEquals(error, StalePage) || ReferenceEquals(error, ChangedMeanwhile);
}
