namespace TriageConsole.Benchmarks;

/// <summary>The installed Chromium. The headless shell comes first, because the others draw a window for each page.</summary>
internal static class Chromium
{
    public static string Path { get; } =
        new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The benchmark needs Chromium: apt-get install chromium-headless-shell.");
}
