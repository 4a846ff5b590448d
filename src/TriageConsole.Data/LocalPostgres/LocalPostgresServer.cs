using Npgsql;
using TriageConsole.Data.Providers;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// An embedded PostgreSQL server in the data folder, for installations without an external server. Several processes can use it at once:
/// the first starts it, the last to exit stops it. If that process is killed, the server keeps running for the next.
/// </summary>
public sealed class LocalPostgresServer : IAsyncDisposable
{
    private const string DatabaseName = "triage";
    private readonly LocalPostgresOptions options;
    private readonly ClusterLocks locks;
    private readonly ClusterProcess process;
    private readonly int port;
    private IDisposable? membership;

    private LocalPostgresServer(
        LocalPostgresOptions options,
        ClusterLocks locks,
        ClusterProcess process,
        int port,
        string password,
        IDisposable membership,
        string cluster
    )
    {
        (this.options, this.locks, this.process, this.port, this.membership, ClusterFolder) = (
            options,
            locks,
            process,
            port,
            membership,
            cluster
        );
        Connection = new DatabaseConnection(DatabaseProvider.PostgreSql, Describe(port, password, DatabaseName).ConnectionString);
    }

    /// <summary>The connection to the database of the console. It does not change during the lifetime of this object.</summary>
    public DatabaseConnection Connection { get; }

    public string ClusterFolder { get; }

    public bool IsAlive => process.IsAlive;

    public static async Task<LocalPostgresServer> StartAsync(LocalPostgresOptions options, CancellationToken cancellationToken = default)
    {
        options = options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
        CreateDataDirectory(options.DataDirectory);
        var locks = new ClusterLocks(options.DataDirectory);
        using var entered = await locks.EnterAsync(options.StartTimeout, cancellationToken);
        var account = await ServerAccount.ResolveAsync(ClusterLocation.Default(options.DataDirectory), cancellationToken);
        var cluster = await ClusterLocation.ChooseAsync(options.DataDirectory, account, options.Logger, cancellationToken);
        var binaries = await PostgresBinaries.FindAsync(options.BinDirectory, cluster, cancellationToken);
        await ClusterInitializer.EnsureAsync(cluster, binaries, account, options, cancellationToken);
        var password = await ClusterInitializer.ReadPasswordAsync(cluster, cancellationToken);
        var process = new ClusterProcess(cluster, binaries, account, options);
        var port = await process.EnsureRunningAsync(null, cancellationToken);
        await EnsureDatabaseAsync(port, password, cancellationToken);
        return new LocalPostgresServer(options, locks, process, port, password, locks.Join(), cluster);
    }

    /// <summary>Restarts the server on the same port if it is not running. Returns whether it was restarted.</summary>
    public async Task<bool> ReviveAsync(CancellationToken cancellationToken = default)
    {
        if (process.IsAlive)
            return false;
        using var entered = await locks.EnterAsync(options.StartTimeout, cancellationToken);
        if (process.IsAlive)
            return false;
        await process.EnsureRunningAsync(port, cancellationToken);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref membership, null) is not { } mine)
            return;
        await using (var pooled = new NpgsqlConnection(Connection.ConnectionString))
            NpgsqlConnection.ClearPool(pooled);
        using var entered = await locks.EnterAsync(options.StartTimeout, CancellationToken.None);
        mine.Dispose();
        if (!locks.AnyUser())
            await process.StopAsync(CancellationToken.None);
    }

    private static void CreateDataDirectory(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalPostgresException($"The data folder {folder} cannot be created: {e.Message} Choose another with --data.", e);
        }
    }

    private static NpgsqlConnectionStringBuilder Describe(int port, string password, string database) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            Username = ClusterInitializer.User,
            Password = password,
            Database = database,
            MaxPoolSize = 100,
            KeepAlive = 30,
            Timeout = 15,
            CommandTimeout = 60,
            ApplicationName = "triage-console",
        };

    private static async Task EnsureDatabaseAsync(int port, string password, CancellationToken cancellationToken)
    {
        var administration = Describe(port, password, "postgres");
        administration.Pooling = false;
        await using var connection = new NpgsqlConnection(administration.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand($"SELECT count(*) FROM pg_database WHERE datname = '{DatabaseName}'", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is > 0L)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE {DatabaseName}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }
}
