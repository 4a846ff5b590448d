using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// The database server of a test run: TRIAGE_TEST_CONNECTION if set ("PostgreSql;Host=…", "SqlServer;Server=…;Database={database}"),
/// otherwise an embedded cluster that is removed when the process ends.
/// </summary>
internal static class TestServer
{
    private const string Prefix = "triage-tests-";

    private static readonly Lazy<Task<DatabaseConnection>> Server = new(StartAsync);

    public static Task<DatabaseConnection> ConnectionAsync() => Server.Value;

    /// <summary>Skips a test of PostgreSQL features on other servers. Call it first.</summary>
    public static void PostgresOnly(string why) => Assert.SkipWhen(IsSqlServer, $"PostgreSQL only: {why}");

    /// <summary>Skips a test of SQL Server features on other servers. Call it first.</summary>
    public static void SqlServerOnly(string why) => Assert.SkipUnless(IsSqlServer, $"SQL Server only: {why}");

    private static bool IsSqlServer => Named?.StartsWith(nameof(DatabaseProvider.SqlServer), StringComparison.OrdinalIgnoreCase) == true;

    private static string? Named => Environment.GetEnvironmentVariable("TRIAGE_TEST_CONNECTION") is { Length: > 0 } named ? named : null;

    /// <summary>
    /// Whether the labeling tests run with the claim statement that works on every server (test.sh runs them a second time).
    /// </summary>
    private static bool PortableClaim => Environment.GetEnvironmentVariable("TRIAGE_PORTABLE_CLAIM") is { Length: > 0 };

    private static async Task<DatabaseConnection> StartAsync()
    {
        if (Named is { } named)
        {
            var cut = named.IndexOf(';', StringComparison.Ordinal);
            return new DatabaseConnection(Enum.Parse<DatabaseProvider>(named[..cut]), named[(cut + 1)..])
            {
                PortableClaim = PortableClaim,
                // For engines that speak SQL Server's protocol but lack MERGE.
                MaxBatchSize = Environment.GetEnvironmentVariable("TRIAGE_MAX_BATCH_SIZE") is { Length: > 0 } size
                    ? int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)
                    : null,
            };
        }

        await SweepAsync();
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        // If root runs the tests, the account of the server needs access to the folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var server = await LocalPostgresServer.StartAsync(Options(folder));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return server.Connection with { PortableClaim = PortableClaim };
    }

    private static LocalPostgresOptions Options(string folder) =>
        new()
        {
            DataDirectory = folder,
            BinDirectory = Environment.GetEnvironmentVariable("TRIAGE_POSTGRES_BIN"),
            Durable = false,
        };

    /// <summary>Stops servers and removes folders of test runs that were killed more than an hour ago.</summary>
    private static async Task SweepAsync()
    {
        var old = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);
        foreach (
            var folder in Directory
                .EnumerateDirectories(Path.GetTempPath(), Prefix + "*")
                .Where(d => Directory.GetLastWriteTimeUtc(d) < old)
        )
        {
            try
            {
                // Start and dispose: the last user stops the server, unless another run still uses it.
                var left = await LocalPostgresServer.StartAsync(Options(folder));
                await left.DisposeAsync();
                if (!left.IsAlive)
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is LocalPostgresException or IOException or UnauthorizedAccessException or Npgsql.NpgsqlException)
            {
                // The folder belongs to another user or is damaged. Ignore it.
            }
        }
    }
}
