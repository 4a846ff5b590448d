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

/// <summary>How far the bridging sample of a version is, and how often its answers agree with those of the version before.</summary>
public sealed record BridgeProgress(int FromNumber, int Done, int Items, IReadOnlyList<BridgeAgreement> Criteria);
