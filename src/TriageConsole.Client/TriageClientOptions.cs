namespace TriageConsole.Client;

/// <summary>Settings of a <see cref="TriageClient"/>. Only <see cref="Endpoint"/> and <see cref="ApiKey"/> are required.</summary>
public sealed class TriageClientOptions
{
    /// <summary>The address of the console, such as <c>https://console.example</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>An API key with the scope <c>ingest</c>. The client sends it to <see cref="Endpoint"/> only.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The workflow (<c>task_type</c>) of interactions and routes that name none.</summary>
    public string? Workflow { get; init; }

    /// <summary>The version of the model of interactions that name none.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The release of interactions that name none, such as the version of the application.</summary>
    public string? Release { get; init; }

    /// <summary>Maximum number of events in memory, including those that are being sent. Further events are dropped.</summary>
    public int QueueCapacity { get; init; } = 10_000;

    /// <summary>Maximum size of the events in memory, in bytes (estimated). Further events are dropped.</summary>
    public long QueueBytes { get; init; } = 64 << 20;

    /// <summary>Maximum number of events of one request.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Maximum size of one request before compression, in bytes (estimated). A larger event is sent alone.</summary>
    public long BatchBytes { get; init; } = 4 << 20;

    /// <summary>How long an event waits for others before it is sent.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time limit of one request. Then it is sent again.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First pause after a failure. It doubles with each failure, up to <see cref="MaxBackOff"/>.</summary>
    public TimeSpan MinBackOff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause after a failure. A longer <c>Retry-After</c> of the server is respected, up to five minutes.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Number of times that the server may answer 500 to the same events before they are dropped, so that one event that the server cannot
    /// process does not block the others. An unreachable server has no such limit.
    /// </summary>
    public int MaxServerErrors { get; init; } = 5;

    /// <summary>Time limit for sending the remaining events when the client is disposed or the process ends.</summary>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time limit of a request for a route. Then the last known route is used.</summary>
    public TimeSpan RouteTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a route is used without asking again. A longer time delays promotions and rollbacks.</summary>
    public TimeSpan RouteFreshFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Number of units whose routes are kept for the time that the server is unreachable.</summary>
    public int RouteCacheSize { get; init; } = 10_000;

    /// <summary>
    /// Is called in the background, at most once per second and reason, when events were dropped or went to quarantine. Its exceptions are
    /// ignored.
    /// </summary>
    public Action<TriageReport>? OnReport { get; init; }

    /// <summary>Sends the requests. Default: a connection of the client's own. The client does not dispose a given handler.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Check()
    {
        if (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https"))
            throw new ArgumentException($"{nameof(Endpoint)} must be an absolute http or https address.", nameof(Endpoint));
        if (string.IsNullOrWhiteSpace(ApiKey) || ApiKey.Any(c => c is < '!' or > '~'))
            throw new ArgumentException($"{nameof(ApiKey)} is missing or contains characters that no key has.", nameof(ApiKey));
        Positive(QueueCapacity, nameof(QueueCapacity));
        Positive(QueueBytes, nameof(QueueBytes));
        Positive(BatchSize, nameof(BatchSize));
        Positive(BatchBytes, nameof(BatchBytes));
        Positive(MaxServerErrors, nameof(MaxServerErrors));
        Positive(RouteCacheSize, nameof(RouteCacheSize));
        Positive(RequestTimeout.Ticks, nameof(RequestTimeout));
        Positive(MinBackOff.Ticks, nameof(MinBackOff));
        Positive(MaxBackOff.Ticks, nameof(MaxBackOff));
        Positive(RouteTimeout.Ticks, nameof(RouteTimeout));
        ArgumentOutOfRangeException.ThrowIfNegative(FlushInterval.Ticks, nameof(FlushInterval));
        ArgumentOutOfRangeException.ThrowIfNegative(DisposeTimeout.Ticks, nameof(DisposeTimeout));
        ArgumentOutOfRangeException.ThrowIfNegative(RouteFreshFor.Ticks, nameof(RouteFreshFor));
    }

    private static void Positive(long value, string name) => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
}
