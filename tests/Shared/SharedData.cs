using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace TriageConsole.Tests.Shared;

/// <summary>Real data in ../shared, next to the repository. Tests that need a missing file are skipped with its name.</summary>
internal static class SharedData
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "shared"));

    public static string Path_(string name)
    {
        var path = Path.Combine(Root, "data", name);
        Assert.SkipUnless(File.Exists(path), $"../shared/data/{name} is not here");
        return path;
    }

    /// <summary>A file of the cases from public reports.</summary>
    public static string Case(string name)
    {
        var path = Path.Combine(Root, "cases", name);
        Assert.SkipUnless(File.Exists(path), $"../shared/cases/{name} is not here");
        return path;
    }

    public static async Task<byte[]> ReadAllAsync(string name)
    {
        await using var file = new GZipStream(File.OpenRead(Path_(name)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory);
        return memory.ToArray();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
