using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// The location of the cluster: <c>DIR/postgres</c>, or another folder if the account of the server has no access to that one.
/// </summary>
internal static partial class ClusterLocation
{
    private const string Elsewhere = "/var/lib/triage-console";

    public static string Default(string dataDirectory)
    {
        var pointer = Pointer(dataDirectory);
        return File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : Path.Combine(dataDirectory, "postgres");
    }

    /// <summary>Chooses the folder of the cluster. An existing cluster keeps its folder.</summary>
    public static async Task<string> ChooseAsync(
        string dataDirectory,
        ServerAccount account,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var chosen = Default(dataDirectory);
        if (account.IsSelf || Directory.Exists(chosen) || await CanReachAsync(dataDirectory, account, cancellationToken))
            return chosen;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..12];
        // The random suffix prevents that a data folder that was deleted and created again gets the old cluster.
        var folder = Path.Combine(Elsewhere, $"{hash}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");
        Directory.CreateDirectory(Elsewhere);
        Directory.CreateDirectory(folder);
        await account.OwnAsync(folder, cancellationToken);
        if (!await account.CanWriteAsync(folder, cancellationToken))
            throw new LocalPostgresException(
                $"The account {account.Name}, which runs PostgreSQL for root, can reach neither {dataDirectory} nor "
                    + $"{folder}. Choose a folder it can reach with --data."
            );
        var cluster = Path.Combine(folder, "postgres");
        await File.WriteAllTextAsync(Pointer(dataDirectory), cluster + "\n", cancellationToken);
        LogElsewhere(logger, account.Name!, dataDirectory, cluster);
        return cluster;
    }

    private static string Pointer(string dataDirectory) => Path.Combine(dataDirectory, "postgres.location");

    private static async Task<bool> CanReachAsync(string dataDirectory, ServerAccount account, CancellationToken cancellationToken)
    {
        var probe = Directory.CreateDirectory(Path.Combine(dataDirectory, $"postgres.probe-{Environment.ProcessId}")).FullName;
        try
        {
            await account.OwnAsync(probe, cancellationToken);
            return await account.CanWriteAsync(probe, cancellationToken);
        }
        finally
        {
            Directory.Delete(probe);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "PostgreSQL runs as {Account} for root and cannot reach {DataDirectory}: its files are in {Cluster} (recorded in "
            + "postgres.location)"
    )]
    private static partial void LogElsewhere(ILogger logger, string account, string dataDirectory, string cluster);
}
