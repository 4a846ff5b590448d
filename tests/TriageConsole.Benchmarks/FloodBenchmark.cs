using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Measures the capacity of a server in requests of ten events, and then sends ten times as many for a minute, alternately with two keys:
/// one is limited to half of the capacity, the other has no effective limit. Pages are read meanwhile. Every acknowledged event must be
/// stored.
/// </summary>
internal static partial class FloodBenchmark
{
    private const int EventsPerRequest = 10;
    private const int Overload = 10;
    private static readonly string[] Pages = ["/interactions", "/queues", "/outcomes", "/health"];

    public static async Task RunAsync(BenchmarkSize size)
    {
        var duration = TimeSpan.FromSeconds(size == BenchmarkSize.Full ? 60 : 20);
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var server = await IngestServer.StartAsync(database, isPlain: false);
        var (address, key) = (server.Address, server.Key(0));
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2048 }) { BaseAddress = address };
        using var pages = await SignInAsync(address, server.SignInPath);
        long accepted = 0;
        await SendAsync(client, key, "warm", 200, 8, TimeSpan.FromMinutes(1), n => accepted += n);
        var clock = Stopwatch.StartNew();
        var measured = await SendAsync(client, key, "capacity", int.MaxValue, 8, TimeSpan.FromSeconds(5), n => accepted += n);
        var capacity = measured.Accepted / clock.Elapsed.TotalSeconds;
        await LimitAsync(client, server.AdminKey, key, (int)(capacity / 2));
        await LimitAsync(client, server.AdminKey, server.AdminKey, 100_000);
        List<double> calm = [.. await ReadPagesAsync(pages, TimeSpan.FromSeconds(3))];
        var before = server.PeakMemory;
        var reading = ReadPagesAsync(pages, duration);
        var flood = await FloodAsync(client, [key, server.AdminKey], capacity * Overload, duration);
        List<double> during = [.. await reading];
        accepted += flood.Accepted * EventsPerRequest;
        var stored = await database.ScalarAsync("SELECT count(*) FROM interactions");
        // A request without an answer can be stored or not.
        if (stored < accepted || stored > accepted + (flood.Failed * EventsPerRequest))
            throw new InvalidOperationException($"{stored} events are stored, {accepted} were acknowledged.");
        var memory = server.PeakMemory;
        Measure.Print(
            "flood, pages meanwhile (p95)",
            Measure.Percentile(during, 0.95),
            Measure.Percentile(calm, 0.95),
            "ms",
            string.Create(
                CultureInfo.InvariantCulture,
                $"goal ≤ 2,000 ms; capacity {capacity:0} requests/s of {EventsPerRequest} events; "
                    + $"{flood.Sent / duration.TotalSeconds:0} requests/s sent for {duration.TotalSeconds:0} s: {flood.Accepted} accepted, "
                    + $"{flood.Refused} refused with 429 or 503, {flood.Failed} without answer; all {stored} acknowledged events stored; "
                    + $"{during.Count} pages; peak memory (RSS) {memory} MiB, {before} before the flood"
            )
        );
    }

    /// <summary>Sends as many requests as the server takes.</summary>
    private static async Task<Counts> SendAsync(
        HttpClient client,
        string key,
        string prefix,
        int requests,
        int parallel,
        TimeSpan limit,
        Action<int> onAccepted
    )
    {
        var counts = new Counts();
        var clock = Stopwatch.StartNew();
        var next = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, parallel)
                .Select(async _ =>
                {
                    while (clock.Elapsed < limit && Interlocked.Increment(ref next) is var n && n <= requests)
                        await counts.SendAsync(client, key, $"{prefix}-{n}");
                })
        );
        onAccepted((int)counts.Accepted * EventsPerRequest);
        return counts;
    }

    /// <summary>Starts requests at a constant rate, whether or not the earlier ones were answered.</summary>
    private static async Task<Counts> FloodAsync(HttpClient client, string[] keys, double perSecond, TimeSpan duration)
    {
        var counts = new Counts();
        var running = new ConcurrentDictionary<long, Task>();
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (long sent = 0; clock.Elapsed < duration; await timer.WaitForNextTickAsync())
        for (; sent < perSecond * clock.Elapsed.TotalSeconds && running.Count < 2000; sent++)
        {
            var n = sent;
            running[n] = Task.Run(async () =>
            {
                await counts.SendAsync(client, keys[n % keys.Length], $"flood-{n}");
                running.TryRemove(n, out _);
            });
        }

        await Task.WhenAll(running.Values);
        return counts;
    }

    private static async Task<List<double>> ReadPagesAsync(HttpClient client, TimeSpan duration)
    {
        var milliseconds = new List<double>();
        var clock = Stopwatch.StartNew();
        for (var n = 0; clock.Elapsed < duration; n++)
        {
            var start = clock.Elapsed;
            using var response = await client.GetAsync(new Uri(Pages[n % Pages.Length], UriKind.Relative));
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync();
            milliseconds.Add((clock.Elapsed - start).TotalMilliseconds);
        }

        return milliseconds;
    }

    private static async Task LimitAsync(HttpClient client, string adminKey, string key, int perSecond)
    {
        var rate = Math.Max(1, perSecond);
        using var request = new HttpRequestMessage(
            HttpMethod.Put,
            new Uri($"/api/v1/keys/{string.Join('_', key.Split('_')[..2])}/limits", UriKind.Relative)
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
        request.Content = new StringContent($$"""{"requests_per_second":{{rate}},"burst":{{rate}}}""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<HttpClient> SignInAsync(Uri address, string link)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var page = await client.GetStringAsync(new Uri(link, UriKind.Relative));
        using var form = new FormUrlEncodedContent([
            new("_handler", "link"),
            new("__RequestVerificationToken", AntiforgeryField().Match(page).Groups[1].Value),
        ]);
        using var response = await client.PostAsync(new Uri(link, UriKind.Relative), form);
        response.EnsureSuccessStatusCode();
        return client;
    }

    private sealed class Counts
    {
        private long sent;
        private long accepted;
        private long refused;
        private long failed;

        public long Sent => sent;

        public long Accepted => accepted;

        public long Refused => refused;

        public long Failed => failed;

        public async Task SendAsync(HttpClient client, string key, string prefix)
        {
            Interlocked.Increment(ref sent);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/events", UriKind.Relative));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Content = new StringContent(Body(prefix));
            try
            {
                using var response = await client.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.OK)
                    Interlocked.Increment(ref accepted);
                else if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                    Interlocked.Increment(ref refused);
                else
                    throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Interlocked.Increment(ref failed);
            }
        }

        private const string Texts =
            "\"input\":\"How do I return the shoes that I bought last week?\","
            + "\"output\":\"Open your orders, choose the shoes and then Return. The label is sent by e-mail.\"";

        private static string Body(string prefix) =>
            string.Join(
                '\n',
                Enumerable
                    .Range(0, EventsPerRequest)
                    .Select(n =>
                        $$"""{"trace_id":"{{prefix}}-{{n}}","task_type":"support","task_id":"{{prefix}}","model_version":"m1",{{Texts}}}"""
                    )
            );
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
