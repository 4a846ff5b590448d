using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>
/// Rejects passwords that attackers try first: entries of a list of common passwords, also with digits and symbols around them, with
/// letters replaced by look-alikes, repeated, or two in a row; keyboard and alphabet sequences; and passwords that are little more than the
/// person's own name.
/// </summary>
public sealed class CommonPasswordValidator : IPasswordValidator<AppUser>
{
    /// <summary>Shorter entries are part of too many good passwords.</summary>
    private const int MinPartLength = 4;

    private const int MinOwnLength = 8;

    /// <summary>A pair of words counts as common only if both are among this many most frequent entries.</summary>
    private const int FrequentEntries = 8000;

    private static readonly char[] AffixCharacters = [.. "0123456789!?.,;:-_*#+$%&@=/()' "];

    private static readonly string[] Sequences =
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
                        Description = "This password is too common. Choose a few unrelated words.",
                    }
                )
                : IdentityResult.Success
        );

    internal static bool IsCommon(string password, IEnumerable<string?> own)
    {
        var lower = password.Trim().ToLowerInvariant();
        foreach (var name in own)
            if (
                name is { Length: >= MinPartLength }
                && lower.Replace(name.ToLowerInvariant(), "", StringComparison.Ordinal) is var rest
                && rest.Length < lower.Length
                && rest.Length < MinOwnLength
            )
                return true;
        return Forms(lower).Any(form => IsListed(form) || IsSequence(form) || IsPair(form));
    }

    /// <summary>
    /// Returns the variants of a password to check: with and without spaces and symbols, without leading and trailing digits and symbols,
    /// with look-alikes replaced by letters, and the repeated part.
    /// </summary>
    private static HashSet<string> Forms(string lower)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in new[] { lower, string.Concat(lower.Where(char.IsLetterOrDigit)) })
        {
            forms.UnionWith([text, text.Trim(AffixCharacters)]);
            foreach (var one in "il")
                forms.UnionWith([
                    Letters(text, one),
                    Letters(text.Trim(AffixCharacters), one),
                    Letters(text.TrimEnd(AffixCharacters), one),
                ]);
        }

        foreach (var form in forms.ToList())
            if (Repeated(form) is { } part)
                forms.Add(part.Length < MinPartLength ? "password" : part);
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
        for (var cut = MinPartLength; cut <= form.Length - MinPartLength; cut++)
            if (IsFrequent(form[..cut]) && (IsFrequent(form[cut..]) || IsSequence(form[cut..])))
                return true;
        return false;
    }

    private static bool IsFrequent(string part) => Ranks.Value.TryGetValue(part, out var rank) && rank < FrequentEntries;

    /// <summary>Whether the text consists of pieces of four or more characters of a sequence, forwards or backwards.</summary>
    private static bool IsSequence(string form)
    {
        var at = 0;
        while (at < form.Length)
        {
            var longest = 0;
            for (var length = 3; at + length <= form.Length && IsPiece(form.Substring(at, length)); length++)
                longest = length;
            if (longest < MinPartLength && (longest == 0 || at + longest < form.Length))
                return false;
            at += longest;
        }

        return true;
    }

    private static bool IsPiece(string piece) =>
        Sequences.Any(r => r.Contains(piece, StringComparison.Ordinal))
        || (string.Concat(piece.Reverse()) is var back && Sequences.Any(r => r.Contains(back, StringComparison.Ordinal)));

    /// <summary>The part that the text repeats at least twice. Null if there is none.</summary>
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
