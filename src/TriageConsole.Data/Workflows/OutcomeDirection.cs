using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Workflows;

public enum OutcomeDirection
{
    HigherIsBetter = 0,
    LowerIsBetter = 1,
}
