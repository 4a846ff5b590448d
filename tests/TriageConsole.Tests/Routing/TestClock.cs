using Microsoft.Extensions.Time.Testing;

namespace TriageConsole.Tests.Routing;

/// <summary>A clock that a test moves and that reports when a timer starts.</summary>
internal sealed class TestClock() : FakeTimeProvider(System.GetUtcNow())
{
    private readonly Lock sync = new();
    private (TimeSpan Due, TaskCompletionSource Started)? awaited;

    /// <summary>Completes when a timer with this due time starts after this call.</summary>
    public Task TimerOfAsync(TimeSpan due)
    {
        lock (sync)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited = (due, started);
            return started.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (sync)
            if (awaited is { } waiting && waiting.Due == dueTime)
                waiting.Started.TrySetResult();
        return timer;
    }
}
