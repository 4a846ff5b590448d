using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// The database server of a test run: TRIAGE_TEST_CONNECTION where set ("PostgreSql;Host=…", "SqlServer;Server=…;Database={database}"),
/// else an embedded cluster of the test process's own, gone when the process ends.
/// </summary>
internal static class TestServer
{
    private static readonly Lazy<Task<DatabaseConnection>> Server = new(StartAsync);

    public static Task<DatabaseConnection> ConnectionAsync() => Server.Value;

    private static async Task<DatabaseConnection> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("TRIAGE_TEST_CONNECTION") is { Length: > 0 } named)
        {
            var cut = named.IndexOf(';', StringComparison.Ordinal);
            return new DatabaseConnection(Enum.Parse<DatabaseProvider>(named[..cut]), named[(cut + 1)..]);
        }

        var folder = Directory.CreateTempSubdirectory("triage-tests-").FullName;
        // The server's account (when root runs the tests) must be able to pass.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var server = await LocalPostgresServer.StartAsync(new LocalPostgresOptions
        {
            DataDirectory = folder,
            BinDirectory = Environment.GetEnvironmentVariable("TRIAGE_POSTGRES_BIN"),
            Durable = false,
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return server.Connection;
    }
}
