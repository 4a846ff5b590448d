namespace TriageConsole.Features.Demo;

internal sealed record RagDocument(string Id, string Title, string Text);
