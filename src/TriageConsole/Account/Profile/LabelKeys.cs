using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Account.Profile;

/// <summary>The keys of the labeling page: one letter for each action that has no other key.</summary>
public sealed record LabelKeys(string Undo, string Skip, string Flag, string NextMessage, string PreviousMessage, string Comment = "c")
{
    public static LabelKeys Standard { get; } = new("u", "s", "f", "j", "k");

    /// <summary>The letter of each action, and the letter of the standard that it stands for.</summary>
    public IReadOnlyDictionary<string, string> ToStandard =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Undo] = Standard.Undo,
            [Skip] = Standard.Skip,
            [Flag] = Standard.Flag,
            [NextMessage] = Standard.NextMessage,
            [PreviousMessage] = Standard.PreviousMessage,
            [Comment] = Standard.Comment,
        };

    private string[] All => [Undo, Skip, Flag, NextMessage, PreviousMessage, Comment];

    /// <summary>The stored keys; the standard if there are none or they are not valid.</summary>
    internal static LabelKeys Of(string? stored)
    {
        if (stored is null)
            return Standard;
        try
        {
            var keys = JsonSerializer.Deserialize<LabelKeys>(stored);
            return keys is null ? Standard
                : keys.Check().Ok ? keys
                : keys.WithFreeComment() is var free && free.Check().Ok ? free
                : Standard;
        }
        catch (JsonException)
        {
            return Standard;
        }
    }

    /// <summary>Keys that were stored before comments had one can use its letter for another action.</summary>
    private LabelKeys WithFreeComment() =>
        this with
        {
            Comment = "abcdefghijklmnopqrstuvwxyz".First(c => !All.AsSpan(..^1).Contains(c.ToString())).ToString(),
        };

    /// <summary>Null for the standard, so that a later change of it reaches people without own keys.</summary>
    internal string? Stored => this == Standard ? null : JsonSerializer.Serialize(this);

    internal Result Check() =>
        !Array.TrueForAll(All, k => k is [>= 'a' and <= 'z']) ? Error.Invalid("Each key is one letter from a to z.")
        : All.Distinct().Count() != All.Length ? Error.Invalid("Two actions have the same key.")
        : Result.Done("Saved. Open labeling pages use the keys after they are opened again.");
}
