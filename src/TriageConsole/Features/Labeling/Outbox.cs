using TriageConsole.Core.Common;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// Sends submits and skips in the background, one after the other. While the database is unavailable it keeps them and retries with the
/// same idempotency key, also after the page is closed. Its size is bounded by the answers of one labeler in that time.
/// </summary>
public sealed class Outbox(IProviderStatements statements, PendingSubmits pending, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(8);
    private Task tail = Task.CompletedTask;
    private int waiting;
    private int added;

    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>How many submits and skips were added so far, also those that are settled.</summary>
    public int Added => Volatile.Read(ref added);

    /// <summary>The last attempt did not reach the database.</summary>
    public bool Delayed { get; private set; }

    /// <summary>Raised on a background thread.</summary>
    public event Action? Changed;

    /// <summary>Completes when everything that was added so far is settled.</summary>
    public Task Idle => tail;

    /// <param name="assignmentId">The assignment; it is not shown again while its submit is pending.</param>
    /// <param name="send">Called until it no longer fails because of an unavailable server.</param>
    /// <param name="settled">Receives the result, or an error with a message.</param>
    public void Put(long assignmentId, Func<Task<Result>> send, Action<Result> settled)
    {
        Interlocked.Increment(ref added);
        Interlocked.Increment(ref waiting);
        pending.Add(assignmentId);
        var before = tail;
        tail = Task.Run(async () =>
        {
            await before;
            var result = await SendAsync(assignmentId, send);
            pending.Remove(assignmentId);
            Interlocked.Decrement(ref waiting);
            Notify(assignmentId, () => settled(result));
            Notify(assignmentId, () => Changed?.Invoke());
        });
        Notify(assignmentId, () => Changed?.Invoke());
    }

    /// <summary>A failed callback must not block the entries after it.</summary>
    private void Notify(long assignmentId, Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            LabelingLog.CallbackFailed(logger, assignmentId, e);
        }
    }

    private async Task<Result> SendAsync(long assignmentId, Func<Task<Result>> send)
    {
        for (var pause = MinPause; ; pause = TimeSpan.FromTicks(Math.Min(MaxPause.Ticks, pause.Ticks * 2)))
        {
            try
            {
                var result = await send();
                Delayed = false;
                return result;
            }
            catch (AccessDeniedException e)
            {
                return Error.Forbidden(e.Message);
            }
            catch (Exception e) when (statements.IsTransient(e))
            {
                LabelingLog.SubmitDelayed(logger, assignmentId, e);
                Delayed = true;
                Notify(assignmentId, () => Changed?.Invoke());
                await Task.Delay(pause, time);
            }
            catch (Exception e)
            {
                LabelingLog.SubmitFailed(logger, assignmentId, e);
                Delayed = false;
                return Error.Invalid("Could not save. Your answers are on the screen again. Try again or contact a lead.");
            }
        }
    }
}
