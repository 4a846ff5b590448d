using System.Globalization;

namespace TriageConsole.Account.Provisioning;

/// <summary>The part of a list that a request asks for (RFC 7644, section 3.4.2.4).</summary>
/// <param name="StartIndex">The number of the first resource, from 1.</param>
/// <param name="Count">The maximum number of resources; 0 for the total only.</param>
internal sealed record ScimPage(int StartIndex, int Count)
{
    public const int MaxCount = 200;
    private const int DefaultCount = 100;

    public static ScimPage Of(HttpRequest request) =>
        new(Math.Max(1, Number(request, "startIndex", 1)), Math.Clamp(Number(request, "count", DefaultCount), 0, MaxCount));

    private static int Number(HttpRequest request, string name, int otherwise)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ScimException.Invalid($"{name} must be a whole number.");
    }
}
