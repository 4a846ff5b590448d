using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Notices;

/// <summary>A notice as its person sees it.</summary>
public sealed record NoticeRow(long Id, string Text, string Link, DateTimeOffset CreatedAt);
