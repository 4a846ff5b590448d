using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Security;

internal sealed record VerifiedKey(long TenantId, string TenantKey, string KeyId, string Scopes, DateTimeOffset? ExpiresAt);
