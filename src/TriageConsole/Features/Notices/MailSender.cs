using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Notices;

/// <summary>Sends a mail by the configured server.</summary>
public sealed class MailSender(IOptions<NoticeOptions> options)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public bool IsConfigured => options.Value.SmtpHost.Length > 0;

    /// <summary>The address of a page, as people reach it; null where <c>Notices:PublicUrl</c> is not set.</summary>
    public string? AddressOf(string path) => options.Value.PublicUrl is { } root ? $"{root.AbsoluteUri.TrimEnd('/')}/{path}" : null;

    /// <summary>Throws where the server does not take it.</summary>
    public async Task SendAsync(string to, string subject, string text, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var client = new SmtpClient(settings.SmtpHost, settings.SmtpPort) { EnableSsl = settings.SmtpTls };
        if (settings.SmtpUser.Length > 0)
            client.Credentials = new System.Net.NetworkCredential(settings.SmtpUser, settings.SmtpPassword);
        using var mail = new MailMessage(settings.MailFrom, to, subject, text);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await client.SendMailAsync(mail, limit.Token);
    }
}
