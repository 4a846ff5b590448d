namespace TriageConsole.Features.Ingest.Log;

internal static class ObjectStores
{
    /// <summary>Opens the store that a section of the configuration describes.</summary>
    /// <exception cref="InvalidOperationException">The section is incomplete.</exception>
    public static IObjectStore Create(ObjectStoreOptions options, string section) =>
        options.Active switch
        {
            EventLogStore.S3 => new S3Store(options, section),
            EventLogStore.AzureBlob => new AzureBlobStore(options, section),
            EventLogStore.Folder when options.Folder is { Length: > 0 } folder => new FolderStore(folder),
            EventLogStore.Folder => throw new InvalidOperationException($"{section}:Folder is not set."),
            _ => throw new InvalidOperationException($"There is no store. Set {section}:Folder or {section}:Store."),
        };
}
