using TriageConsole.Core.Common;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// Sends submits and skips behind the screen, one after the other. While the database is away it keeps them and tries again, with the
/// same idempotency key; it goes on after its page is closed. It holds at most what one labeler answers in that time.
/// </summary>
public sealed class Outbox(IProviderStatements statements, PendingSubmits pending, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    private Task tail = Task.CompletedTask;
    private int waiting;

    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The last try did not reach the database.</summary>
    public bool Delayed { get; private set; }

    /// <summary>Raised off the page's thread.</summary>
    public event Action? Changed;

    /// <summary>Ends when all that was put in so far is settled.</summary>
    public Task Idle => tail;

    /// <param name="assignmentId">Not shown again while it is on its way.</param>
    /// <param name="send">Is called until it does not fail for a server that is away.</param>
    /// <param name="settled">Told the result; false and a message where it was refused.</param>
    public void Put(long assignmentId, Func<Task<Result>> send, Action<Result> settled)
    {
        Interlocked.Increment(ref waiting);
        pending.Add(assignmentId);
        var before = tail;
        tail = Task.Run(async () =>
        {
            await before;
            var result = await SendAsync(assignmentId, send);
            pending.Remove(assignmentId);
            Interlocked.Decrement(ref waiting);
            Tell(assignmentId, () => settled(result));
            Tell(assignmentId, () => Changed?.Invoke());
        });
        Tell(assignmentId, () => Changed?.Invoke());
    }

    /// <summary>A callback that fails must not keep back what was put in after it.</summary>
    private void Tell(long assignmentId, Action callback)
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
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2)))
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
                Tell(assignmentId, () => Changed?.Invoke());
                await Task.Delay(pause, time);
            }
            catch (Exception e)
            {
                LabelingLog.SubmitFailed(logger, assignmentId, e);
                Delayed = false;
                return Error.Invalid("This could not be saved. Your answers are here again; try once more or tell a lead.");
            }
        }
    }
}
