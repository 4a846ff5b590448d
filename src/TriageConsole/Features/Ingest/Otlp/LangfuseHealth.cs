namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>What Langfuse clients read before they send.</summary>
internal sealed record LangfuseHealth(string Status, string Version);
