namespace TriageConsole.Core.Redaction;

/// <summary>
/// The fields that join events: ids of traces, sessions, users, tasks, documents. A placeholder would join different people, so a key
/// that is
/// personal data itself is replaced by a keyed hash.
/// </summary>
public static class JoinKeys
{
    private const PersonalDataKinds Kinds =
        PersonalDataKinds.Email
        | PersonalDataKinds.Phone
        | PersonalDataKinds.Card
        | PersonalDataKinds.Iban
        | PersonalDataKinds.Ip
        | PersonalDataKinds.UsSsn
        | PersonalDataKinds.NationalId;

    /// <summary>The fewest digits of a number of a person.</summary>
    private const int LeastDigits = 6;

    private static readonly HashSet<string> Fields = new(
        ["trace_id", "session_id", "user_id", "task_id", "id", "output_id", "document_id", "retrieval_ids", "input_hash"],
        StringComparer.Ordinal
    );

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ByName = Fields.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a field of the contract is a key.</summary>
    /// <param name="name">Name of the field.</param>
    public static bool IsField(ReadOnlySpan<char> name) => ByName.Contains(name);

    /// <summary>
    /// Whether a key looks like personal data: it contains an e-mail address, or is as a whole a number of a person. A prefix such as
    /// <c>tel:</c> does not matter.
    /// </summary>
    /// <param name="key">The key.</param>
    public static bool IsPersonal(string? key)
    {
        if (key is null || key.Length < 6 || IsPlain(key))
            return false;
        foreach (var finding in PersonalDataFinder.Find(key, Kinds))
            if (finding.Kind == PersonalDataKinds.Email || (finding.End == key.Length && IsPrefix(key.AsSpan(0, finding.Start))))
                return true;
        return false;
    }

    /// <summary>
    /// A cheap check first, because every event has several keys: without these signs and with few digits it is no such value.
    /// </summary>
    private static bool IsPlain(string key)
    {
        var digits = 0;
        foreach (var c in key)
        {
            if (c is '@' or '.' or ':' or '%' or '&' or '\\' || c > 127)
                return false;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits < LeastDigits;
    }

    private static bool IsPrefix(ReadOnlySpan<char> before) => before.IsEmpty || before[^1] is ':' or '=' or '(' or '|' or '/';
}
