using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Triage;

namespace TriageConsole.Data.Labeling;

public enum AssignmentState
{
    Leased = 0,
    Submitted = 1,
    Skipped = 2,
    Expired = 3,
}
