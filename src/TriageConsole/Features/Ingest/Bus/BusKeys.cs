using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// Finds the tenant of messages by their API keys, with the rules of the HTTP endpoints. A key is checked once per batch, so that a
/// revocation takes effect with the next batch.
/// </summary>
internal sealed class BusKeys(ApiKeyService keys)
{
    private static readonly Refusal NoKey = new("no_key", $"The message has no API key in its header {BusHeaders.Key}.");
    private static readonly Refusal BadKey = new("invalid_key", "The API key of the message is unknown, revoked or expired.");
    private static readonly Refusal NoScope = new("missing_scope", "The API key of the message lacks the scope for this content.");
    private static readonly Refusal OtherTenant = new("wrong_tenant", "The key of the message and the one of its queue differ in tenant.");

    /// <summary>Whose each message is, or why it is refused.</summary>
    /// <exception cref="BusKeyException">The key of a queue or topic is not valid. It is no fault of the messages.</exception>
    public async Task<IReadOnlyList<BusOwner>> OfAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, VerifiedKey?>(StringComparer.Ordinal);
        var found = new List<BusOwner>(messages.Count);
        foreach (var message in messages)
        {
            var sent = message.Key is { } key ? await VerifyAsync(known, key, cancellationToken) : null;
            if (message.Source.Options.Key is not { Length: > 0 } bound)
                found.Add(
                    message.Key is null ? new BusOwner(null, null, NoKey)
                    : sent is null ? new BusOwner(null, null, BadKey)
                    : SourceOf(message.Source, sent) is { } source ? new BusOwner(source, sent, null)
                    : new BusOwner(null, null, NoScope)
                );
            else
                found.Add(OfBound(message, await VerifyAsync(known, bound, cancellationToken), sent));
        }

        return found;
    }

    private static BusOwner OfBound(BusMessage message, VerifiedKey? bound, VerifiedKey? sent)
    {
        if (bound is null || SourceOf(message.Source, bound) is not { } source)
            throw new BusKeyException(message.Source.Name);
        message.Source.TenantId = bound.TenantId;
        if (message.Key is not null && sent is null)
            return new BusOwner(null, null, BadKey);
        return sent is not null && sent.TenantId != bound.TenantId
            ? new BusOwner(null, null, OtherTenant)
            : new BusOwner(source, bound, null);
    }

    private static IngestSource? SourceOf(BusSource source, VerifiedKey key)
    {
        // Everybody can read a browser key. Its only protection is the origin of a page, which a message does not have.
        if (key.Origins is not null)
            return null;
        var principal = ApiKeyHandler.PrincipalOf(key);
        var mayIngest = ApiScopes.Allows(principal, ApiScopes.Ingest);
        var isAllowed = mayIngest || (source.Options.Content == BusContent.Feedback && ApiScopes.Allows(principal, ApiScopes.Feedback));
        return isAllowed
            ? new IngestSource(key.TenantId, key.TenantKey, source.Options.Content == BusContent.Feedback ? "feedback" : "interaction")
            {
                IsFeedbackOnly = !mayIngest,
            }
            : null;
    }

    private async Task<VerifiedKey?> VerifyAsync(
        Dictionary<string, VerifiedKey?> known,
        string presented,
        CancellationToken cancellationToken
    )
    {
        if (!known.TryGetValue(presented, out var key))
            known[presented] = key = await keys.VerifyAsync(presented, cancellationToken);
        return key;
    }
}
