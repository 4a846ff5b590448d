using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>
/// Keys that were found good. Only those are kept, by their SHA-256, so that strangers cannot fill it. A key is checked again once a second
/// while
/// it is in use; who revokes one is heard within about that. Where the database does not answer, what was known last holds for a day.
/// </summary>
internal sealed class ApiKeyCache(ApiKeyService keys, IProviderStatements statements, TimeProvider time, ILogger<ApiKeyCache> logger)
{
    public const int Most = 10_000;

    /// <summary>So long a key is taken as it was found.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>So long it is still taken while it is checked again; a request with an older one waits for that.</summary>
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(2);

    /// <summary>So long a request waits for a database that says nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>So long a check goes on without an answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<KeyHash, KnownKey> known = new();
    private int isAway;

    public int Count => known.Count;

    /// <summary>
    /// A key that was found good a moment ago, and is checked again meanwhile where that is due. Null: ask <see cref="VerifyAsync"/>.
    /// </summary>
    public KnownKey? Known(string presented)
    {
        if (
            presented.Length > KeyHash.Longest
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

    /// <summary>Whose key it is; null where it is unknown, revoked or expired. Throws where that cannot be known.</summary>
    public ValueTask<ClaimsPrincipal?> VerifyAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Length > KeyHash.Longest)
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
            throw new TimeoutException("The database did not say in time whose key it is.");
        }
    }

    /// <summary>
    /// The check that is under way, the one that ended within the last second, or a new one: one a key at a time, one a second.
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
        var left = Patience - time.GetElapsedTime(check.StartedAt);
        if (!check.Verdict.IsCompleted && left > TimeSpan.Zero)
            await Task.WhenAny(check.Verdict, Task.Delay(left, time, cancellationToken));
        if (check.Verdict.IsCompleted && await check.Verdict is { IsKnown: true } verdict)
            return verdict.Principal;
        return age < Longest
            ? key.Principal
            : throw new TimeoutException("The database is away, and whose key it is was last known a day ago.");
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
        // What is revoked while the question is on its way must not look younger than the question.
        var asked = time.GetTimestamp();
        if (await keys.VerifyAsync(presented, cancellationToken) is not { } verified)
        {
            known.TryRemove(hash, out _);
            return null;
        }

        var principal = ApiKeyHandler.PrincipalOf(verified);
        if (known.ContainsKey(hash) || HasRoom())
            known[hash] = new KnownKey(principal, verified.ExpiresAt, asked);
        return principal;
    }

    /// <summary>
    /// A full one lets go of keys that nobody used for a while; where there are none such, the newcomer is asked for each time.
    /// </summary>
    private bool HasRoom()
    {
        if (known.Count < Most)
            return true;
        foreach (var (hash, key) in known)
            if (time.GetElapsedTime(key.CheckedAt) > TimeSpan.FromMinutes(5))
                known.TryRemove(hash, out _);
        return known.Count < Most;
    }

    internal sealed class KnownKey(ClaimsPrincipal principal, DateTimeOffset? expiresAt, long checkedAt)
    {
        public ClaimsPrincipal Principal => principal;

        public ApiCaller Caller { get; } = ApiCaller.From(principal);

        public DateTimeOffset? ExpiresAt => expiresAt;

        /// <summary>Those of the scopes there are that the key has, itself or by being an admin's.</summary>
        public string[] Scopes { get; } = [.. ApiScopes.All.Where(s => ApiScopes.Allows(principal, s))];

        public long CheckedAt => checkedAt;

        public Check? Check { get; set; }
    }

    internal sealed record Check(long StartedAt, Task<Verdict> Verdict);

    /// <summary>Not known: the database did not answer.</summary>
    internal readonly record struct Verdict(bool IsKnown, ClaimsPrincipal? Principal);

    /// <summary>SHA-256 of a presented key: the key itself is kept nowhere.</summary>
    private readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
    {
        /// <summary>No key of ours has more characters.</summary>
        public const int Longest = 200;

        public static KeyHash Of(string presented)
        {
            Span<byte> text = stackalloc byte[Longest * 3];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            var length = Encoding.UTF8.GetBytes(presented, text);
            SHA256.HashData(text[..length], hash);
            return new KeyHash(
                BinaryPrimitives.ReadUInt64LittleEndian(hash),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[24..])
            );
        }
    }
}

internal static partial class ApiKeyLog
{
    [LoggerMessage(14, LogLevel.Warning, "API keys cannot be checked; those known already hold until they can")]
    public static partial void Away(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Information, "API keys are checked again")]
    public static partial void Back(ILogger logger);
}
