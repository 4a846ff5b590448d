namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>The classes that share one app.</summary>
[CollectionDefinition]
public sealed class OtlpGroup : ICollectionFixture<OtlpFixture>;
