namespace TriageConsole.Auditing;

/// <summary>The actions of the audit log. A name that was written once keeps its meaning.</summary>
public static class AuditActions
{
    public const string SignedIn = "session.signed_in";
    public const string SessionsEnded = "session.ended";
    public const string RoleOffered = "role.offered";
    public const string RoleGranted = "role.granted";
    public const string RoleRemoved = "role.removed";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string TwoFactorTurnedOn = "account.two_factor_turned_on";
    public const string TwoFactorTurnedOff = "account.two_factor_turned_off";
    public const string AccountLinked = "account.linked";
    public const string AccountProvisioned = "account.provisioned";
    public const string AccountChanged = "account.changed";
    public const string AccountDeprovisioned = "account.deprovisioned";
    public const string GroupCreated = "group.created";
    public const string GroupChanged = "group.changed";
    public const string GroupDeleted = "group.deleted";
    public const string TokenCreated = "token.created";
    public const string TokenRevoked = "token.revoked";
    public const string KeyCreated = "key.created";
    public const string KeyRevoked = "key.revoked";
    public const string KeyLimited = "key.limits_changed";
    public const string AuditKeyRotated = "audit.key_rotated";
    public const string RubricPublished = "rubric.published";
    public const string GoldenCreated = "golden.created";
    public const string GoldenChanged = "golden.changed";
    public const string ReleaseMoved = "release.moved";
    public const string GatesOverridden = "release.gates_overridden";
    public const string ApprovalChanged = "release.approval";
    public const string PlanChanged = "release.plan";
    public const string FreezeChanged = "release.freeze_changed";
    public const string FreezeOverridden = "release.freeze_overridden";
    public const string RawTextRead = "raw_text.read";
    public const string RedactionChanged = "redaction.changed";
    public const string UserErased = "user.erased";
    public const string ConsentWithdrawn = "consent.withdrawn";
    public const string ConsentRestored = "consent.restored";
    public const string JudgeCalibrated = "judge.calibrated";
    public const string RetrainingProposed = "retraining.proposed";
    public const string RetrainingDismissed = "retraining.dismissed";
    public const string RetrainingStarted = "retraining.started";
    public const string RetrainingCancelled = "retraining.cancelled";
    public const string RetrainingEnded = "retraining.ended";
    public const string RetrainingSettingsChanged = "retraining.settings_changed";
    public const string RetrievalFilterCreated = "retrieval.filter_created";
    public const string ReportScheduled = "report.scheduled";
    public const string Exported = "export.requested";

    /// <summary>All of them, for filters.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignedIn,
        SessionsEnded,
        RoleOffered,
        RoleGranted,
        RoleRemoved,
        AccountDisabled,
        AccountEnabled,
        TwoFactorTurnedOn,
        TwoFactorTurnedOff,
        AccountLinked,
        AccountProvisioned,
        AccountChanged,
        AccountDeprovisioned,
        GroupCreated,
        GroupChanged,
        GroupDeleted,
        TokenCreated,
        TokenRevoked,
        KeyCreated,
        KeyRevoked,
        KeyLimited,
        AuditKeyRotated,
        RubricPublished,
        GoldenCreated,
        GoldenChanged,
        ReleaseMoved,
        GatesOverridden,
        ApprovalChanged,
        PlanChanged,
        FreezeChanged,
        FreezeOverridden,
        RawTextRead,
        RedactionChanged,
        UserErased,
        ConsentWithdrawn,
        ConsentRestored,
        JudgeCalibrated,
        RetrainingProposed,
        RetrainingDismissed,
        RetrainingStarted,
        RetrainingCancelled,
        RetrainingEnded,
        RetrainingSettingsChanged,
        RetrievalFilterCreated,
        ReportScheduled,
        Exported,
    ];
}
