using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

/// <summary>Of the pairs of labels before and after the change, how many give the same answer.</summary>
public sealed record BridgeAgreement(string Criterion, int Same, int Pairs);
