using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// Creates the cluster once, in a temporary folder that is moved into place when it is complete. So an interrupted creation never leaves an
/// incomplete cluster in its place.
/// </summary>
internal static partial class ClusterInitializer
{
    public const string User = "triage";
    private const string PasswordFile = "triage.password";

    public static async Task EnsureAsync(
        string cluster,
        PostgresBinaries binaries,
        ServerAccount account,
        LocalPostgresOptions options,
        CancellationToken cancellationToken
    )
    {
        var workshop = cluster + ".new";
        if (PostgresBinaries.ClusterVersion(cluster) is not null && File.Exists(Path.Combine(cluster, PasswordFile)))
            return;
        if (Directory.Exists(cluster))
            SetAside(cluster, options.Logger);
        if (Directory.Exists(workshop))
            Directory.Delete(workshop, recursive: true);
        Directory.CreateDirectory(workshop);
        var made = Path.Combine(workshop, "cluster");
        var password = Path.Combine(workshop, PasswordFile);
        await WritePrivateAsync(password, RandomNumberGenerator.GetHexString(40, lowercase: true), cancellationToken);
        await account.OwnAsync(workshop, cancellationToken);
        List<string> arguments =
        [
            "-D",
            made,
            "-U",
            User,
            "-A",
            "scram-sha-256",
            $"--pwfile={password}",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-instructions",
        ];
        if (!options.Durable)
            arguments.Add("--no-sync");
        var result = await ServerTool.RunAsync(account, binaries.InitDb, arguments, cancellationToken);
        if (!result.Succeeded)
            throw new LocalPostgresException($"initdb could not create the cluster in {made}: {result.Output}");
        File.Move(password, Path.Combine(made, PasswordFile));
        Directory.Move(made, cluster);
        Directory.Delete(workshop, recursive: true);
        LogMade(options.Logger, cluster, binaries.Major);
    }

    public static async Task<string> ReadPasswordAsync(string cluster, CancellationToken cancellationToken)
    {
        var file = Path.Combine(cluster, PasswordFile);
        try
        {
            return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LocalPostgresException(
                $"{file} is not readable: the cluster belongs to another user. Start the console as that user, or as root.",
                e
            );
        }
    }

    /// <summary>Moves an incomplete cluster folder away instead of deleting it, because it can contain data of the user.</summary>
    private static void SetAside(string cluster, ILogger logger)
    {
        if (!Directory.EnumerateFileSystemEntries(cluster).Any())
        {
            Directory.Delete(cluster);
            return;
        }

        var aside = Enumerable.Range(1, 1000).Select(n => $"{cluster}.incomplete-{n}").First(d => !Directory.Exists(d));
        Directory.Move(cluster, aside);
        LogSetAside(logger, cluster, aside);
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken cancellationToken)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(path, how);
        await file.WriteAsync(text.AsMemory(), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Created a PostgreSQL {Major} cluster in {Cluster}")]
    private static partial void LogMade(ILogger logger, string cluster, int major);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Cluster} is not a complete cluster; moved to {Aside}")]
    private static partial void LogSetAside(ILogger logger, string cluster, string aside);
}
