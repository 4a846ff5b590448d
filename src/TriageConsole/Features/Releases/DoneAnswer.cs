namespace TriageConsole.Features.Releases;

public sealed record DoneAnswer(string Message, long? Id);
