using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>An entry of the queue that is not sent. It is complete when the events before it are sent or dropped.</summary>
internal sealed class FlushMark : QueuedEvent
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => done.Task;

    public override long Size => 0;

    public void Complete() => done.TrySetResult();

    public override void Write(Utf8JsonWriter json) => throw new NotSupportedException();
}
