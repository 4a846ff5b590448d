using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

public enum ReleaseState
{
    Draft = 0,
    Evaluating = 1,
    Shadow = 2,
    Canary = 3,
    Live = 4,
    Superseded = 5,
    RolledBack = 6,
    Rejected = 7,
}
