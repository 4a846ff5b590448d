using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TriageConsole.Outbound;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>Sends browsers to the provider, if it answers.</summary>
internal sealed class SingleSignOnProvider(
    IOptions<SingleSignOnOptions> settings,
    IOptionsMonitor<OpenIdConnectOptions> options,
    TimeProvider time,
    ILogger<SingleSignOnProvider> logger
)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    public bool IsConfigured => settings.Value.IsConfigured;

    /// <summary>Writes the redirect to the provider. Otherwise returns why that is not possible.</summary>
    public async Task<SingleSignOnResult?> ChallengeAsync(HttpContext context, string returnUrl)
    {
        try
        {
            // The handler keeps the provider's description for hours and would send people to a provider that is down.
            await AskAsync(context.RequestAborted);
            await context.ChallengeAsync(SingleSignOnFeature.Scheme, new AuthenticationProperties { RedirectUri = returnUrl });
            return null;
        }
        catch (Exception e) when (IsFault(e) && !context.RequestAborted.IsCancellationRequested)
        {
            return Explain(e);
        }
    }

    /// <summary>Logs a fault. People see only whether the provider is down or has refused.</summary>
    public SingleSignOnResult Explain(Exception? fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
            if (e is HttpRequestException or OutboundRefusedException or OperationCanceledException or IOException)
            {
                SingleSignOnLog.Unreachable(logger, e.Message);
                return SingleSignOnResult.Unreachable;
            }

        SingleSignOnLog.Failed(logger, fault?.Message ?? "no reason");
        return SingleSignOnResult.Failed;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var provider = options.Get(SingleSignOnFeature.Scheme);
        using var limit = new CancellationTokenSource(MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var answer = await provider.Backchannel.GetAsync(
            provider.MetadataAddress,
            HttpCompletionOption.ResponseHeadersRead,
            either.Token
        );
        answer.EnsureSuccessStatusCode();
    }

    private static bool IsFault(Exception e) =>
        e
            is HttpRequestException
                or OutboundRefusedException
                or OperationCanceledException
                or IOException
                or InvalidOperationException
                or OpenIdConnectProtocolException;
}
