using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Hosting;

namespace TriageConsole.Tests.Jobs;

public sealed class LoopServiceTests
{
    [Fact]
    public async Task Cancellation_ThatIsNotTheHosts_IsAFault_AndTheNextRoundComes()
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
            loop.Next = new TaskCompletionSource<Exception?>();
            time.Advance(TimeSpan.FromSeconds(1));
            loop.Next.SetResult(fault);
            Assert.Same(fault, await loop.Faults.Reader.ReadAsync());
        }

        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Equal(2, loop.Rounds);
        await host.StopAsync();
        Assert.True(loop.ExecuteTask!.IsCompleted);
    }

    private sealed class Loop(TimeProvider time) : LoopService(TimeSpan.FromSeconds(1), time)
    {
        public System.Threading.Channels.Channel<Exception> Faults { get; } =
            System.Threading.Channels.Channel.CreateUnbounded<Exception>();

        public TaskCompletionSource<Exception?> Next { get; set; } = new();

        public int Rounds { get; private set; }

        protected override async Task RunOnceAsync(CancellationToken stoppingToken)
        {
            Rounds++;
            if (await Next.Task.WaitAsync(stoppingToken) is { } fault)
                throw fault;
        }

        protected override void OnFault(Exception fault) => Faults.Writer.TryWrite(fault);
    }
}
