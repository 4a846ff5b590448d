namespace TriageConsole.Data.Notices;

/// <summary>A channel that sends notices outside of the app.</summary>
public enum NoticeChannel
{
    Webhook = 0,
    Mail = 1,

    /// <summary>An incoming webhook of Slack or a compatible chat.</summary>
    Slack = 2,
}
