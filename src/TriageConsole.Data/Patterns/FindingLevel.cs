using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

public enum FindingLevel
{
    Notice = 1,
    Alarm = 2,
}
