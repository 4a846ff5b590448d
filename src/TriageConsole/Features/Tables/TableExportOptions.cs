using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.Tables;

/// <summary>The store of scheduled exports; section <c>Exports</c> of the configuration.</summary>
public sealed class TableExportOptions : ObjectStoreOptions
{
    public const string Section = "Exports";
}
