using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Security;

/// <summary>A new API key. <paramref name="Key"/> is shown only once.</summary>
public sealed record CreatedApiKey(long Id, string Key);
