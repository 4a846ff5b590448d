namespace TriageConsole.Tests.Tables;

/// <summary>The tests of the wide table share one app.</summary>
[CollectionDefinition]
public sealed class TableGroup : ICollectionFixture<TableWorld>;
