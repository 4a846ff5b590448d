namespace TriageConsole.Client;

/// <summary>
/// Captures what an <see cref="HttpClient"/> sends to a model with an OpenAI-compatible API: <c>POST …/chat/completions</c> and
/// <c>POST …/responses</c>. It copies the bytes while they pass, and changes neither requests nor responses, errors or cancellations. Other
/// requests pass untouched.
/// Create it with <see cref="TriageClient.CreateChatHandler"/>.
/// </summary>
/// <remarks>
/// The response is captured when the application has read it to the end, or has disposed it. Headers are not captured, so no key of the
/// model's provider is. A <see cref="TriageScope"/> says to what task and user a call belongs.
/// </remarks>
public sealed class TriageChatHandler : DelegatingHandler
{
    private readonly TriageClient client;

    internal TriageChatHandler(TriageClient client) => this.client = client;

    /// <summary>Whether texts are captured, or only versions, counts and times.</summary>
    public bool CaptureTexts { get; init; } = true;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Begin(request) is not { } call)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return call.Receive(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
        finally
        {
            call.Restore(request);
        }
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Begin(request) is not { } call)
            return base.Send(request, cancellationToken);
        try
        {
            return call.Receive(base.Send(request, cancellationToken));
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
        finally
        {
            call.Restore(request);
        }
    }

    private ChatCall? Begin(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post
        && request.RequestUri is { IsAbsoluteUri: true } address
        && (
            address.AbsolutePath.EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase)
            || address.AbsolutePath.EndsWith("/responses", StringComparison.OrdinalIgnoreCase)
        )
            ? new ChatCall(client, request, CaptureTexts)
            : null;
}
