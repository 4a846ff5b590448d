using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Hosting;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Jobs;

public sealed class LoopServiceTests
{
    [Fact]
    public async Task Cancellation_NotByTheHost_IsAnError_AndTheNextRoundRuns()
    {
        var time = new FakeTimeProvider();
        var loop = new Loop(time);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostedService>(loop);
        using var host = builder.Build();
        await host.StartAsync();
        foreach (var fault in new Exception[] { new TaskCanceledException("A call took too long."), new InvalidOperationException() })
        {
            loop.Next = fault;
            Exception? told = null;
            await Wait.UntilAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(loop.Faults.TryDequeue(out told) && ReferenceEquals(told, fault));
            });
        }

        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync();
        Assert.True(loop.ExecuteTask!.IsCompleted);
    }

    private sealed class Loop(TimeProvider time) : LoopService(TimeSpan.FromSeconds(1), time)
    {
        public ConcurrentQueue<Exception> Faults { get; } = new();

        public Exception? Next { get; set; }

        protected override Task RunOnceAsync(CancellationToken stoppingToken) => Next is { } fault ? throw fault : Task.CompletedTask;

        protected override void OnFault(Exception fault) => Faults.Enqueue(fault);
    }
}
