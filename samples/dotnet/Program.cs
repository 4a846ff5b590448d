using System.Net.Http.Json;
using System.Text.Json;
using TriageConsole.Client;

// A support chat in the terminal. TRIAGE_ENDPOINT and TRIAGE_KEY name the console and a key with the scope "ingest"; MODEL_ENDPOINT, MODEL
// and MODEL_KEY name any server with POST /chat/completions. Each line of standard input is a question.
string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;

await using var triage = new TriageClient(
    new TriageClientOptions
    {
        Endpoint = new Uri(Setting("TRIAGE_ENDPOINT", "http://localhost:5080")),
        ApiKey = Environment.GetEnvironmentVariable("TRIAGE_KEY") ?? throw new InvalidOperationException("Set TRIAGE_KEY."),
        Workflow = "support.sample",
        OnReport = report => Console.Error.WriteLine($"{report.Count} events {report.Reason}: {report.Detail}"),
    }
);

// The only line that capture needs: every request of this HttpClient to a chat completion endpoint is captured.
using var model = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler()))
{
    BaseAddress = new Uri(Setting("MODEL_ENDPOINT", "http://localhost:11434/v1").TrimEnd('/') + "/"),
};
if (Setting("MODEL_KEY", "") is { Length: > 0 } key)
    model.DefaultRequestHeaders.Authorization = new("Bearer", key);

var session = Guid.NewGuid().ToString("N")[..8];
for (var n = 1; await Console.In.ReadLineAsync() is { } question; n++)
{
    var task = $"{session}-{n}";
    // Which release serves this task? Without a live release, or while the console is away for the first time, the built-in one.
    var route = await triage.RouteAsync(task);
    var prompt = route?.Components.FirstOrDefault(c => c.Kind == "prompt")?.Version ?? "built-in";
    using var scope = TriageScope.Begin(
        new TriageContext
        {
            TaskId = task,
            SessionId = session,
            UserId = "sample-user",
            PromptVersion = prompt,
            Route = route,
        }
    );
    try
    {
        using var answer = await model.PostAsJsonAsync(
            "chat/completions",
            new
            {
                model = Setting("MODEL", "llama3.2"),
                messages = new[]
                {
                    new { role = "system", content = "You answer questions of customers in one sentence." },
                    new { role = "user", content = question },
                },
            }
        );
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Console.WriteLine(body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }
    catch (HttpRequestException e)
    {
        // The failure is captured too.
        Console.WriteLine($"No answer: {e.Message}");
        continue;
    }

    var feedback = triage.FeedbackFor(scope.LastTraceId!, "sample-user");
    Console.Write("Was this helpful? (y/n/enter) ");
    switch ((await Console.In.ReadLineAsync())?.Trim())
    {
        case "y":
            feedback.Thumbs(up: true);
            feedback.Outcome("resolved", 1);
            break;
        case "n":
            feedback.Thumbs(up: false);
            feedback.Outcome("resolved", 0);
            break;
        default:
            feedback.Abandoned();
            break;
    }
}
