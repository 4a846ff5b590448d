namespace TriageConsole.Account.Provisioning;

/// <summary>A request of the identity provider is refused. The answer has the form of RFC 7644, section 3.12.</summary>
public sealed class ScimException(int status, string? type, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>The <c>scimType</c> of the answer.</summary>
    public string? Type => type;

    public static ScimException Invalid(string message) => new(StatusCodes.Status400BadRequest, "invalidValue", message);

    public static ScimException Taken(string message) => new(StatusCodes.Status409Conflict, "uniqueness", message);

    public static ScimException Missing(string resource, string id) =>
        new(StatusCodes.Status404NotFound, null, $"There is no {resource} '{Core.Texts.Cut(id, 100)}'.");
}
