using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Objects in a bucket of S3 or of a compatible service. The bucket must exist.</summary>
internal sealed class S3Store(ObjectStoreOptions options, string section) : IObjectStore, IDisposable
{
    private readonly AmazonS3Client client = Connect(options);
    private readonly string bucket = options.Bucket is { Length: > 0 } name
        ? name
        : throw new InvalidOperationException($"{section}:Bucket is not set.");

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await PutAsync(name, stream, cancellationToken);
    }

    public async Task PutAsync(string name, Stream content, CancellationToken cancellationToken) =>
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = name,
                InputStream = content,
                AutoCloseStream = false,
                ContentType = "application/octet-stream",
                // Not every compatible service reads bodies in signed chunks.
                UseChunkEncoding = false,
            },
            cancellationToken
        );

    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetObjectAsync(bucket, name, cancellationToken)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
                yield return found.Key;
            request.ContinuationToken = page.NextContinuationToken;
        } while (page.IsTruncated == true);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => client.DeleteObjectAsync(bucket, name, cancellationToken);

    public void Dispose() => client.Dispose();

    private static AmazonS3Client Connect(ObjectStoreOptions options)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 2,
            // Compatible services do not all know the newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { Length: > 0 } endpoint)
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint, true, options.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        return options.AccessKey is { Length: > 0 } key
            ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey ?? ""), config)
            : new AmazonS3Client(config);
    }
}
