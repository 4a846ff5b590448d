using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

public enum PatternState
{
    New = 0,
    Acknowledged = 1,
    Fixing = 2,
    Fixed = 3,
    Regressed = 4,
}
