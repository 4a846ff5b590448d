using System.Runtime.CompilerServices;

namespace TriageConsole.Benchmarks;

internal static class Repository
{
    /// <summary>The folder of the project's own source.</summary>
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
