using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>
/// Refuses passwords that are tried first: those of a list of common ones, also with digits and signs around, with letters replaced by
/// look-alikes, repeated, or two in a row; runs along the keyboard or the alphabet; and what is little more than the person's own name.
/// </summary>
public sealed class CommonPasswordValidator : IPasswordValidator<AppUser>
{
    /// <summary>Shorter entries are parts of too many good passwords to count as a part.</summary>
    private const int ShortestPart = 4;

    private const int LeastOfOneself = 8;

    /// <summary>Two words in a row count as common only where both are among the most frequent.</summary>
    private const int FrequentEntries = 8000;

    private static readonly char[] Around = [.. "0123456789!?.,;:-_*#+$%&@=/()' "];

    private static readonly string[] Runs =
    [
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890123456789",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "qwertzuiop",
        "azertyuiop",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "1q2w3e4r5t6y7u8i9o0p",
    ];

    private static readonly Lazy<FrozenDictionary<string, int>> Ranks = new(Read);

    public Task<IdentityResult> ValidateAsync(UserManager<AppUser> manager, AppUser user, string? password) =>
        Task.FromResult(
            IsCommon(password ?? "", [user.DisplayName, user.Email?.Split('@')[0], "triageconsole", "triage console"])
                ? IdentityResult.Failed(
                    new IdentityError
                    {
                        Code = "CommonPassword",
                        Description =
                            "This password is among the first that are tried. Take a few words that have nothing to do with each other.",
                    }
                )
                : IdentityResult.Success
        );

    internal static bool IsCommon(string password, IEnumerable<string?> own)
    {
        var lower = password.Trim().ToLowerInvariant();
        foreach (var name in own)
            if (
                name is { Length: >= ShortestPart }
                && lower.Replace(name.ToLowerInvariant(), "", StringComparison.Ordinal) is var rest
                && rest.Length < lower.Length
                && rest.Length < LeastOfOneself
            )
                return true;
        return Forms(lower).Any(form => IsListed(form) || IsRun(form) || IsPair(form));
    }

    /// <summary>The password as it is and without spaces and signs; each without what surrounds it, with letters for look-alikes, and the part it repeats.</summary>
    private static HashSet<string> Forms(string lower)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in new[] { lower, string.Concat(lower.Where(char.IsLetterOrDigit)) })
        {
            forms.UnionWith([text, text.Trim(Around)]);
            foreach (var one in "il")
                forms.UnionWith([Letters(text, one), Letters(text.Trim(Around), one), Letters(text.TrimEnd(Around), one)]);
        }

        foreach (var form in forms.ToList())
            if (Repeated(form) is { } part)
                forms.Add(part.Length < ShortestPart ? "password" : part);
        forms.Remove("");
        return forms;
    }

    private static string Letters(string text, char one) =>
        string.Concat(
            text.Select(c =>
                c switch
                {
                    '0' => 'o',
                    '1' => one,
                    '3' => 'e',
                    '4' => 'a',
                    '5' => 's',
                    '7' => 't',
                    '@' => 'a',
                    '$' => 's',
                    '!' => 'i',
                    _ => c,
                }
            )
        );

    private static bool IsListed(string form) =>
        form.Length >= 3 && (Ranks.Value.ContainsKey(form) || Ranks.Value.ContainsKey(string.Concat(form.Reverse())));

    private static bool IsPair(string form)
    {
        for (var cut = ShortestPart; cut <= form.Length - ShortestPart; cut++)
            if (IsFrequent(form[..cut]) && (IsFrequent(form[cut..]) || IsRun(form[cut..])))
                return true;
        return false;
    }

    private static bool IsFrequent(string part) => Ranks.Value.TryGetValue(part, out var rank) && rank < FrequentEntries;

    /// <summary>Made of pieces of four and more along a run, forwards or backwards.</summary>
    private static bool IsRun(string form)
    {
        var at = 0;
        while (at < form.Length)
        {
            var longest = 0;
            for (var length = 3; at + length <= form.Length && IsPiece(form.Substring(at, length)); length++)
                longest = length;
            if (longest < ShortestPart && (longest == 0 || at + longest < form.Length))
                return false;
            at += longest;
        }

        return true;
    }

    private static bool IsPiece(string piece) =>
        Runs.Any(r => r.Contains(piece, StringComparison.Ordinal))
        || (string.Concat(piece.Reverse()) is var back && Runs.Any(r => r.Contains(back, StringComparison.Ordinal)));

    /// <summary>The part that the whole is made of, where it stands there twice or more.</summary>
    private static string? Repeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
            if (
                text.Length % length == 0
                && Enumerable
                    .Range(1, (text.Length / length) - 1)
                    .All(n => text.AsSpan(n * length, length).SequenceEqual(text.AsSpan(0, length)))
            )
                return text[..length];
        return null;
    }

    private static FrozenDictionary<string, int> Read()
    {
        using var stream = typeof(CommonPasswordValidator).Assembly.GetManifestResourceStream(
            "TriageConsole.Account.common-passwords.txt"
        )!;
        using var reader = new StreamReader(stream);
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
            if (line is not ['#', ..])
                ranks.TryAdd(line, ranks.Count);
        return ranks.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
