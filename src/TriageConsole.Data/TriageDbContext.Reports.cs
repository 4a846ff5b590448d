using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Reports;

namespace TriageConsole.Data;

/// <summary>The tables of scheduled reports.</summary>
public sealed partial class TriageDbContext
{
    public DbSet<ReportSchedule> ReportSchedules => Set<ReportSchedule>();

    public DbSet<ReportDelivery> ReportDeliveries => Set<ReportDelivery>();
}
