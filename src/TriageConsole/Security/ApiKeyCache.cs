using System.Collections.Concurrent;
using System.Security.Claims;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>
/// Caches valid API keys by their SHA-256. Invalid keys are not cached, so attackers cannot fill the cache. A key in use is checked again
/// once a second, so a revocation takes effect within about a second. If the database does not respond, the last result is used for up to a
/// day.
/// </summary>
internal sealed class ApiKeyCache(ApiKeyService keys, IProviderStatements statements, TimeProvider time, ILogger<ApiKeyCache> logger)
{
    public const int MaxKeys = 10_000;

    /// <summary>A key is accepted without a new check for this time.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>A key is accepted for this time while a new check runs. A request with an older result waits for the check.</summary>
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(2);

    /// <summary>The time that a request waits for a database that does not respond.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>The timeout of a check.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<KeyHash, KnownKey> known = new();
    private int isAway;

    public int Count => known.Count;

    /// <summary>Whether a key was checked so recently that it is accepted without looking it up.</summary>
    public bool IsFresh(KnownKey key) =>
        time.GetElapsedTime(key.CheckedAt) < Fresh && !(key.ExpiresAt is { } end && end <= time.GetUtcNow());

    /// <summary>Returns a recently checked key and starts a new check if one is due. Null: call <see cref="VerifyAsync"/>.</summary>
    public KnownKey? Known(string presented)
    {
        if (
            presented.Length > KeyHash.MaxLength
            || !known.TryGetValue(KeyHash.Of(presented), out var key)
            || (key.ExpiresAt is { } end && end <= time.GetUtcNow())
        )
            return null;
        var now = time.GetTimestamp();
        var age = time.GetElapsedTime(key.CheckedAt, now);
        if (age >= Usable)
            return null;
        if (age >= Fresh)
            CheckOf(key, KeyHash.Of(presented), presented, now);
        return key;
    }

    /// <summary>
    /// Returns the principal of a key, or null if the key is unknown, revoked or expired. Throws if the database does not respond and no
    /// recent result is known.
    /// </summary>
    public ValueTask<ClaimsPrincipal?> VerifyAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Length > KeyHash.MaxLength)
            return default;
        var hash = KeyHash.Of(presented);
        if (!known.TryGetValue(hash, out var key))
            return new(FirstAsync(hash, presented, cancellationToken));
        if (key.ExpiresAt <= time.GetUtcNow())
            return default;
        var now = time.GetTimestamp();
        var age = time.GetElapsedTime(key.CheckedAt, now);
        if (age < Fresh)
            return new(key.Principal);
        var check = CheckOf(key, hash, presented, now);
        return age < Usable ? new(key.Principal) : new(CheckedAsync(key, check, age, cancellationToken));
    }

    private async Task<ClaimsPrincipal?> FirstAsync(KeyHash hash, string presented, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(hash, presented, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && statements.IsCancellation(e, limit.Token))
        {
            throw new TimeoutException("The database did not respond in time to the check of the API key.");
        }
    }

    /// <summary>
    /// Returns the running check, or the one that ended within the last second, or a new one. So each key has at most one check at a time
    /// and one per second.
    /// </summary>
    private Check CheckOf(KnownKey key, KeyHash hash, string presented, long now)
    {
        lock (key)
        {
            if (key.Check is { } last && (!last.Verdict.IsCompleted || time.GetElapsedTime(last.StartedAt, now) < Fresh))
                return last;
            return key.Check = new Check(now, Task.Run(() => CheckAsync(hash, presented)));
        }
    }

    private async Task<ClaimsPrincipal?> CheckedAsync(KnownKey key, Check check, TimeSpan age, CancellationToken cancellationToken)
    {
        var left = MaxWait - time.GetElapsedTime(check.StartedAt);
        if (!check.Verdict.IsCompleted && left > TimeSpan.Zero)
            await Task.WhenAny(check.Verdict, Task.Delay(left, time, cancellationToken));
        if (check.Verdict.IsCompleted && await check.Verdict is { IsKnown: true } verdict)
            return verdict.Principal;
        return age < MaxAge
            ? key.Principal
            : throw new TimeoutException("The database is unreachable, and the last check of the API key is more than a day old.");
    }

    private async Task<Verdict> CheckAsync(KeyHash hash, string presented)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit, time);
            var principal = await AskAsync(hash, presented, limit.Token);
            if (Interlocked.Exchange(ref isAway, 0) == 1)
                ApiKeyLog.Back(logger);
            return new Verdict(true, principal);
        }
        catch (Exception e)
        {
            if (Interlocked.Exchange(ref isAway, 1) == 0)
                ApiKeyLog.Away(logger, e);
            return default;
        }
    }

    private async Task<ClaimsPrincipal?> AskAsync(KeyHash hash, string presented, CancellationToken cancellationToken)
    {
        // Take the time before the query: a revocation during the query must not look older than the check.
        var startedAt = time.GetTimestamp();
        if (await keys.VerifyAsync(presented, cancellationToken) is not { } verified)
        {
            known.TryRemove(hash, out _);
            return null;
        }

        var principal = ApiKeyHandler.PrincipalOf(verified);
        if (known.ContainsKey(hash) || HasRoom())
            known[hash] = new KnownKey(principal, verified.ExpiresAt, startedAt);
        return principal;
    }

    /// <summary>
    /// A full cache removes keys that were not used for five minutes. If there are none, a new key is not cached and is checked at each
    /// request.
    /// </summary>
    private bool HasRoom()
    {
        if (known.Count < MaxKeys)
            return true;
        foreach (var (hash, key) in known)
            if (time.GetElapsedTime(key.CheckedAt) > TimeSpan.FromMinutes(5))
                known.TryRemove(hash, out _);
        return known.Count < MaxKeys;
    }

    internal sealed class KnownKey(ClaimsPrincipal principal, DateTimeOffset? expiresAt, long checkedAt)
    {
        public ClaimsPrincipal Principal => principal;

        public ApiCaller Caller { get; } = ApiCaller.From(principal);

        public DateTimeOffset? ExpiresAt => expiresAt;

        /// <summary>All scopes that the key has, directly or through the admin scope.</summary>
        public string[] Scopes { get; } = [.. ApiScopes.All.Where(s => ApiScopes.Allows(principal, s))];

        public long CheckedAt => checkedAt;

        public Check? Check { get; set; }
    }

    internal sealed record Check(long StartedAt, Task<Verdict> Verdict);

    /// <summary>The result of a check. IsKnown is false if the database did not respond.</summary>
    internal readonly record struct Verdict(bool IsKnown, ClaimsPrincipal? Principal);
}
