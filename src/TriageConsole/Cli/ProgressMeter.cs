using System.Globalization;

namespace TriageConsole.Cli;

/// <summary>
/// How far a long command has come: a bar with rate and remaining time that redraws itself on a terminal,
/// a plain line every few seconds where the output goes to a file or a log.
/// </summary>
internal sealed class ProgressMeter(TextWriter writer, bool terminal, TimeProvider time, string name, long totalBytes)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan TerminalPace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainPace = TimeSpan.FromSeconds(5);
    private readonly long started = time.GetTimestamp();
    private long drawn = time.GetTimestamp();
    private int width;

    /// <summary>Draws when it is time to; cheap to call for every batch.</summary>
    public void Report(long bytes, long count)
    {
        if (time.GetElapsedTime(drawn) < (terminal ? TerminalPace : PlainPace))
            return;
        drawn = time.GetTimestamp();
        Draw(Describe(bytes, count));
    }

    /// <summary>The last state, on a line of its own.</summary>
    public void Finish(long count)
    {
        var seconds = Math.Max(time.GetElapsedTime(started).TotalSeconds, 0.001);
        Draw($"{name}: {Number(count)} events in {Duration(seconds)} ({Number((long)(count / seconds))}/s)");
        if (terminal)
            writer.WriteLine();
    }

    private string Describe(long bytes, long count)
    {
        var seconds = Math.Max(time.GetElapsedTime(started).TotalSeconds, 0.001);
        var share = totalBytes <= 0 ? 1 : Math.Clamp((double)bytes / totalBytes, 0, 1);
        // A rate over less than two seconds promises nothing.
        var left = seconds < 2 || share <= 0 ? "" : $", {Duration(seconds / share - seconds)} left";
        var full = (int)(share * BarWidth);
        var bar = terminal ? $"[{new string('#', full)}{new string('.', BarWidth - full)}] " : "";
        return $"{name}: {bar}{(int)(share * 100)} %, {Number(count)} events, {Number((long)(count / seconds))}/s{left}";
    }

    private void Draw(string text)
    {
        if (!terminal)
        {
            writer.WriteLine(text);
            return;
        }

        writer.Write('\r' + text.PadRight(width));
        width = text.Length;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) =>
        seconds switch
        {
            < 10 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
            < 90 => $"{(int)seconds} s",
            < 5400 => $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s",
            _ => $"{(int)(seconds / 3600)} h {(int)(seconds / 60 % 60)} min",
        };
}
