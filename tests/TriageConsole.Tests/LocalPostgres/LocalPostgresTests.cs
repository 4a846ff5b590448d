using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TriageConsole.Data.LocalPostgres;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.LocalPostgres;

/// <summary>Real clusters that are killed. Each test has its own data folder.</summary>
public sealed class LocalPostgresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("triage-cluster-").FullName;

    public LocalPostgresTests()
    {
        TestServer.PostgresOnly("an embedded cluster");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
    }

    private string PidFile => Path.Combine(folder, "postgres", "postmaster.pid");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Start_NewFolder_ServesAndStopsWithTheLastUser()
    {
        var server = await StartAsync();
        Assert.Equal(
            "UTF8 C off lz4 127.0.0.1",
            await ReadAsync(
                server,
                "SELECT concat_ws(' ', current_setting('server_encoding'), (SELECT datcollate FROM pg_database WHERE "
                    + "datname = current_database()), current_setting('jit'), current_setting('default_toast_compression'), "
                    + "current_setting('listen_addresses'))"
            )
        );
        await ReadAsync(server, "SELECT 1; CREATE TABLE kept (n int)");
        await server.DisposeAsync();
        Assert.False(File.Exists(PidFile));

        await using var again = await StartAsync();
        Assert.Equal("0", await ReadAsync(again, "SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task Start_PasswordFile_IsPrivate()
    {
        await using var server = await StartAsync();
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(folder, "postgres", "triage.password"))
        );
        var builder = new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Password = "wrong", Pooling = false };
        await using var stranger = new NpgsqlConnection(builder.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync());
        Assert.Equal("28P01", refused.SqlState);
    }

    [Fact]
    public async Task Dispose_WhileAnotherUses_KeepsRunning()
    {
        var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.Equal(first.Connection, second.Connection);
        await first.DisposeAsync();
        Assert.Equal("1", await ReadAsync(second, "SELECT 1"));
    }

    [Fact]
    public async Task Start_ManyAtOnce_ShareOneServer()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync())));
        Assert.Single(servers.Select(s => s.Connection).Distinct());
        await Task.WhenAll(servers.Select(s => s.DisposeAsync().AsTask()));
        Assert.False(File.Exists(PidFile));
    }

    [Fact]
    public async Task Start_IncompleteInitdb_Recovers()
    {
        var workshop = Directory.CreateDirectory(Path.Combine(folder, "postgres.new", "cluster")).FullName;
        await File.WriteAllTextAsync(Path.Combine(workshop, "PG_VERSION"), "15");
        await using var server = await StartAsync();
        Assert.Equal("1", await ReadAsync(server, "SELECT 1"));
        Assert.False(Directory.Exists(Path.Combine(folder, "postgres.new")));
    }

    [Fact]
    public async Task Start_FolderWithoutCluster_MovesItAway()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres", "notes.txt"), "somebody's");
        await using var server = await StartAsync();
        Assert.Equal("somebody's", await File.ReadAllTextAsync(Path.Combine(folder, "postgres.incomplete-1", "notes.txt")));
    }

    [Theory]
    [InlineData(false)] // an unused process id
    [InlineData(true)] // an id that another process has now
    public async Task Start_StalePidFile_Recovers(bool numberTaken)
    {
        string[] lines;
        await using (await StartAsync())
            lines = await File.ReadAllLinesAsync(PidFile);
        lines[0] = (numberTaken ? Environment.ProcessId : 2_000_000_000).ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(PidFile, lines);
        await using var server = await StartAsync();
        Assert.Equal("1", await ReadAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task Start_PortInUse_UsesAnother()
    {
        var first = await StartAsync();
        var port = new NpgsqlConnectionStringBuilder(first.Connection.ConnectionString).Port;
        var stale = await File.ReadAllLinesAsync(PidFile);
        await first.DisposeAsync();
        stale[0] = "2000000000";
        await File.WriteAllLinesAsync(PidFile, stale);
        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        squatter.Start();
        await using var server = await StartAsync();
        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString).Port);
        Assert.Equal("1", await ReadAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task Start_OtherMajorVersion_DescribesTheFix()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres", "PG_VERSION"), "9\n");
        var fault = await Assert.ThrowsAsync<LocalPostgresException>(() => StartAsync());
        Assert.Contains("was created by PostgreSQL 9", fault.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql-9", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongBinDirectory_Fails()
    {
        var fault = await Assert.ThrowsAsync<LocalPostgresException>(() =>
            LocalPostgresServer.StartAsync(new LocalPostgresOptions { DataDirectory = folder, BinDirectory = folder })
        );
        Assert.Contains("TRIAGE_POSTGRES_BIN", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supervisor_ServerKilled_StartsItOnTheSamePort()
    {
        await using var server = await StartAsync();
        await ReadAsync(server, "SELECT 1; CREATE TABLE survived AS SELECT 42 AS n");
        // A running statement keeps one of the killed server's child processes, and its memory, alive.
        await using var busy = new NpgsqlConnection(server.Connection.ConnectionString);
        await busy.OpenAsync();
        await using var statement = new NpgsqlCommand("SELECT count(*) FROM generate_series(1, 2000000000)", busy);
        var inFlight = statement.ExecuteScalarAsync();

        using var supervisor = new LocalPostgresSupervisor(server, TimeProvider.System, NullLogger<LocalPostgresSupervisor>.Instance);
        await supervisor.StartAsync(default);
        using (var postmaster = Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(PidFile))[0], CultureInfo.InvariantCulture)))
        {
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => inFlight);
        Assert.Equal("42", await WhenBackAsync(server, "SELECT n FROM survived"));
        await supervisor.StopAsync(default);
    }

    private Task<LocalPostgresServer> StartAsync() =>
        LocalPostgresServer.StartAsync(
            new LocalPostgresOptions
            {
                DataDirectory = folder,
                Durable = false,
                BinDirectory = Environment.GetEnvironmentVariable("TRIAGE_POSTGRES_BIN"),
            }
        );

    private static async Task<string> ReadAsync(LocalPostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.Connection.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    private static async Task<string> WhenBackAsync(LocalPostgresServer server, string sql)
    {
        var answer = "";
        await Wait.UntilAsync(
            async () =>
            {
                answer = await ReadAsync(server, sql);
                return true;
            },
            "The server",
            tolerant: true
        );
        return answer;
    }
}
