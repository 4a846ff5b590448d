using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Exports the wide table of a workflow in each format over HTTP. Reference: the CSV of the first tenth of the rows, by rows per second, so
/// that a ratio below 1 shows a cost that grows with the number of rows. Memory is that of the server alone.
/// </summary>
internal static class TableBenchmark
{
    private const int Seeds = 200;

    public static async Task RunAsync(BenchmarkSize size)
    {
        var rows = size == BenchmarkSize.Full ? 1_000_000 : 100_000;
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var server = await IngestServer.StartAsync(database, isPlain: false);
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.AdminKey);
        await SeedAsync(client, database, rows);
        await ReadAsync(client, "csv", DateTimeOffset.UnixEpoch.AddSeconds(1000), 1000);
        var before = server.PeakMemory;
        var reference = await ReadAsync(client, "csv", DateTimeOffset.UnixEpoch.AddSeconds(rows / 10), rows / 10);
        foreach (var format in (string[])["csv", "ndjson", "parquet"])
        {
            var ours = await ReadAsync(client, format, null, rows);
            Measure.Print(
                $"wide table, {format}",
                ours.RowsPerSecond,
                reference.RowsPerSecond,
                "rows/s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows} rows, {ours.Bytes >> 20} MiB; peak memory (RSS) of the server " + $"{server.PeakMemory} MiB, {before} before"
                )
            );
        }
    }

    /// <summary>Sends some events with signals, and copies them: one second of event time apart.</summary>
    private static async Task SeedAsync(HttpClient client, BenchmarkDatabase database, int rows)
    {
        var lines = Enumerable
            .Range(0, Seeds)
            .Select(n =>
                $$"""{"trace_id":"t{{n}}","task_type":"support","task_id":"k{{n}}","model_version":"m1","segment":"s{{n % 7}}","""
                + $$""" "feedback":[{"name":"rating","value":{{n % 5}}},{"name":"comment","value":"fine {{n}}"}]}"""
            );
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        await database.ExecuteAsync(
            $$"""
            INSERT INTO interactions
            SELECT (jsonb_populate_record(i, jsonb_build_object('id', 1000000000 + n * {{Seeds}} + i.id % {{Seeds}},
                'trace_id', i.trace_id || '-' || n, 'timestamp', to_timestamp(n * {{Seeds}} + i.id % {{Seeds}})))).*
            FROM interactions i, generate_series(0, {{rows / Seeds - 1}}) n WHERE i.id < 1000000000;
            INSERT INTO signals
            SELECT (jsonb_populate_record(s, jsonb_build_object('id', 1000000000 + row_number() OVER (),
                'interaction_id', 1000000000 + n * {{Seeds}} + s.interaction_id % {{Seeds}}))).*
            FROM signals s, generate_series(0, {{rows / Seeds - 1}}) n WHERE s.interaction_id < 1000000000;
            DELETE FROM signals WHERE interaction_id < 1000000000;
            ANALYZE interactions; ANALYZE signals;
            """.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
        );
    }

    private static async Task<(double RowsPerSecond, long Bytes)> ReadAsync(HttpClient client, string format, DateTimeOffset? to, int rows)
    {
        var clock = Stopwatch.StartNew();
        var end = to ?? DateTimeOffset.UnixEpoch.AddSeconds(rows);
        using var response = await client.GetAsync(
            new Uri($"/api/v1/workflows/support/table?format={format}&to={end:yyyy-MM-dd'T'HH:mm:ss'Z'}", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead
        );
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        var (bytes, lines) = (0L, 0L);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0; bytes += read)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        if (format != "parquet" && lines != rows + (format == "csv" ? 1 : 0))
            throw new InvalidOperationException($"{lines} lines of {format}, {rows} rows expected.");
        return (rows / clock.Elapsed.TotalSeconds, bytes);
    }
}
