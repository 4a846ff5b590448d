namespace TriageConsole.Shell;

/// <summary>Settings of open pages.</summary>
public sealed class PageOptions
{
    public const string Section = "Pages";

    /// <summary>Seconds until the page of a hidden tab is paused and its memory on the server is freed. 0: never.</summary>
    public double PauseHiddenAfterSeconds { get; set; } = 600;

    public bool IsValid() => PauseHiddenAfterSeconds is >= 0 and <= 86_400;
}
