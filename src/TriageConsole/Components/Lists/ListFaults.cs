using System.Data.Common;

namespace TriageConsole.Components.Lists;

/// <summary>Decides which errors a list reports in its place.</summary>
internal static class ListFaults
{
    /// <summary>A missing right or a programming error is not a fault of the list: the page handles it.</summary>
    public static bool IsFault(Exception? exception) =>
        exception is DbException or TimeoutException || (exception?.InnerException is { } inner && IsFault(inner));
}
