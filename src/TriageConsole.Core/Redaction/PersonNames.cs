using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>Names of persons after a title or an introduction, best effort: a language model would be needed for the others.</summary>
internal static class PersonNames
{
    private const int MaxParts = 3;

    private static readonly string[] Introductions =
    [
        "Mr. ",
        "Mrs. ",
        "Ms. ",
        "Dr. ",
        "Prof. ",
        "Mr ",
        "Mrs ",
        "Ms ",
        "Herr ",
        "Frau ",
        "my name is ",
        "My name is ",
        "Name: ",
        "name: ",
        "Dear ",
        "I'm ",
        "I am ",
    ];

    private static readonly SearchValues<string> Words = SearchValues.Create(Introductions, StringComparison.Ordinal);

    public static void Find(ReadOnlySpan<char> text, List<DataFinding> found)
    {
        for (var at = 0; text[at..].IndexOfAny(Words) is var next and >= 0; )
        {
            at += next;
            var isWord = at == 0 || !char.IsLetter(text[at - 1]);
            while (Introduction(text[at..]) is var length and > 0)
                at += length;

            var end = at;
            for (var parts = 0; parts < MaxParts && isWord; parts++)
            {
                var start = parts == 0 ? end : end + 1;
                if (start >= text.Length || (parts > 0 && text[end] != ' ') || !char.IsUpper(text[start]))
                    break;
                var stop = start + 1;
                while (stop < text.Length && stop - start < 30 && (char.IsLetter(text[stop]) || text[stop] is '\'' or '-'))
                    stop++;
                // An initial.
                if (stop == start + 1 && stop < text.Length && text[stop] == '.')
                    stop++;
                if (stop == start + 1)
                    break;
                end = stop;
            }

            if (end > at)
                found.Add(new DataFinding(PersonalDataKinds.Name, at, end - at));
            at = end;
        }
    }

    private static int Introduction(ReadOnlySpan<char> text)
    {
        foreach (var word in Introductions)
            if (text.StartsWith(word, StringComparison.Ordinal))
                return word.Length;
        return 0;
    }
}
