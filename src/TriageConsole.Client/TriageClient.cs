using System.Net.Http.Headers;

namespace TriageConsole.Client;

/// <summary>
/// Sends interactions, feedback and outcomes to Triage Console and asks it which release to serve. Create one for the application, share it
/// between threads, and dispose it at the end, so that it sends what is left.
/// </summary>
/// <remarks>
/// No method except <see cref="RouteAsync"/> waits for the server, and none throws because of it: events go to a bounded queue in memory
/// and are sent in the background, in batches, compressed, until the server has stored them. What does not fit into the queue is dropped,
/// counted in <see cref="Statistics"/> and reported to <see cref="TriageClientOptions.OnReport"/>.
/// </remarks>
public sealed class TriageClient : IAsyncDisposable, IDisposable
{
    private readonly TriageClientOptions options;
    private readonly EventCounts counts;
    private readonly EventQueue queue;
    private readonly EventSender sender;
    private readonly RouteCache routes;
    private readonly HttpClient http;
    private readonly Lazy<Task> closing;

    /// <summary>Creates a client. It connects when there is something to send.</summary>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public TriageClient(TriageClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        http = CreateHttp(options);
        counts = new EventCounts(options);
        queue = new EventQueue(options, counts);
        sender = new EventSender(options, queue, new EventPoster(options, http, counts), counts);
        routes = new RouteCache(options, http, counts);
        closing = new Lazy<Task>(() => Task.Run(CloseAsync));
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        sender.Start();
    }

    /// <summary>Counts since the client was created.</summary>
    public TriageClientStatistics Statistics => counts.Read(queue.Waiting);

    internal TriageClientOptions Options => options;

    /// <summary>Sends an interaction in the background.</summary>
    /// <returns>Its trace id, for feedback.</returns>
    public string Capture(CapturedInteraction interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        queue.Add(new InteractionLine(interaction, options, options.TimeProvider.GetUtcNow()));
        return interaction.TraceId;
    }

    /// <summary>Feedback and outcomes of an interaction. It can be sent before the interaction arrives.</summary>
    /// <param name="traceId">The interaction.</param>
    /// <param name="userId">A pseudonym of the user who gives the feedback.</param>
    public InteractionFeedback FeedbackFor(string traceId, string? userId = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(traceId);
        return new InteractionFeedback(this, new FeedbackTarget(traceId, null, null, userId));
    }

    /// <summary>Feedback and outcomes of a task, for applications that do not keep trace ids.</summary>
    /// <param name="workflow">The workflow (<c>task_type</c>).</param>
    /// <param name="taskId">The task.</param>
    /// <param name="userId">A pseudonym of the user who gives the feedback.</param>
    public InteractionFeedback FeedbackForTask(string workflow, string taskId, string? userId = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workflow);
        ArgumentException.ThrowIfNullOrWhiteSpace(taskId);
        return new InteractionFeedback(this, new FeedbackTarget(null, workflow, taskId, userId));
    }

    /// <summary>
    /// The release that serves a unit. If the server does not answer: the last answer for this unit, else the last answer of the workflow.
    /// </summary>
    /// <param name="unit">The task, or the session if one outcome covers a whole session. At most 300 characters.</param>
    /// <param name="workflow">The workflow. Default: that of the options.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>Null if no release is known. Then serve the version that the application was built with.</returns>
    /// <exception cref="ArgumentException">The unit or the workflow is missing.</exception>
    /// <exception cref="OperationCanceledException">The caller has canceled.</exception>
    public ValueTask<RouteDecision?> RouteAsync(string unit, string? workflow = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        workflow ??= options.Workflow;
        ArgumentException.ThrowIfNullOrWhiteSpace(workflow);
        return routes.RouteAsync(workflow, unit, cancellationToken);
    }

    /// <summary>
    /// A handler for the <see cref="HttpClient"/> of a model: it captures every chat completion and response of an OpenAI-compatible
    /// API, also streamed ones and failures, and changes neither request nor response.
    /// </summary>
    /// <param name="inner">Sends the requests. Default: a new connection. Leave it out for <c>AddHttpMessageHandler</c>.</param>
    /// <param name="captureTexts">Whether texts are captured, or only versions, counts and times.</param>
    public TriageChatHandler CreateChatHandler(HttpMessageHandler? inner = null, bool captureTexts = true)
    {
        var handler = new TriageChatHandler(this) { CaptureTexts = captureTexts };
        if (inner is not null)
            handler.InnerHandler = inner;
        return handler;
    }

    /// <summary>Completes when everything that was captured before is sent or dropped. It does not throw because of the server.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => queue.FlushAsync().WaitAsync(cancellationToken);

    /// <summary>Sends what is left, at most for <see cref="TriageClientOptions.DisposeTimeout"/>, and drops the rest.</summary>
    public async ValueTask DisposeAsync() => await closing.Value.ConfigureAwait(false);

    /// <summary>As <see cref="DisposeAsync"/>; blocks meanwhile.</summary>
    public void Dispose() => closing.Value.GetAwaiter().GetResult();

    internal void Add(QueuedEvent e) => queue.Add(e);

    private async Task CloseAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        await sender.CloseAsync().ConfigureAwait(false);
        counts.Report();
        counts.Dispose();
        sender.Dispose();
        http.Dispose();
    }

    /// <summary>An application that does not dispose the client loses nothing if the server answers in time.</summary>
    private void OnProcessExit(object? source, EventArgs e) => Dispose();

    private static HttpClient CreateHttp(TriageClientOptions options)
    {
        var client = new HttpClient(options.Handler ?? CreateHandler(), disposeHandler: options.Handler is null)
        {
            BaseAddress = new Uri(options.Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
            // Each request has its own limit.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        client.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("TriageConsole.Client", typeof(TriageClient).Assembly.GetName().Version?.ToString(3))
        );
        return client;
    }

    private static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // The traces of the application do not include the client's requests.
            ActivityHeadersPropagator = null,
            // A changed address of the server is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
}
