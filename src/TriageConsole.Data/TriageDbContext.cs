using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Comments;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.EventLog;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Jobs;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Lists;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Redaction;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Scoring;
using TriageConsole.Data.Tables;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Triage;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data;

/// <summary>The memory of the console. Taken from a factory, one a unit of work; tenant filters stand in each query.</summary>
public sealed partial class TriageDbContext(DbContextOptions<TriageDbContext> options)
    : IdentityUserContext<AppUser, long>(options),
        IDataProtectionKeyContext
{
    public const string InteractionIds = "interaction_ids";

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<Workflow> Workflows => Set<Workflow>();

    public DbSet<SuspicionWeights> SuspicionWeights => Set<SuspicionWeights>();

    public DbSet<Rescore> Rescores => Set<Rescore>();

    public DbSet<WorkflowCounter> WorkflowCounters => Set<WorkflowCounter>();

    public DbSet<TableSchedule> TableSchedules => Set<TableSchedule>();

    public DbSet<TableExport> TableExports => Set<TableExport>();

    public DbSet<Interaction> Interactions => Set<Interaction>();

    public DbSet<InteractionPayload> InteractionPayloads => Set<InteractionPayload>();

    public DbSet<Signal> Signals => Set<Signal>();

    public DbSet<PendingSignal> PendingSignals => Set<PendingSignal>();

    public DbSet<QuarantinedEvent> QuarantinedEvents => Set<QuarantinedEvent>();

    public DbSet<StoredTrace> StoredTraces => Set<StoredTrace>();

    public DbSet<StoredTracePart> StoredTraceParts => Set<StoredTracePart>();

    public DbSet<StagedScore> StagedScores => Set<StagedScore>();

    public DbSet<EventLogKey> EventLogKeys => Set<EventLogKey>();

    public DbSet<EventLogSecret> EventLogSecret => Set<EventLogSecret>();

    public DbSet<EventLogEntry> EventLogOutbox => Set<EventLogEntry>();

    public DbSet<EventLogSegment> EventLogSegments => Set<EventLogSegment>();

    public DbSet<RedactionSetting> RedactionSettings => Set<RedactionSetting>();

    public DbSet<SessionPlaceholder> SessionPlaceholders => Set<SessionPlaceholder>();

    public DbSet<ProtectedKey> ProtectedKeys => Set<ProtectedKey>();

    public DbSet<SubjectKey> SubjectKeys => Set<SubjectKey>();

    public DbSet<RawText> RawTexts => Set<RawText>();

    public DbSet<RawFeedback> RawFeedback => Set<RawFeedback>();

    public DbSet<PrivacyEvent> PrivacyEvents => Set<PrivacyEvent>();

    public DbSet<Slice> Slices => Set<Slice>();

    public DbSet<Rollup> Rollups => Set<Rollup>();

    public DbSet<Breakdown> Breakdowns => Set<Breakdown>();

    public DbSet<FailureWindow> FailureWindows => Set<FailureWindow>();

    public DbSet<FailurePattern> FailurePatterns => Set<FailurePattern>();

    public DbSet<PatternEvent> PatternEvents => Set<PatternEvent>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<CommentMention> CommentMentions => Set<CommentMention>();

    public DbSet<PatternDay> PatternDays => Set<PatternDay>();

    public DbSet<PatternMember> PatternMembers => Set<PatternMember>();

    public DbSet<PatternRun> PatternRuns => Set<PatternRun>();

    public DbSet<AttributeBuckets> AttributeBuckets => Set<AttributeBuckets>();

    public DbSet<Finding> Findings => Set<Finding>();

    public DbSet<FeedbackSource> FeedbackSources => Set<FeedbackSource>();

    public DbSet<FeedbackSourceWindow> FeedbackSourceWindows => Set<FeedbackSourceWindow>();

    public DbSet<FeedbackSourceComparison> FeedbackSourceComparisons => Set<FeedbackSourceComparison>();

    public DbSet<SamplingRound> SamplingRounds => Set<SamplingRound>();

    public DbSet<SamplingCandidate> SamplingCandidates => Set<SamplingCandidate>();

    public DbSet<Rubric> Rubrics => Set<Rubric>();

    public DbSet<RubricVersion> RubricVersions => Set<RubricVersion>();

    public DbSet<RubricDraft> RubricDrafts => Set<RubricDraft>();

    public DbSet<RubricBridge> RubricBridges => Set<RubricBridge>();

    public DbSet<QueueItem> QueueItems => Set<QueueItem>();

    public DbSet<Labeler> Labelers => Set<Labeler>();

    public DbSet<Assignment> Assignments => Set<Assignment>();

    public DbSet<LabelSuggestion> LabelSuggestions => Set<LabelSuggestion>();

    public DbSet<Flag> Flags => Set<Flag>();

    public DbSet<FlagEntry> FlagEntries => Set<FlagEntry>();

    public DbSet<LabelDraft> LabelDrafts => Set<LabelDraft>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<LabelAnswer> LabelAnswers => Set<LabelAnswer>();

    public DbSet<LabelerDay> LabelerDays => Set<LabelerDay>();

    public DbSet<AgreementCriterion> AgreementCriteria => Set<AgreementCriterion>();

    public DbSet<AgreementValue> AgreementValues => Set<AgreementValue>();

    public DbSet<AgreementEntry> AgreementEntries => Set<AgreementEntry>();

    public DbSet<AgreementPattern> AgreementPatterns => Set<AgreementPattern>();

    public DbSet<LabelerPair> LabelerPairs => Set<LabelerPair>();

    public DbSet<AgreementTurn> AgreementTurns => Set<AgreementTurn>();

    public DbSet<ConsensusFit> ConsensusFits => Set<ConsensusFit>();

    public DbSet<LabelerQuality> LabelerQualities => Set<LabelerQuality>();

    public DbSet<Disagreement> Disagreements => Set<Disagreement>();

    public DbSet<Adjudication> Adjudications => Set<Adjudication>();

    public DbSet<GoldenItem> GoldenItems => Set<GoldenItem>();

    public DbSet<GoldenVersion> GoldenVersions => Set<GoldenVersion>();

    public DbSet<GoldenCheck> GoldenChecks => Set<GoldenCheck>();

    public DbSet<CalibrationAnswer> CalibrationAnswers => Set<CalibrationAnswer>();

    public DbSet<Dataset> Datasets => Set<Dataset>();

    public DbSet<DatasetVersion> DatasetVersions => Set<DatasetVersion>();

    public DbSet<DatasetItem> DatasetItems => Set<DatasetItem>();

    public DbSet<DatasetItemLabel> DatasetItemLabels => Set<DatasetItemLabel>();

    public DbSet<DatasetAlias> DatasetAliases => Set<DatasetAlias>();

    public DbSet<ConsentWithdrawal> ConsentWithdrawals => Set<ConsentWithdrawal>();

    public DbSet<ComponentVersion> ComponentVersions => Set<ComponentVersion>();

    public DbSet<Release> Releases => Set<Release>();

    public DbSet<ReleaseComponent> ReleaseComponents => Set<ReleaseComponent>();

    public DbSet<ReleaseTransition> ReleaseTransitions => Set<ReleaseTransition>();

    public DbSet<ReleasePolicy> ReleasePolicies => Set<ReleasePolicy>();

    public DbSet<ReleaseEvidence> ReleaseEvidence => Set<ReleaseEvidence>();

    public DbSet<ReleaseMonitor> ReleaseMonitors => Set<ReleaseMonitor>();

    public DbSet<Experiment> Experiments => Set<Experiment>();

    public DbSet<ExperimentArm> ExperimentArms => Set<ExperimentArm>();

    public DbSet<ArmComparison> ArmComparisons => Set<ArmComparison>();

    public DbSet<SharedUnit> SharedUnits => Set<SharedUnit>();

    public DbSet<ArmShare> ArmShares => Set<ArmShare>();

    public DbSet<ExperimentPoint> ExperimentPoints => Set<ExperimentPoint>();

    public DbSet<ModelEndpoint> ModelEndpoints => Set<ModelEndpoint>();

    public DbSet<RoutingVersion> RoutingVersions => Set<RoutingVersion>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<NoticeDelivery> NoticeDeliveries => Set<NoticeDelivery>();

    public DbSet<JobState> JobStates => Set<JobState>();

    public DbSet<JobItem> JobItems => Set<JobItem>();

    public DbSet<JobMark> JobMarks => Set<JobMark>();

    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();

    public DbSet<RoleOffer> RoleOffers => Set<RoleOffer>();

    public DbSet<RemovedRole> RemovedRoles => Set<RemovedRole>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();

    public DbSet<AccountSession> AccountSessions => Set<AccountSession>();

    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();

    public DbSet<PersonalToken> PersonalTokens => Set<PersonalToken>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<ApiKeyOrigin> ApiKeyOrigins => Set<ApiKeyOrigin>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        var times = configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondConverter>();
        if (Database.IsSqlServer())
            times.HavePrecision(6);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<IdentityUserClaim<long>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<long>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<long>>().ToTable("user_tokens");
        builder.ApplyConfigurationsFromAssembly(typeof(TriageDbContext).Assembly);
        builder.HasSequence<long>(InteractionIds);
        ReleaseNameTranslation.Apply(builder);
        var sqlServer = Database.IsSqlServer();
        FilterLiterals.Apply(builder, sqlServer);
        SnakeCaseNames.Apply(builder, sqlServer);
        if (!sqlServer)
            return;
        UniqueIndexes.LetNullsRepeat(builder);
        LimitKeys(builder);
    }

    /// <summary>A clustered key of SQL Server's has 900 bytes at most; Identity leaves room for more.</summary>
    private static void LimitKeys(ModelBuilder builder)
    {
        builder.Entity<IdentityUserLogin<long>>().Property(l => l.LoginProvider).HasMaxLength(128);
        builder.Entity<IdentityUserLogin<long>>().Property(l => l.ProviderKey).HasMaxLength(300);
        builder.Entity<IdentityUserToken<long>>().Property(t => t.LoginProvider).HasMaxLength(128);
        builder.Entity<IdentityUserToken<long>>().Property(t => t.Name).HasMaxLength(128);
    }
}
