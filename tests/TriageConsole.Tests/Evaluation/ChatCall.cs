namespace TriageConsole.Tests.Evaluation;

/// <summary>A request that the server received.</summary>
internal sealed record ChatCall(string Last, string Body, string? Authorization);
