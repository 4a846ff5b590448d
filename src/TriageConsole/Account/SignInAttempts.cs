using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;

namespace TriageConsole.Account;

/// <summary>
/// Counts password attempts per entered email address, whether or not the account exists, and per network. An attempt is counted before the
/// password is checked, in one database statement. So with 32 concurrent attempts on any number of instances, all 32 count and only the
/// first five are checked.
/// </summary>
public sealed class SignInAttempts(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IOptions<SignInLimits> limits,
    TimeProvider time
)
{
    /// <summary>Counts an attempt. Returns whether the network may try, and whether the address may sign in.</summary>
    public Task<(bool Network, bool Address)> CountAsync(string email, IPAddress? from, CancellationToken cancellationToken = default) =>
        CountKeyAsync(AddressKey(email), from, cancellationToken);

    /// <summary>
    /// The same for the code of the second factor. The count has its own key, so that nobody can lock it by typing an address.
    /// </summary>
    public async Task<bool> CountCodeAsync(long userId, IPAddress? from, CancellationToken cancellationToken = default) =>
        await CountKeyAsync(CodeKey(userId), from, cancellationToken) is (true, true);

    private async Task<(bool Network, bool Address)> CountKeyAsync(string key, IPAddress? from, CancellationToken cancellationToken)
    {
        if (await AddAsync(NetworkKey(from), limits.Value.AttemptsPerNetwork, cancellationToken) > limits.Value.AttemptsPerNetwork)
            return (false, false);
        return (true, await AddAsync(key, limits.Value.AttemptsPerAddress, cancellationToken) <= limits.Value.AttemptsPerAddress);
    }

    /// <summary>After a correct password, resets the count of the address and removes the attempt from the count of its network.</summary>
    public Task ForgiveAsync(string email, IPAddress? from, CancellationToken cancellationToken = default) =>
        ForgiveKeyAsync(AddressKey(email), from, cancellationToken);

    /// <summary>The same after a right code.</summary>
    public Task ForgiveCodeAsync(long userId, IPAddress? from, CancellationToken cancellationToken = default) =>
        ForgiveKeyAsync(CodeKey(userId), from, cancellationToken);

    private async Task ForgiveKeyAsync(string counted, IPAddress? from, CancellationToken cancellationToken)
    {
        var key = NetworkKey(from);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInAttempts.Where(t => t.Key == counted).ExecuteDeleteAsync(cancellationToken);
        await db
            .SignInAttempts.Where(t => t.Key == key && t.Count > 0)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.Count, t => t.Count - 1), cancellationToken);
    }

    public async Task ForgetAsync(string email, CancellationToken cancellationToken = default)
    {
        var key = AddressKey(email);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInAttempts.Where(t => t.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Uses a code that works once. False if it was used in the last minutes.</summary>
    public async Task<bool> UseCodeAsync(long userId, string code, CancellationToken cancellationToken = default) =>
        await AddAsync(Hash($"used {CodeKey(userId)} {code}"), 1, cancellationToken) == 1;

    /// <summary>Deletes counts that have ended.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInAttempts.Where(t => t.EndsAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>One subscriber usually has a whole IPv6 /64 and can use each address in it once, so IPv6 is counted per /64.</summary>
    internal static string Network(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) + "/64"
            : address.ToString();
    }

    internal static string AddressKey(string email) => Hash("address " + email.Trim().ToUpperInvariant());

    private static string CodeKey(long userId) => Hash("code " + userId.ToString(CultureInfo.InvariantCulture));

    internal static string NetworkKey(IPAddress? address) => Hash("network " + Network(address));

    /// <summary>
    /// Returns the count including this attempt. The lock starts at the attempt that reaches the limit; later attempts count but do not
    /// extend it.
    /// </summary>
    private async Task<int> AddAsync(string key, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var end = now.AddMinutes(limits.Value.LockMinutes);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
            {
                var counted = await db
                    .SignInAttempts.Where(t => t.Key == key)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(t => t.Count, t => t.EndsAt <= now ? 1 : t.Count + 1)
                                .SetProperty(t => t.EndsAt, t => t.EndsAt <= now || t.Count < limit ? end : t.EndsAt),
                        cancellationToken
                    );
                if (counted == 1)
                {
                    // The row stays locked until the commit, so this reads the count that was just written.
                    var count = await db.SignInAttempts.Where(t => t.Key == key).Select(t => t.Count).SingleAsync(cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                    return count;
                }
            }

            try
            {
                db.SignInAttempts.Add(
                    new SignInAttempt
                    {
                        Key = key,
                        Count = 0,
                        EndsAt = end,
                    }
                );
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
            {
                // A concurrent attempt created the row. Try again.
            }
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
