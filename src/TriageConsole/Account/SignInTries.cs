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
/// Counts tries of passwords per typed address, whether or not there is such an account, and per network. A try is counted before its
/// password is looked at, in one statement of the database: of 32 at the same moment, on any instances, 32 count and the first five are tried.
/// </summary>
public sealed class SignInTries(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IOptions<SignInLimits> limits,
    TimeProvider time
)
{
    /// <summary>Whether the network may try at all, and whether the address may be signed in to.</summary>
    public async Task<(bool Network, bool Address)> CountAsync(string email, IPAddress? from, CancellationToken cancellationToken = default)
    {
        if (await AddAsync(NetworkKey(from), limits.Value.TriesPerNetwork, cancellationToken) > limits.Value.TriesPerNetwork)
            return (false, false);
        return (true, await AddAsync(AddressKey(email), limits.Value.TriesPerAddress, cancellationToken) <= limits.Value.TriesPerAddress);
    }

    /// <summary>A right password: the address starts again, and the try does not count against its network.</summary>
    public async Task ForgiveAsync(string email, IPAddress? from, CancellationToken cancellationToken = default)
    {
        await ForgetAsync(email, cancellationToken);
        var key = NetworkKey(from);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .SignInTries.Where(t => t.Key == key && t.Count > 0)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.Count, t => t.Count - 1), cancellationToken);
    }

    public async Task ForgetAsync(string email, CancellationToken cancellationToken = default)
    {
        var key = AddressKey(email);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInTries.Where(t => t.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>One subscriber has a whole /64 of IPv6, and may use each address of it once.</summary>
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

    internal static string NetworkKey(IPAddress? address) => Hash("network " + Network(address));

    /// <summary>The count with this try. The lock lasts from the try that reaches the limit; later ones count and do not prolong it.</summary>
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
                    .SignInTries.Where(t => t.Key == key)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(t => t.Count, t => t.EndsAt <= now ? 1 : t.Count + 1)
                                .SetProperty(t => t.EndsAt, t => t.EndsAt <= now || t.Count < limit ? end : t.EndsAt),
                        cancellationToken
                    );
                if (counted == 1)
                {
                    // The row is ours until the commit: the count read is the one just written.
                    var count = await db.SignInTries.Where(t => t.Key == key).Select(t => t.Count).SingleAsync(cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                    return count;
                }
            }

            try
            {
                db.SignInTries.Add(
                    new SignInTry
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
                // A try at the same moment made the row.
            }
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
