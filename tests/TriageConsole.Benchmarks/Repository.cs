using System.Runtime.CompilerServices;

namespace TriageConsole.Benchmarks;

internal static class Repository
{
    /// <summary>The root folder of the repository.</summary>
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
