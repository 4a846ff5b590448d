using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Data;

public sealed partial class TriageDbContext
{
    public DbSet<EvalRun> EvalRuns => Set<EvalRun>();

    public DbSet<EvalItem> EvalItems => Set<EvalItem>();

    public DbSet<EvalResult> EvalResults => Set<EvalResult>();

    public DbSet<EvaluatorSet> EvaluatorSets => Set<EvaluatorSet>();

    public DbSet<JudgeVersion> JudgeVersions => Set<JudgeVersion>();

    public DbSet<JudgeRun> JudgeRuns => Set<JudgeRun>();

    public DbSet<JudgeRunItem> JudgeRunItems => Set<JudgeRunItem>();
}
