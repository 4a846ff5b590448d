namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; null if it was ended.</param>
/// <param name="IsTimedOut">It took too long.</param>
/// <param name="IsTooMuch">It wrote too much.</param>
internal sealed record ProcessEnd(int? ExitCode, bool IsTimedOut, bool IsTooMuch)
{
    public static ProcessEnd TimedOut { get; } = new(null, true, false);

    public static ProcessEnd TooMuch { get; } = new(null, false, true);
}
