using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Retraining;

namespace TriageConsole.Data;

/// <summary>The tables of retraining.</summary>
public sealed partial class TriageDbContext
{
    public DbSet<RetrainingSettings> RetrainingSettings => Set<RetrainingSettings>();

    public DbSet<RetrainingProposal> RetrainingProposals => Set<RetrainingProposal>();

    public DbSet<RetrainingRun> RetrainingRuns => Set<RetrainingRun>();

    public DbSet<RetrainingEvent> RetrainingEvents => Set<RetrainingEvent>();

    public DbSet<RetrainingScore> RetrainingScores => Set<RetrainingScore>();

    public DbSet<RetrainingResult> RetrainingResults => Set<RetrainingResult>();
}
