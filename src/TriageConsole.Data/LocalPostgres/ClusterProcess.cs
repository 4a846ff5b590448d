using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>Starts, monitors and stops the server of one cluster. Callers hold the start lock.</summary>
internal sealed partial class ClusterProcess(string cluster, PostgresBinaries binaries, ServerAccount account, LocalPostgresOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private string ServerLog => Path.Combine(cluster, "server.log");

    public bool IsAlive => PostmasterFile.Read(cluster)?.IsAlive == true;

    /// <summary>
    /// Returns the port of the running server. Starts the server if needed: on the wanted port, on its previous port or on a free one.
    /// </summary>
    public async Task<int> EnsureRunningAsync(int? wanted, CancellationToken cancellationToken)
    {
        var stopwatch = Stopwatch.StartNew();
        var port = wanted;
        while (true)
        {
            var seen = PostmasterFile.Read(cluster);
            if (seen?.IsAlive == true)
            {
                if (seen.Ready)
                    return seen.Port;
                await PauseAsync(stopwatch, "is not ready", cancellationToken);
                continue;
            }

            // Try the old port first: connection pools of other processes still use it.
            port ??= seen?.Port;
            if (seen is { NumberIsTaken: true })
                RemoveStaleFile(seen);
            var outcome = await StartAsync(port ?? FreePort(), cancellationToken);
            if (outcome.Length == 0)
                continue;
            await RecoverAsync(outcome, cancellationToken);
            if (wanted is null)
                port = null;
            await PauseAsync(stopwatch, $"does not start: {outcome}", cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!IsAlive)
            return;
        var result = await ServerTool.RunAsync(
            account,
            binaries.PgCtl,
            ["stop", "-D", cluster, "-m", "fast", "-w", "-t", "60"],
            cancellationToken
        );
        if (!result.Succeeded)
            LogNotStopped(options.Logger, result.Output);
    }

    /// <summary>Returns an empty string, or the output of a failed start.</summary>
    private async Task<string> StartAsync(int port, CancellationToken cancellationToken)
    {
        var stopwatch = Stopwatch.StartNew();
        var before = RollLog();
        var settings = string.Join(' ', (await SettingsAsync(port, cancellationToken)).Select(s => $"-c {s}"));
        var seconds = ((int)options.StartTimeout.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var result = await ServerTool.RunAsync(
            account,
            binaries.PgCtl,
            ["start", "-D", cluster, "-w", "-s", "-t", seconds, "-l", ServerLog, "-o", settings],
            cancellationToken
        );
        if (result.Succeeded)
        {
            LogStarted(options.Logger, port, (long)stopwatch.Elapsed.TotalMilliseconds);
            return "";
        }

        var output = LogSince(before);
        return output.Length > 0 ? output : result.Output;
    }

    private async Task<List<string>> SettingsAsync(int port, CancellationToken cancellationToken)
    {
        List<string> settings =
        [
            $"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=256MB",
            "jit=off",
            "wal_compression=on",
            "max_wal_size=2GB",
            "password_encryption=scram-sha-256",
            "timezone=UTC",
            "log_timezone=UTC",
        ];
        if (!options.Durable)
            settings.AddRange(["fsync=off", "full_page_writes=off"]);
        // lz4 is a compile-time option of PostgreSQL, so test for it.
        const string lz4 = "default_toast_compression=lz4";
        if (
            (
                await ServerTool.RunAsync(
                    account,
                    binaries.Postgres,
                    ["-D", cluster, "-C", "default_toast_compression", "-c", lz4],
                    cancellationToken
                )
            ).Succeeded
        )
            settings.Add(lz4);
        return settings;
    }

    /// <summary>Handles failures that a retry can fix. Throws for all others.</summary>
    private async Task RecoverAsync(string output, CancellationToken cancellationToken)
    {
        if (
            output.Contains("could not bind", StringComparison.Ordinal)
            || output.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal)
        )
            return;
        if (output.Contains("pre-existing shared memory", StringComparison.Ordinal))
        {
            // The child processes of a killed server end quickly unless one is busy.
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
            LogOrphans(options.Logger, PostmasterFile.EndOrphans(cluster));
            return;
        }

        if (output.Contains("lock file", StringComparison.Ordinal) && output.Contains("already exists", StringComparison.Ordinal))
            return;
        throw new LocalPostgresException($"PostgreSQL did not start on {cluster}. Its output: {output}");
    }

    private void RemoveStaleFile(PostmasterFile stale)
    {
        // The server would mistake the process that now has this id for a running server and refuse to start.
        LogStale(options.Logger, stale.ProcessId);
        File.Delete(Path.Combine(cluster, PostmasterFile.Name));
    }

    private async Task PauseAsync(Stopwatch stopwatch, string what, CancellationToken cancellationToken)
    {
        if (stopwatch.Elapsed > options.StartTimeout)
            throw new LocalPostgresException(
                $"PostgreSQL on {cluster} {what} (waited {stopwatch.Elapsed.TotalSeconds:0} s; its log is {ServerLog})"
            );
        await Task.Delay(Pause, cancellationToken);
    }

    /// <summary>
    /// Chooses a port below the ephemeral range. In that range, a client that retries while the server is down could get the same port as
    /// its source port, connect to itself and block the server.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // The port is in use; try another one.
            }
        }
    }

    private long RollLog()
    {
        var log = new FileInfo(ServerLog);
        if (!log.Exists)
            return 0;
        if (log.Length < 10_000_000)
            return log.Length;
        File.Move(ServerLog, ServerLog + ".1", overwrite: true);
        return 0;
    }

    private string LogSince(long position)
    {
        if (!File.Exists(ServerLog))
            return "";
        using var file = new FileStream(ServerLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Max(position, file.Length - 4000);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Trim();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL listens on 127.0.0.1:{Port} (started in {Milliseconds} ms)")]
    private static partial void LogStarted(ILogger logger, int port, long milliseconds);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "postmaster.pid named process {ProcessId}, which is not this cluster's server; the file is removed"
    )]
    private static partial void LogStale(ILogger logger, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Child processes of a killed server still used its memory; ended {Count} of them")]
    private static partial void LogOrphans(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL was not stopped: {Output}")]
    private static partial void LogNotStopped(ILogger logger, string output);
}
