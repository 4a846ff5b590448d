using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Labeling;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

public sealed record GoldenAnswer(string Workflow, IReadOnlyList<GoldenItemAnswer> Items);
