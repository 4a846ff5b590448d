namespace TriageConsole.Client;

/// <summary>
/// Tells a <see cref="TriageChatHandler"/> what the calls inside the scope belong to, also through libraries that hide the HTTP request.
/// The scope follows the asynchronous flow of its code.
/// </summary>
/// <example>
/// <code>
/// using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-17", UserId = "u-9" });
/// var answer = await chat.CompleteChatAsync(messages);
/// triage.FeedbackFor(scope.LastTraceId!).Thumbs(up: true);
/// </code>
/// </example>
public sealed class TriageScope : IDisposable
{
    private static readonly AsyncLocal<TriageScope?> Flow = new();

    private readonly TriageScope? outer;
    private volatile string? lastTraceId;

    private TriageScope(TriageContext context) => (Context, outer, Flow.Value) = (context, Flow.Value, this);

    /// <summary>The innermost scope of the current flow; null outside.</summary>
    public static TriageScope? Current => Flow.Value;

    /// <summary>What the calls belong to.</summary>
    public TriageContext Context { get; }

    /// <summary>The trace id of the last captured call of this scope; null before the first. Use it for feedback.</summary>
    public string? LastTraceId
    {
        get => lastTraceId;
        internal set => lastTraceId = value;
    }

    /// <summary>Begins a scope. Dispose it in the same method.</summary>
    public static TriageScope Begin(TriageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new TriageScope(context);
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Flow.Value, this))
            Flow.Value = outer;
    }
}
