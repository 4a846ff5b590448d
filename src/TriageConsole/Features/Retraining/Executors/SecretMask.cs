using System.Text;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>Masks secrets in what an executor writes, also encoded for URLs, for JSON and as Base64.</summary>
internal sealed class SecretMask
{
    private const string Mask = "[secret]";
    private const int MinLength = 4;
    private readonly IReadOnlyList<string> forms;

    public SecretMask(IEnumerable<string> secrets) =>
        forms = [
            .. secrets
                .Select(s => s.Trim())
                .Where(s => s.Length >= MinLength)
                .SelectMany(s =>
                    new[]
                    {
                        s,
                        Uri.EscapeDataString(s),
                        System.Text.Json.JsonEncodedText.Encode(s).ToString(),
                        Convert.ToBase64String(Encoding.UTF8.GetBytes(s)),
                        Convert.ToBase64String(Encoding.UTF8.GetBytes(s)).TrimEnd('='),
                    }
                )
                .Distinct(StringComparer.Ordinal)
                // The longest first: a secret can be a part of another one.
                .OrderByDescending(s => s.Length),
        ];

    public string Apply(string text) => forms.Aggregate(text, (t, secret) => t.Replace(secret, Mask, StringComparison.Ordinal));

    /// <summary>Whether a text has a secret.</summary>
    public bool Finds(string text) => forms.Any(s => text.Contains(s, StringComparison.Ordinal));
}
