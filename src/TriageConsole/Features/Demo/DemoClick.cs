namespace TriageConsole.Features.Demo;

/// <summary>A user opened a document that the answer cites. It arrives as a separate event.</summary>
internal sealed record DemoClick(string TraceId, string TenantId, DateTimeOffset Timestamp, string DocumentId, string UserId)
{
    public string Kind => "retrieval";

    public string Name => "clicked";

    public string Id => $"{TraceId}-click";
}
