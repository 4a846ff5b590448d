using System.Collections.Concurrent;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// The labeling pages that are open here. A server that is told to stop first lets each save what its labeler is typing and has just
/// submitted: circuits themselves learn nothing of the end.
/// </summary>
public sealed class OpenPages(ILogger<OpenPages> logger) : IHostedService
{
    private readonly ConcurrentDictionary<object, Func<Task>> pages = new();

    /// <param name="page">The page.</param>
    /// <param name="save">Saves all that is unsaved and stops the page's work.</param>
    public void Add(object page, Func<Task> save) => pages[page] = save;

    public void Remove(object page) => pages.TryRemove(page, out _);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(pages.Values.Select(save => save())).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            LabelingLog.StoppedUnsaved(logger, pages.Count, e);
        }
    }
}
