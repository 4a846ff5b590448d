using TriageConsole.Data.Access;

namespace TriageConsole.Account;

internal static partial class AccountLog
{
    [LoggerMessage(
        20,
        LogLevel.Information,
        "Account {InviterId} granted account {UserId} the role {Role} on tenant {TenantId}, workflow {WorkflowId}; needs "
            + "acceptance: {IsOffer}"
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

    [LoggerMessage(21, LogLevel.Warning, "Could not send the mail with the link for accepting roles to account {UserId}: {Why}")]
    public static partial void MailFailed(ILogger logger, long userId, string why);
}
