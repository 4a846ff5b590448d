namespace TriageConsole.Features.Labeling;

/// <summary>A retrieved document, as far as the event carried it.</summary>
public sealed record RetrievedDocument(string Id, string? Text);
