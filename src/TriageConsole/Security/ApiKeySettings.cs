namespace TriageConsole.Security;

/// <summary>Settings of a new key besides its scopes.</summary>
/// <param name="DefaultWorkflow">The workflow of telemetry that names none; null: the name of its service.</param>
/// <param name="Origins">The origins whose pages can use the key. With at least one it is a browser key, for feedback only.</param>
public sealed record ApiKeySettings(string? DefaultWorkflow, IReadOnlyCollection<string> Origins)
{
    public const int MaxOrigins = 50;

    public static ApiKeySettings None { get; } = new(null, []);

    public bool IsBrowserKey => Origins.Count > 0;

    /// <summary>The settings in the form in which they are stored.</summary>
    /// <exception cref="ArgumentException">A setting is invalid.</exception>
    public ApiKeySettings Normalized()
    {
        var workflow = string.IsNullOrWhiteSpace(DefaultWorkflow) ? null : DefaultWorkflow.Trim();
        if (workflow?.Length > 200)
            throw new ArgumentException("The name of a workflow has at most 200 characters.", nameof(DefaultWorkflow));
        if (Origins.Count > MaxOrigins)
            throw new ArgumentException($"A key has at most {MaxOrigins} origins.", nameof(Origins));
        return new ApiKeySettings(workflow, [.. Origins.Select(Origin).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>An origin as browsers send it: scheme, host and port, without path.</summary>
    private static string Origin(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.PathAndQuery is "/"
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
            : throw new ArgumentException($"'{Core.Texts.Cut(text, 100)}' is not an origin such as https://shop.example.", nameof(text));
}
