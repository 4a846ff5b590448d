namespace TriageConsole.Features.Ingest.Log;

/// <summary>Objects by name. Names have parts separated by slashes.</summary>
public interface IObjectStore
{
    /// <summary>Writes a whole object, also over one of this name. When the call returns, it is stored permanently.</summary>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes a whole object from a stream that can seek, without holding it in memory.</summary>
    Task PutAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Reads an object; null if it does not exist.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of all objects, in no particular order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes an object. An object that does not exist is no error.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
