using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Tests.Shared;

public sealed record SignedInPerson(long UserId, string Email, HttpClient Client);
