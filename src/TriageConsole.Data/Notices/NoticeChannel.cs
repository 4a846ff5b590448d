namespace TriageConsole.Data.Notices;

/// <summary>A channel that sends notices outside of the app.</summary>
public enum NoticeChannel
{
    Webhook = 0,
    Mail = 1,
}
