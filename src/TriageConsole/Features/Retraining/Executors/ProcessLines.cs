using System.Text;
using TriageConsole.Core;
using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>
/// The output of a process as masked lines that wait to be stored. A line is masked as a whole before it is cut, so that no part of a
/// secret is left.
/// </summary>
internal sealed class ProcessLines(SecretMask mask, int max)
{
    /// <summary>What is longer than this is not kept. Far more than what is stored of a line.</summary>
    private const int MaxLine = 64 * 1024;

    private readonly Lock gate = new();
    private readonly StringBuilder[] open = [new(), new()];
    private List<string> waiting = [];
    private int count;

    /// <summary>The last line that is not empty.</summary>
    public string Last { get; private set; } = "";

    public void Add(bool isError, ReadOnlySpan<char> some)
    {
        lock (gate)
        {
            var line = open[isError ? 1 : 0];
            foreach (var c in some)
                if (c == '\n')
                    End(line);
                else if (line.Length < MaxLine)
                    line.Append(c);
        }
    }

    /// <summary>The lines since the last call.</summary>
    /// <param name="isEnd">Whether the process has ended: then also what has no line ending.</param>
    public IReadOnlyList<string> Take(bool isEnd)
    {
        lock (gate)
        {
            if (isEnd)
                foreach (var line in open)
                    End(line);
            var taken = waiting;
            waiting = [];
            return taken;
        }
    }

    private void End(StringBuilder line)
    {
        var text = Texts.Cut(mask.Apply(line.ToString().TrimEnd()), RetrainingEvent.MaxText);
        line.Clear();
        if (text.Length == 0)
            return;
        Last = text;
        if (count < max)
            waiting.Add(text);
        else if (count == max)
            waiting.Add($"Only the first {max} lines are kept.");
        count++;
    }
}
