namespace TriageConsole.Tests.Evaluation;

/// <summary>What the server got.</summary>
internal sealed record ChatCall(string Last, string Body, string? Authorization);
