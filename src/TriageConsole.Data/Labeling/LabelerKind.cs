using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Labeling;

public enum LabelerKind
{
    Person = 0,
    Judge = 1,
    Imported = 2,
}
