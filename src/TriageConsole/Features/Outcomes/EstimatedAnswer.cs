using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

internal sealed record EstimatedAnswer(DateOnly Day, long Count, double EstimatedShare, double? Value, double? Low, double? High);
