using Microsoft.Net.Http.Headers;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>A file of a version, ready to be written.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="WriteAsync">Writes it to a stream, which stays open.</param>
public sealed record DatasetExportFile(string Name, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>Answers a request with the file, or with the problem.</summary>
    internal static async Task SendAsync(HttpContext context, Result<DatasetExportFile> file)
    {
        if (!file.Ok)
        {
            await file.Error.ToProblem().ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = file.Value.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Value.Name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        await file.Value.WriteAsync(context.Response.Body, context.RequestAborted);
    }
}
