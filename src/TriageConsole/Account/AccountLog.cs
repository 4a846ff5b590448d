using TriageConsole.Data.Access;

namespace TriageConsole.Account;

internal static partial class AccountLog
{
    [LoggerMessage(
        20,
        LogLevel.Information,
        "Account {InviterId} gave account {UserId} the role {Role} on tenant {TenantId}, workflow {WorkflowId}; waits "
            + "for consent: {IsOffer}"
    )]
    public static partial void RoleGiven(
        ILogger logger,
        long inviterId,
        long userId,
        Role role,
        long? tenantId,
        long? workflowId,
        bool isOffer
    );

    [LoggerMessage(21, LogLevel.Warning, "The mail with the link for accepting roles did not go out to account {UserId}: {Why}")]
    public static partial void MailFailed(ILogger logger, long userId, string why);
}
