using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>A place where an admin may give roles.</summary>
public sealed record GrantPlace(string? TenantKey, string? WorkflowKey, string Label);
