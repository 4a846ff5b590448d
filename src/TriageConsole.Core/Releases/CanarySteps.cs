using System.Globalization;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Releases;

/// <summary>The steps of a canary as text: <c>5% 1h, 25% 24h, 50% 2d</c>.</summary>
public static class CanarySteps
{
    /// <summary>The maximum number of steps.</summary>
    public const int MaxSteps = 10;

    /// <summary>The shortest hold time: the gates are evaluated for each window of five minutes.</summary>
    public static readonly TimeSpan MinHold = TimeSpan.FromMinutes(5);

    /// <summary>The longest hold time.</summary>
    public static readonly TimeSpan MaxHold = TimeSpan.FromDays(60);

    /// <summary>Reads the steps. They are refused with a message that names the wrong one.</summary>
    /// <param name="text">Steps with commas, semicolons or line breaks between them.</param>
    public static Result<IReadOnlyList<CanaryStep>> Parse(string? text)
    {
        var steps = new List<CanaryStep>();
        foreach (var part in (text ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(part) is not { } step)
                return Error.Invalid(
                    $"“{Texts.Cut(part, 40)}” is not a step. Write a share and a hold time, such as 5% 1h, 25% 24h, 50% 2d."
                );
            if (step.Share is not (>= 0.01 and <= 0.9))
                return Error.Invalid($"“{part}”: a step has 1 to 90 % of the units. Live keeps at least 10 % for the comparison.");
            if (step.Hold < MinHold || step.Hold > MaxHold)
                return Error.Invalid($"“{part}”: a hold time is 5 minutes to 60 days.");
            if (steps.Count > 0 && step.Share <= steps[^1].Share)
                return Error.Invalid($"“{part}”: each step has a larger share than the one before.");
            steps.Add(step);
        }

        return steps.Count is 0 or > MaxSteps
            ? Error.Invalid($"A canary has 1 to {MaxSteps} steps, such as 5% 1h, 25% 24h, 50% 2d.")
            : Result.Done("", (IReadOnlyList<CanaryStep>)steps);
    }

    /// <summary>The same steps always have the same text.</summary>
    /// <param name="steps">The steps.</param>
    public static string Format(IEnumerable<CanaryStep> steps) => string.Join(", ", steps.Select(s => $"{Share(s.Share)} {Hold(s.Hold)}"));

    /// <summary>"25%".</summary>
    /// <param name="share">0 to 1.</param>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##}%");

    /// <summary>"90m", "24h" or "2d".</summary>
    /// <param name="hold">Whole minutes.</param>
    public static string Hold(TimeSpan hold) =>
        hold.TotalMinutes % 60 != 0 ? string.Create(CultureInfo.InvariantCulture, $"{hold.TotalMinutes:0}m")
        : hold.TotalHours % 24 != 0 || hold.TotalHours <= 24 ? string.Create(CultureInfo.InvariantCulture, $"{hold.TotalHours:0}h")
        : string.Create(CultureInfo.InvariantCulture, $"{hold.TotalDays:0}d");

    private static CanaryStep? Read(string part)
    {
        var at = part.IndexOf('%', StringComparison.Ordinal);
        var hold = at < 0 ? "" : part[(at + 1)..].Trim();
        if (
            hold.Length < 2
            || !double.TryParse(part[..at].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            || !int.TryParse(hold[..^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        )
            return null;
        var minutes = char.ToLowerInvariant(hold[^1]) switch
        {
            'm' => 1,
            'h' => 60,
            'd' => 24 * 60,
            _ => 0,
        };
        // More than the longest hold time is refused by its length, not by an overflow.
        var length = Math.Min((double)count * minutes, MaxHold.TotalMinutes + 1);
        return minutes == 0 ? null : new CanaryStep(Math.Round(percent / 100, 6), TimeSpan.FromMinutes(length));
    }
}
