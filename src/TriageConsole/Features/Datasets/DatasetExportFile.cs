namespace TriageConsole.Features.Datasets;

/// <summary>A file of a version, ready to be written.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="WriteAsync">Writes it to a stream, which stays open.</param>
public sealed record DatasetExportFile(string Name, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync);
