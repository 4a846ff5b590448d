using System.Globalization;
using Spectre.Console;

namespace TriageConsole.Cli;

/// <summary>Shows progress on standard error: a bar on a terminal, occasional lines otherwise.</summary>
internal static class ConsoleProgress
{
    /// <summary>Runs the work and then prints the number of events and the duration.</summary>
    /// <param name="name">The name of the task.</param>
    /// <param name="total">The total size, in the unit that <paramref name="work"/> reports.</param>
    /// <param name="time">The clock.</param>
    /// <param name="work">The work. It reports the amount that is done to its argument.</param>
    /// <param name="count">Returns the number of events of a result.</param>
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
