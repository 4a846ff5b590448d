using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Audit;

/// <summary>Sends checkpoints of the audit log to a program outside, which can keep them. They are signed already.</summary>
public sealed class AuditWebhook(IHttpClientFactory clients, IOptions<AuditOptions> options)
{
    /// <summary>Whether a webhook is set.</summary>
    public bool IsSet => options.Value.WebhookUrl is not null;

    /// <summary>Sends a checkpoint as text.</summary>
    /// <exception cref="HttpRequestException">It was not accepted.</exception>
    public async Task PostAsync(string note, CancellationToken cancellationToken)
    {
        using var content = new StringContent(note, Encoding.UTF8, MediaTypeNames.Text.Plain);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.WebhookUrl) { Content = content };
        using var client = clients.CreateClient(nameof(AuditWebhook));
        // The body of the answer is not read, so its text cannot reach the log.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The webhook of the audit log returned status {(int)answer.StatusCode}.");
    }
}
