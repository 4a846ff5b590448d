namespace TriageConsole.Features.Releases.Promotion;

/// <summary>A button: whether it is shown, and if it is disabled, why.</summary>
internal readonly record struct Offer(bool IsShown, string? Missing = null)
{
    public static Offer None => default;

    public static Offer Open => new(true);

    public bool IsOpen => IsShown && Missing is null;
}
