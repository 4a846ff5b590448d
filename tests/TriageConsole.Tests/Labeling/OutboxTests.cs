using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using TriageConsole.Core.Common;
using TriageConsole.Features.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

public sealed class OutboxTests
{
    [Fact]
    public async Task Put_ServerUnavailable_KeepsAndRetriesInOrder()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var outbox = new Outbox(world.Statements, world.Pending, TimeProvider.System, NullLogger.Instance);
        var (tries, settled, wasDelayed) = (0, new List<string>(), false);
        outbox.Changed += () => wasDelayed |= outbox.Delayed;
        outbox.Put(1, () => ++tries < 2 ? throw new SocketException() : Task.FromResult(Result.Done("first")), r => settled.Add(r.Message));
        outbox.Put(2, () => Task.FromResult(Result.Done("second")), r => settled.Add(r.Message));
        Assert.Contains(2, world.Pending.All());
        await outbox.Idle;
        Assert.Equal(["first", "second"], settled);
        Assert.Equal((2, true, 0, false), (tries, wasDelayed, outbox.Waiting, outbox.Delayed));
        Assert.Empty(world.Pending.All());
    }

    [Fact]
    public async Task Put_Refused_ReportsTheReasonAndContinues()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var outbox = new Outbox(world.Statements, world.Pending, TimeProvider.System, NullLogger.Instance);
        var settled = new List<Result>();
        outbox.Put(1, () => throw new AccessDeniedException("no role"), settled.Add);
        outbox.Put(2, () => throw new InvalidOperationException("bug"), settled.Add);
        outbox.Put(3, () => Task.FromResult(Result.Done("")), settled.Add);
        await outbox.Idle;
        Assert.Equal([false, false, true], settled.Select(s => s.Ok));
        Assert.Equal("no role", settled[0].Message);
    }

    /// <summary>A page that fails in a callback must not block the next submits of its labeler.</summary>
    [Fact]
    public async Task Put_CallbackThrows_SendsTheNextEntries()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var outbox = new Outbox(world.Statements, world.Pending, TimeProvider.System, NullLogger.Instance);
        var settled = new List<string>();
        outbox.Changed += () => throw new InvalidOperationException("the page is broken");
        outbox.Put(1, () => Task.FromResult(Result.Done("first")), _ => throw new InvalidOperationException("the page is broken"));
        outbox.Put(2, () => Task.FromResult(Result.Done("second")), r => settled.Add(r.Message));
        await outbox.Idle;
        Assert.Equal(["second"], settled);
        Assert.Equal(0, outbox.Waiting);
        Assert.Empty(world.Pending.All());
    }
}
