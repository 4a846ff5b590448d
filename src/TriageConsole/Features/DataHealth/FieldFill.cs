using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>How many of the latest interactions have a field, 0..1.</summary>
public sealed record FieldFill(string Field, double Share);
