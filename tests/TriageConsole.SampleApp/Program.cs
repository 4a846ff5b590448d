using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TriageConsole.Client;

// Arguments "capture", URL, API key, number: captures that many interactions and ends without disposing the client.
if (args is ["capture", var server, var captureKey, var number])
{
    var triage = new TriageClient(new TriageClientOptions { Endpoint = new Uri(server), ApiKey = captureKey });
    for (var i = 0; i < int.Parse(number, System.Globalization.CultureInfo.InvariantCulture); i++)
        triage.Capture(
            new CapturedInteraction
            {
                TraceId = $"ended-{i}",
                Workflow = "support",
                TaskId = $"k{i}",
                ModelVersion = "m1",
            }
        );
    return;
}

// Arguments: URL, API key, workflow, then release=share of resolved tasks for each release. Runs until standard input ends and prints the
// release of each unit.
var (address, key, workflow) = (new Uri(args[0]), args[1], args[2]);
var resolved = args.Skip(3)
    .Select(a => a.Split('='))
    .ToDictionary(a => a[0], a => double.Parse(a[1], System.Globalization.CultureInfo.InvariantCulture));
using var client = new HttpClient { BaseAddress = address };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
var ended = Task.Run(Console.In.ReadToEnd);
var run = Guid.NewGuid().ToString("N")[..8];
for (var n = 0; !ended.IsCompleted; n++)
{
    var unit = $"{run}-{n}";
    using var answer = await client.GetAsync(
        new Uri($"/api/v1/route?workflow={Uri.EscapeDataString(workflow)}&unit={unit}", UriKind.Relative)
    );
    if (!answer.IsSuccessStatusCode)
    {
        Console.WriteLine($"{unit} none");
        // No release is live. A real app would keep its previous version; retry.
        await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(100)));
        continue;
    }

    using var route = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
    var release = route.RootElement.GetProperty("release").GetString()!;
    // Spread outcomes evenly, so that a few hundred units give the result of thousands.
    var good = (n * 7 % 20) < resolved.GetValueOrDefault(release, 0.5) * 20;
    var e = new
    {
        trace_id = unit,
        task_type = workflow,
        task_id = unit,
        model_version = "m1",
        release,
        propensity = route.RootElement.GetProperty("propensity").GetDouble(),
        input = "Where is my refund?",
        output = $"{release}: it is on its way.",
        outcome_metric_name = "resolved",
        outcome_metric_value = good ? 1 : 0,
    };
    using var content = new StringContent(JsonSerializer.Serialize(e), Encoding.UTF8, "application/x-ndjson");
    using var stored = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
    stored.EnsureSuccessStatusCode();
    Console.WriteLine($"{unit} {release}");
}
