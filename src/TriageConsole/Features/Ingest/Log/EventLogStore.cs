namespace TriageConsole.Features.Ingest.Log;

/// <summary>The kinds of object store.</summary>
public enum EventLogStore
{
    Folder,
    S3,
    AzureBlob,
}
