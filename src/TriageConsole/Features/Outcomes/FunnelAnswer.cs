using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

internal sealed record FunnelAnswer(long Interactions, long WithSignal, long WithOutcome, long? LabelsGiven, long LabelsEver);
