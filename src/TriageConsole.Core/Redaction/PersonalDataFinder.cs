namespace TriageConsole.Core.Redaction;

/// <summary>
/// Finds personal data and secrets in texts. Check digits are verified where a kind has them, and words nearby decide about weak patterns.
/// The time is linear in the length of the text; a text without digits, at signs and words for secrets costs a few vectorized passes.
/// </summary>
public static class PersonalDataFinder
{
    private const PersonalDataKinds Numbers =
        PersonalDataKinds.Phone
        | PersonalDataKinds.Card
        | PersonalDataKinds.Iban
        | PersonalDataKinds.Ip
        | PersonalDataKinds.UsSsn
        | PersonalDataKinds.NationalId
        | PersonalDataKinds.Secret
        | PersonalDataKinds.Address;

    /// <summary>The findings in the order of the text, without overlaps.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="kinds">The kinds to find.</param>
    /// <param name="name">The name of the property whose value the text is; it counts as a word before the text.</param>
    /// <param name="patterns">The patterns of the tenant.</param>
    public static IReadOnlyList<DataFinding> Find(
        ReadOnlySpan<char> text,
        PersonalDataKinds kinds,
        ReadOnlySpan<char> name = default,
        IReadOnlyList<TenantPattern>? patterns = null
    )
    {
        var found = new List<DataFinding>();
        Find(text, kinds, name, patterns ?? [], found);
        return found;
    }

    /// <summary>Replaces the content of a list by the findings. Returns whether there are any.</summary>
    internal static bool Find(
        ReadOnlySpan<char> source,
        PersonalDataKinds kinds,
        ReadOnlySpan<char> name,
        IReadOnlyList<TenantPattern> patterns,
        List<DataFinding> list
    )
    {
        list.Clear();
        var plain = PlainText.Of(source);
        var text = plain.Text;
        if (text.IsEmpty)
            return false;
        if (kinds.HasFlag(PersonalDataKinds.Url))
            WebAddresses.Find(text, list);
        if (kinds.HasFlag(PersonalDataKinds.Secret))
            Secrets.Find(text, name, list);
        for (var at = 0; text[at..].IndexOf('@') is var next and >= 0; at += next + 1)
            AtSign(text, at + next, kinds, list);
        if ((kinds & Numbers) != 0)
            NumberScan.Find(text, kinds, name, list);
        if (kinds.HasFlag(PersonalDataKinds.Ip))
            for (var at = 0; text[at..].IndexOf(':') is var next and >= 0; )
            {
                if (IpAddresses.FindVersion6(text, at + next, out var after) is var (start, length))
                    list.Add(new DataFinding(PersonalDataKinds.Ip, start, length));
                at = after;
            }

        if (kinds.HasFlag(PersonalDataKinds.Name))
            PersonNames.Find(text, list);
        foreach (var pattern in patterns)
            pattern.Find(text, list);
        if (list.Count == 0)
            return false;
        for (var i = 0; i < list.Count; i++)
            list[i] = plain.Original(list[i]);
        Merge(list);
        return true;
    }

    private static void AtSign(ReadOnlySpan<char> text, int at, PersonalDataKinds kinds, List<DataFinding> found)
    {
        if (Secrets.BeforeHost(text, at) is var (start, length))
        {
            if (kinds.HasFlag(PersonalDataKinds.Secret))
                found.Add(new DataFinding(PersonalDataKinds.Secret, start, length));
        }
        else if (kinds.HasFlag(PersonalDataKinds.Email) && EmailAddresses.Find(text, at) is var (from, count))
        {
            found.Add(new DataFinding(PersonalDataKinds.Email, from, count));
        }
    }

    /// <summary>
    /// Sorts the findings. Of findings that overlap, the longest gives the kind, and all of their characters are covered.
    /// </summary>
    private static void Merge(List<DataFinding> found)
    {
        found.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var last = 0;
        for (var i = 1; i < found.Count; i++)
        {
            var (before, next) = (found[last], found[i]);
            if (next.Start >= before.End)
                found[++last] = next;
            else if (next.End > before.End || next.Length > before.Length)
                found[last] = (next.Length > before.Length ? next : before) with
                {
                    Start = before.Start,
                    Length = Math.Max(before.End, next.End) - before.Start,
                };
        }

        found.RemoveRange(last + 1, found.Count - last - 1);
    }
}
