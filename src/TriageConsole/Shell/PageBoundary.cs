using System.Diagnostics;
using Microsoft.AspNetCore.Components.Web;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>A page's fault stays in the page: the menu lives on, and the log and the screen share an id.</summary>
public sealed class PageBoundary(ILogger<PageBoundary> logger) : ErrorBoundary
{
    public string CorrelationId { get; private set; } = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        CorrelationId = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
        if (exception is not AccessDeniedException)
            SecurityLog.PageFailed(logger, CorrelationId, exception);
        return Task.CompletedTask;
    }
}
