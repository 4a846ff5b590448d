namespace TriageConsole.Features.Notices;

/// <summary>Channels for notices (section <c>Notices</c>). Without any, notices appear only in the app.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>The public address of the console, for links in notices.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Receives each notice as JSON by POST.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Key of the signature in <c>X-Triage-Signature: sha256=…</c>, an HMAC of the body.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>
    /// An incoming webhook of Slack, Mattermost or another chat. Notices about releases go there, once for all recipients.
    /// </summary>
    public Uri? SlackUrl { get; set; }

    public string SmtpHost { get; set; } = "";

    public int SmtpPort { get; set; } = 587;

    public string SmtpUser { get; set; } = "";

    public string SmtpPassword { get; set; } = "";

    public bool SmtpTls { get; set; } = true;

    public string MailFrom { get; set; } = "";

    public bool IsValid() =>
        (WebhookUrl is null || WebhookUrl.Scheme is "http" or "https")
        && (SlackUrl is null || SlackUrl.Scheme is "http" or "https")
        && (SmtpHost.Length == 0 || MailFrom.Contains('@', StringComparison.Ordinal))
        && SmtpPort is > 0 and < 65536;
}
