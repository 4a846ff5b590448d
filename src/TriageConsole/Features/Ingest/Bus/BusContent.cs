namespace TriageConsole.Features.Ingest.Bus;

/// <summary>What the messages of a queue or topic are.</summary>
public enum BusContent
{
    /// <summary>The same as the body of <c>POST /api/v1/events</c>.</summary>
    Events,

    /// <summary>The same as the body of <c>POST /api/v1/feedback</c>.</summary>
    Feedback,
}
