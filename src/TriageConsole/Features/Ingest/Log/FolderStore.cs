using System.Runtime.CompilerServices;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Objects as files of a folder.</summary>
internal sealed class FolderStore(string folder) : IObjectStore
{
    private const string Unfinished = ".part";
    private readonly string root = Path.GetFullPath(folder);

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PutAsync(name, file => file.WriteAsync(content, cancellationToken).AsTask());

    public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) =>
        PutAsync(name, file => content.CopyToAsync(file, cancellationToken));

    /// <summary>Writes another file, makes it permanent and renames it, so that a file with its final name is whole.</summary>
    private async Task PutAsync(string name, Func<Stream, Task> writeAsync)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = $"{path}.{Guid.NewGuid():N}{Unfinished}";
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                await writeAsync(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return Task.FromResult<Stream?>(File.Exists(path) ? File.OpenRead(path) : null);
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(root))
            yield break;
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!path.EndsWith(Unfinished, StringComparison.Ordinal))
                yield return Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    /// <summary>Names come from tenant keys, so a path outside the folder is refused here as well.</summary>
    private string PathOf(string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("The name leads out of the folder.", nameof(name));
    }
}
