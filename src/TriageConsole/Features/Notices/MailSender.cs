using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace TriageConsole.Features.Notices;

/// <summary>Sends a mail through the configured server.</summary>
public sealed class MailSender(IOptions<NoticeOptions> options, TimeProvider time)
{
    /// <summary>On this port a server uses TLS from the start. On others the client requests it (STARTTLS).</summary>
    private const int TlsPort = 465;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public bool IsConfigured => options.Value.SmtpHost.Length > 0;

    /// <summary>The public address of a page; null if <c>Notices:PublicUrl</c> is not set.</summary>
    public string? AddressOf(string path) => options.Value.PublicUrl is { } root ? $"{root.AbsoluteUri.TrimEnd('/')}/{path}" : null;

    /// <summary>Throws if the server does not accept the mail.</summary>
    /// <param name="to">The address.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="file">An attached file.</param>
    /// <param name="id">The first part of the Message-ID, if the mail can be sent again; otherwise it is random.</param>
    public async Task SendAsync(
        string to,
        string subject,
        string text,
        CancellationToken cancellationToken,
        MailAttachment? file = null,
        string? id = null
    )
    {
        var settings = options.Value;
        using var mail = new MimeMessage();
        var from = MailboxAddress.Parse(settings.MailFrom);
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress("", to));
        var body = new BodyBuilder { TextBody = text };
        if (file is not null)
            body.Attachments.Add(file.Name, Encoding.UTF8.GetBytes(file.Html), new ContentType("text", "html") { Charset = "utf-8" });
        (mail.Subject, mail.Body) = (subject, body.ToMessageBody());
        mail.Date = time.GetUtcNow();
        if (id is not null)
            mail.MessageId = $"{id}@{DomainOf(from)}";
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // Without a revocation check: a server without internet access could not send any mail.
            using var client = new SmtpClient { CheckCertificateRevocation = false };
            await client.ConnectAsync(settings.SmtpHost, settings.SmtpPort, Security(settings), either.Token);
            if (settings.SmtpUser.Length > 0)
                await client.AuthenticateAsync(settings.SmtpUser, settings.SmtpPassword, either.Token);
            await client.SendAsync(mail, either.Token);
            await client.DisconnectAsync(quit: true, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server did not accept the mail within {Limit.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>In ASCII, as in the header.</summary>
    private static string DomainOf(MailboxAddress from)
    {
        var address = from.GetAddress(idnEncode: true);
        return address[(address.LastIndexOf('@') + 1)..];
    }

    private static SecureSocketOptions Security(NoticeOptions settings) =>
        !settings.SmtpTls ? SecureSocketOptions.None
        : settings.SmtpPort == TlsPort ? SecureSocketOptions.SslOnConnect
        : SecureSocketOptions.StartTls;
}
