namespace TriageConsole.Account.SingleSignOn;

/// <summary>How a sign-in with the provider ended. The sign-in page has a text for each reason.</summary>
public enum SingleSignOnResult
{
    Done,

    /// <summary>The account has a second factor here, and the provider did not check one.</summary>
    NeedsCode,

    /// <summary>The provider does not answer.</summary>
    Unreachable,

    /// <summary>The provider refused the request, or its answer is not valid.</summary>
    Failed,

    /// <summary>The person refused at the provider, or may not use this application there.</summary>
    Denied,

    /// <summary>The provider did not send an e-mail address that it has verified.</summary>
    NoVerifiedEmail,

    /// <summary>The e-mail address belongs to an account that is linked to another identity of the provider.</summary>
    LinkedToAnother,

    /// <summary>No group of the person has a role, and there is no account yet.</summary>
    NoRole,

    /// <summary>The account is disabled.</summary>
    Disabled,
}
