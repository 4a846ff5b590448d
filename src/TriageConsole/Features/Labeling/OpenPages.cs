using System.Collections.Concurrent;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// The open labeling pages of this instance. At shutdown each page saves typed answers and pending submits, because circuits do not learn
/// of the shutdown.
/// </summary>
public sealed class OpenPages(ILogger<OpenPages> logger) : IHostedService
{
    private readonly ConcurrentDictionary<object, Func<Task>> pages = new();

    /// <param name="page">The page.</param>
    /// <param name="save">Saves all unsaved data and stops the page's work.</param>
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
