using System.Globalization;
using Spectre.Console;

namespace TriageConsole.Cli;

/// <summary>How far a long command is, on standard error: a bar on a terminal, a plain line now and then in a file or a log.</summary>
internal static class ConsoleProgress
{
    /// <summary>Does the work and says at its end how many events it took in what time.</summary>
    /// <param name="name">What is worked on.</param>
    /// <param name="total">The size of the whole, in the unit that <paramref name="work"/> reports.</param>
    /// <param name="time">The clock.</param>
    /// <param name="work">The work; it calls its argument with how much of the whole is done.</param>
    /// <param name="count">How many events a result holds.</param>
    public static async Task<T> RunAsync<T>(
        string name,
        long total,
        TimeProvider time,
        Func<Action<long>, Task<T>> work,
        Func<T, long> count
    )
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var started = time.GetTimestamp();
        var result = await console
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(total, 1));
                var done = await work(value => task.Value = value);
                task.Value = task.MaxValue;
                return done;
            });
        var seconds = Math.Max(time.GetElapsedTime(started).TotalSeconds, 0.001);
        var events = count(result);
        await Console.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {events:N0} events in {seconds:0.0} s ({events / seconds:N0}/s)")
        );
        return result;
    }
}
