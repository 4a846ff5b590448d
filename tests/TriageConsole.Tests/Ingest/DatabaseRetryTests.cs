using System.Reflection;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Ingest;

public sealed class DatabaseRetryTests
{
    private readonly DatabaseRetry retry = new(DispatchProxy.Create<IProviderStatements, Statements>());
    private int runs;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_AfterAConflict_IsRetried(bool isDeadlock)
    {
        var result = await retry.RunAsync(
            _ => ++runs < 3 ? throw new ConflictException(isDeadlock) : Task.FromResult(runs),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(3, result);
    }

    [Fact]
    public async Task Conflict_OfTheLastRun_IsThrown()
    {
        await Assert.ThrowsAsync<ConflictException>(() =>
            retry.RunAsync(
                _ =>
                {
                    runs++;
                    throw new ConflictException(isDeadlock: false);
                },
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(DatabaseRetry.MaxAttempts, runs);
    }

    [Fact]
    public async Task OtherException_IsThrownImmediately()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            retry.RunAsync(
                _ =>
                {
                    runs++;
                    throw new InvalidOperationException();
                },
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task CancelledWork_IsNotRetried()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            retry.RunAsync(
                async token =>
                {
                    runs++;
                    await stop.CancelAsync();
                    token.ThrowIfCancellationRequested();
                },
                stop.Token
            )
        );
        Assert.Equal(1, runs);
    }

    private sealed class ConflictException(bool isDeadlock) : Exception
    {
        public bool IsDeadlock { get; } = isDeadlock;
    }

    /// <summary>Detects conflicts by the properties of the test exception.</summary>
    public class Statements : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name switch
            {
                nameof(IProviderStatements.IsUniqueViolation) => args![0] is ConflictException { IsDeadlock: false },
                nameof(IProviderStatements.IsDeadlock) => args![0] is ConflictException { IsDeadlock: true },
                _ => throw new NotSupportedException(targetMethod.Name),
            };
    }
}
