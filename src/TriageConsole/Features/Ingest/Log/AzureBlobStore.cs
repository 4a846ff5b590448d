using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Objects in a container of Azure Blob Storage. The container must exist.</summary>
internal sealed class AzureBlobStore(ObjectStoreOptions options, string section) : IObjectStore
{
    private readonly BlobContainerClient container = new(
        options.ConnectionString is { Length: > 0 } connection
            ? connection
            : throw new InvalidOperationException($"{section}:ConnectionString is not set."),
        options.Bucket is { Length: > 0 } name ? name : throw new InvalidOperationException($"{section}:Bucket is not set.")
    );

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken);

    public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) =>
        container.GetBlobClient(name).UploadAsync(content, overwrite: true, cancellationToken);

    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await container.GetBlobClient(name).OpenReadAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
            yield return blob.Name;
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);
}
