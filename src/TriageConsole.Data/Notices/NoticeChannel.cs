namespace TriageConsole.Data.Notices;

/// <summary>How a notice leaves the app.</summary>
public enum NoticeChannel
{
    Webhook = 0,
    Mail = 1,
}
