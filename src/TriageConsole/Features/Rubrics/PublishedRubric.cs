using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

/// <summary>A published version as labeling and pages use it.</summary>
public sealed record PublishedRubric(long VersionId, int Number, string Name, RubricDefinition Definition);
