namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// File locks of the cluster. The operating system releases them when a process ends for any reason, so killed processes are not counted.
/// <c>postgres.lock</c> is held while the cluster starts or stops. <c>postgres.users</c> is shared by all processes that use it.
/// </summary>
internal sealed class ClusterLocks(string dataDirectory)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public async Task<IDisposable> EnterAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        while (true)
        {
            if (TryOpen("postgres.lock", FileAccess.ReadWrite, FileShare.None) is { } held)
                return held;
            try
            {
                await Task.Delay(Pause, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new LocalPostgresException(
                    $"Another process has been starting or stopping the cluster in {dataDirectory} for "
                        + $"{timeout.TotalSeconds:0} s. End it, then try again."
                );
            }
        }
    }

    /// <summary>
    /// Counts the caller as a user of the cluster until disposed. Call it while <see cref="EnterAsync"/> is held, so that it cannot collide
    /// with the exclusive lock of <see cref="AnyUser"/>.
    /// </summary>
    public IDisposable Join() =>
        TryOpen("postgres.users", FileAccess.Read, FileShare.Read)
        ?? throw new LocalPostgresException($"{Path.Combine(dataDirectory, "postgres.users")} is locked by another program.");

    public bool AnyUser()
    {
        using var alone = TryOpen("postgres.users", FileAccess.ReadWrite, FileShare.None);
        return alone is null;
    }

    private FileStream? TryOpen(string name, FileAccess access, FileShare share)
    {
        var path = Path.Combine(dataDirectory, name);
        try
        {
            // Not every system creates the file when it is opened for reading.
            if (access == FileAccess.Read && !File.Exists(path))
                File.WriteAllText(path, "");
            return new FileStream(path, access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, access, share, 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LocalPostgresException(
                $"{path} cannot be opened: {e.Message} Was the console started as another user (or root) before? Start "
                    + $"it as that user, or make this user the owner of the folder (chown -R).",
                e
            );
        }
    }
}
