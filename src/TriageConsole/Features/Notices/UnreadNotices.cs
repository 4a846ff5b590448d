namespace TriageConsole.Features.Notices;

/// <summary>Tells the parts of a page that the person read notices, so that all of them show the same number.</summary>
public sealed class UnreadNotices
{
    public event Action? Changed;

    public void Read() => Changed?.Invoke();
}
