using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// The database server of a test run: TRIAGE_TEST_CONNECTION where set ("PostgreSql;Host=…", "SqlServer;Server=…;Database={database}"),
/// else an embedded cluster of the test process's own, gone when the process ends.
/// </summary>
internal static class TestServer
{
    private const string Prefix = "triage-tests-";

    private static readonly Lazy<Task<DatabaseConnection>> Server = new(StartAsync);

    public static Task<DatabaseConnection> ConnectionAsync() => Server.Value;

    /// <summary>For tests of what only PostgreSQL is asked for; to be called first.</summary>
    public static void PostgresOnly(string why) => Assert.SkipWhen(IsSqlServer, $"PostgreSQL's own: {why}");

    /// <summary>The same for SQL Server.</summary>
    public static void SqlServerOnly(string why) => Assert.SkipUnless(IsSqlServer, $"SQL Server's own: {why}");

    private static bool IsSqlServer => Named?.StartsWith(nameof(DatabaseProvider.SqlServer), StringComparison.OrdinalIgnoreCase) == true;

    private static string? Named => Environment.GetEnvironmentVariable("TRIAGE_TEST_CONNECTION") is { Length: > 0 } named ? named : null;

    /// <summary>The labeling tests run once more with the claim that every server understands (test.sh).</summary>
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
                MaxBatchSize = Environment.GetEnvironmentVariable("TRIAGE_MAX_BATCH_SIZE") is { Length: > 0 } most
                    ? int.Parse(most, System.Globalization.CultureInfo.InvariantCulture)
                    : null,
            };
        }

        await SweepAsync();
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        // The server's account (when root runs the tests) must be able to pass.
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

    /// <summary>Ends what killed test runs of more than an hour ago left running.</summary>
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
                // Joined and left: the last to leave stops it, unless another run still uses it.
                var left = await LocalPostgresServer.StartAsync(Options(folder));
                await left.DisposeAsync();
                if (!left.IsAlive)
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is LocalPostgresException or IOException or UnauthorizedAccessException or Npgsql.NpgsqlException)
            {
                // Another user's, or broken beyond use: not this run's affair.
            }
        }
    }
}
