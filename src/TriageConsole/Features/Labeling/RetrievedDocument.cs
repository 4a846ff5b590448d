namespace TriageConsole.Features.Labeling;

/// <summary>A retrieved document; the text is null if the event does not contain it.</summary>
public sealed record RetrievedDocument(string Id, string? Text);
