using Microsoft.Extensions.Options;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.Tables;

/// <summary>The store of scheduled exports. It is opened when it is first used, because it need not be configured.</summary>
public sealed class TableExportStore(IOptions<TableExportOptions> options)
{
    private readonly Lazy<IObjectStore> store = new(() => ObjectStores.Create(options.Value, TableExportOptions.Section));

    public bool IsConfigured => options.Value.Active is not null;

    internal IObjectStore Store => store.Value;
}
