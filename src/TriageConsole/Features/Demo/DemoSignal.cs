namespace TriageConsole.Features.Demo;

internal sealed record DemoSignal(string Id, string FeedbackType, string Name, object Value, string? UserId = null, string? Comment = null);
