using System.Buffers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Splits a JSON array into its elements as they arrive. It examines only brackets and quotes. The event reader decides whether an element
/// is valid JSON, as it does for a line.
/// </summary>
internal sealed class ElementSplitter(int maxElementBytes) : ILineSplitter
{
    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",]} \t\r\n"u8);

    private enum Place
    {
        BeforeArray,
        BeforeFirst,
        BeforeElement,
        InElement,
        AfterElement,
        Done,
    }

    private Place place = Place.BeforeArray;
    private long elements;

    /// <summary>
    /// Number of bytes of the element that were examined, with the nesting depth there and whether the position is in a string.
    /// </summary>
    private int searched;
    private int depth;
    private bool inText;
    private bool isScalar;

    private byte[]? beginningOfLong;

    public EventLine? Next(ByteWindow bytes)
    {
        while (true)
        {
            if (place == Place.InElement)
                return Element(bytes);
            bytes.SkipBlanks();
            if (bytes.Unread.IsEmpty)
                return !bytes.HasEnded || place == Place.Done ? null : throw Broken("it has no end");
            var next = bytes.Unread[0];
            switch (place)
            {
                case Place.BeforeArray:
                    Step(bytes, Place.BeforeFirst);
                    break;
                case Place.AfterElement when next == ',':
                    Step(bytes, Place.BeforeElement);
                    break;
                case Place.AfterElement or Place.BeforeFirst when next == ']':
                    Step(bytes, Place.Done);
                    break;
                case Place.BeforeFirst or Place.BeforeElement when next is not ((byte)',' or (byte)']' or (byte)'}'):
                    place = Place.InElement;
                    (searched, depth, inText, isScalar) = (0, 0, false, next is not ((byte)'"' or (byte)'{' or (byte)'['));
                    break;
                default:
                    throw Broken(
                        place == Place.Done ? "there is text after its end"
                        : elements == 0 ? "its first element is missing"
                        : $"a comma or the end is missing after element {elements}"
                    );
            }
        }
    }

    private EventLine? Element(ByteWindow bytes)
    {
        if (!FindEnd(bytes.Unread, bytes.HasEnded))
        {
            if (bytes.HasEnded)
                throw Broken($"it ends within element {elements + 1}");
            if (searched <= maxElementBytes && beginningOfLong is null)
                return null;
            beginningOfLong ??= EventLines.Beginning(bytes.Unread);
            bytes.Skip(searched);
            searched = 0;
            return null;
        }

        elements++;
        place = Place.AfterElement;
        var element = bytes.Unread[..searched];
        var tooLong = beginningOfLong ?? (element.Length > maxElementBytes ? EventLines.Beginning(element) : null);
        var result = tooLong is null ? new EventLine(elements, element.ToArray()) : EventLines.TooLong(elements, tooLong, maxElementBytes);
        bytes.Skip(searched);
        beginningOfLong = null;
        return result;
    }

    /// <summary>Continues where the last search ended. Returns true once <see cref="searched"/> is the length of the element.</summary>
    private bool FindEnd(ReadOnlySpan<byte> element, bool hasEnded)
    {
        while (searched < element.Length)
        {
            if (inText)
            {
                var at = element[searched..].IndexOfAny((byte)'"', (byte)'\\');
                if (at < 0)
                    searched = element.Length;
                else if (element[searched + at] == '"')
                    (searched, inText) = (searched + at + 1, false);
                else if (searched + at + 1 == element.Length && !hasEnded)
                    return Wait(searched + at);
                else
                    searched = Math.Min(searched + at + 2, element.Length);
            }
            else if (isScalar)
            {
                // A number, a literal or invalid text.
                var at = element[searched..].IndexOfAny(AfterScalar);
                searched = at < 0 ? element.Length : searched + at;
                return at >= 0;
            }
            else
            {
                var at = element[searched..].IndexOfAny(Brackets);
                if (at < 0)
                {
                    searched = element.Length;
                    return false;
                }

                var found = element[searched + at];
                searched += at + 1;
                if (found == '"')
                    inText = true;
                else
                    depth += found is (byte)'{' or (byte)'[' ? 1 : -1;
            }

            if (depth == 0 && !inText)
                return true;
        }

        return false;
    }

    /// <summary>The escaped character arrives with the next bytes.</summary>
    private bool Wait(int upTo)
    {
        searched = upTo;
        return false;
    }

    private void Step(ByteWindow bytes, Place to)
    {
        bytes.Skip(1);
        place = to;
    }

    private static InvalidDataException Broken(string what) =>
        new($"The body is not a JSON array: {what}. Send NDJSON (one object per line) to get a verdict per line.");
}
