namespace TriageConsole.Features.Ingest.Log;

/// <summary>Where objects are stored.</summary>
public abstract class ObjectStoreOptions
{
    /// <summary>The kind of store. Nothing is stored while neither it nor a folder is set.</summary>
    public EventLogStore? Store { get; set; }

    /// <summary>The folder of the objects. The server uses one in its data folder if nothing else is set.</summary>
    public string? Folder { get; set; }

    /// <summary>Bucket of S3, or container of Azure Blob Storage.</summary>
    public string? Bucket { get; set; }

    /// <summary>Address of an S3-compatible service. Null: Amazon's, of <see cref="Region"/>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Region of S3. Default us-east-1.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Access key of S3. Null: the credentials that the AWS SDK finds by itself.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret key of S3.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Connection string of Azure Blob Storage.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The store that is used; null if none is set.</summary>
    public EventLogStore? Active => Store ?? (string.IsNullOrEmpty(Folder) ? null : EventLogStore.Folder);
}
