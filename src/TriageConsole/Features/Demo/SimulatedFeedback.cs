namespace TriageConsole.Features.Demo;

/// <summary>Feedback that is sent after its interaction.</summary>
internal sealed record SimulatedFeedback(
    string TraceId,
    string Id,
    string FeedbackType,
    string Name,
    object Value,
    string? UserId,
    string? Comment,
    DateTimeOffset Timestamp
)
{
    public static SimulatedFeedback Of(DemoEvent e, DemoSignal signal, DateTimeOffset at) =>
        new(e.TraceId, signal.Id, signal.FeedbackType, signal.Name, signal.Value, signal.UserId, signal.Comment, at);
}
