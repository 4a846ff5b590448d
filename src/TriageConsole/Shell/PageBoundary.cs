using System.Diagnostics;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>Limits an exception to its page: the menu keeps working, and the log and the page show the same correlation id.</summary>
public sealed class PageBoundary(ILogger<PageBoundary> logger) : ErrorBoundary
{
    public string CorrelationId { get; private set; } = "";

    /// <summary>Shows an exception of a component that belongs to the page but is rendered outside it.</summary>
    public Task FaultAsync(Exception exception) => DispatchExceptionAsync(exception);

    protected override Task OnErrorAsync(Exception exception)
    {
        CorrelationId = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
        // A circuit whose browser left is being disposed: nobody sees the page, and nothing of it failed.
        if (exception is not (AccessDeniedException or JSDisconnectedException))
            SecurityLog.PageFailed(logger, CorrelationId, exception);
        return Task.CompletedTask;
    }
}
