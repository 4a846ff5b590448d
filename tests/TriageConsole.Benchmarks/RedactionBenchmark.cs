using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Quality of the detection on the synthetic sentences of Presidio Research, split by template: the rules were written with the sentences
/// of even templates, and the published figures are those of odd ones. Then its speed on real conversations, and its share of ingest.
/// </summary>
internal static class RedactionBenchmark
{
    private const int Pairs = 5;
    private const string Published = "makers' tool, all kinds: precision 0.685, recall 0.603; tuned 0.870, 0.839";

    /// <summary>Our kinds and those of the set that they stand for.</summary>
    private static readonly (PersonalDataKinds Kind, string[] Marked, bool IsClaimed)[] Kinds =
    [
        (PersonalDataKinds.Card, ["CREDIT_CARD"], true),
        (PersonalDataKinds.Iban, ["IBAN_CODE"], true),
        (PersonalDataKinds.Email, ["EMAIL_ADDRESS"], true),
        (PersonalDataKinds.Phone, ["PHONE_NUMBER"], true),
        (PersonalDataKinds.Ip, ["IP_ADDRESS"], true),
        (PersonalDataKinds.UsSsn, ["US_SSN"], true),
        (PersonalDataKinds.Url, ["DOMAIN_NAME"], true),
        (PersonalDataKinds.NationalId, ["US_DRIVER_LICENSE"], false),
        (PersonalDataKinds.Address, ["STREET_ADDRESS", "ZIP_CODE"], false),
        (PersonalDataKinds.Name, ["PERSON"], false),
    ];

    private sealed record Sentence(string Text, int Template, (string Kind, int Start, int End)[] Spans);

    public static async Task RunAsync(BenchmarkSize size)
    {
        var sentences = ReadSentences();
        Print("development templates (even)", [.. sentences.Where(s => s.Template % 2 == 0)]);
        Print("measured templates (odd)", [.. sentences.Where(s => s.Template % 2 == 1)]);
        var events = ReadLines("tau2_support.jsonl.gz");
        Speed(events);
        await RedactionShare.InProcessAsync(events, size == BenchmarkSize.Full ? 20_000 : 3_000);
    }

    private static void Print(string part, List<Sentence> sentences)
    {
        foreach (var (kind, marked, isClaimed) in Kinds)
        {
            var (right, found, there, recalled) = (0, 0, 0, 0);
            var wrong = new List<string>();
            foreach (var sentence in sentences)
            {
                var spans = sentence.Spans.Where(s => marked.Contains(s.Kind)).ToList();
                var findings = PersonalDataFinder.Find(sentence.Text, kind | Others(kind)).Where(f => f.Kind == kind).ToList();
                there += spans.Count;
                found += findings.Count;
                foreach (var finding in findings)
                    if (spans.Exists(s => Matches(s, finding, isClaimed)))
                        right++;
                    else
                        wrong.Add($"+{sentence.Text.AsSpan(finding.Start, finding.Length)}");
                foreach (var span in spans)
                    if (findings.Exists(f => Matches(span, f, isClaimed)))
                        recalled++;
                    else
                        wrong.Add($"-{sentence.Text.AsSpan(span.Start, span.End - span.Start)}");
            }

            if (there + found == 0)
                continue;
            var precision = found == 0 ? 1 : (double)right / found;
            var recall = there == 0 ? 1 : (double)recalled / there;
            var f2 = precision + recall == 0 ? 0 : 5 * precision * recall / ((4 * precision) + recall);
            Console.WriteLine(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"redaction, {part}, {KindNames.Name(kind)} | "
                        + $"precision {precision:0.000}, recall {recall:0.000}, F2 {f2:0.000} | {Published} | - | "
                        + $"{there} marked; {(isClaimed ? "goal precision ≥ 0.98, recall ≥ 0.95" : "best effort")}"
                )
            );
            if (Environment.GetEnvironmentVariable("SHOW_ERRORS") is not null && part[0] == 'd')
                Console.WriteLine("    " + string.Join(" ¦ ", wrong));
        }
    }

    /// <summary>Other kinds are found too, as in ingest, so that a card number is not counted as a phone number.</summary>
    private static PersonalDataKinds Others(PersonalDataKinds kind) =>
        kind is PersonalDataKinds.Url or PersonalDataKinds.Name ? PersonalDataKinds.None : KindNames.Standard;

    /// <summary>
    /// Claimed kinds must cover each other by half (intersection over union). Best-effort kinds count if they overlap, because the set
    /// marks the lines of an address separately.
    /// </summary>
    private static bool Matches((string Kind, int Start, int End) span, DataFinding finding, bool isClaimed)
    {
        var common = Math.Min(span.End, finding.End) - Math.Max(span.Start, finding.Start);
        var all = Math.Max(span.End, finding.End) - Math.Min(span.Start, finding.Start);
        return isClaimed ? common * 2 >= all : common > 0;
    }

    private static void Speed(List<string> events)
    {
        var messages = events
            .Select(e => JsonNode.Parse(e)!["messages"]?.ToJsonString())
            .OfType<string>()
            .Select(Encoding.UTF8.GetBytes)
            .ToList();
        var clean = messages
            .Select(m =>
                Encoding.UTF8.GetBytes(
                    new string([.. Encoding.UTF8.GetString(m).Where(c => !char.IsAsciiDigit(c) && c is not ('@' or ':'))])
                )
            )
            .ToList();
        var (ours, again, plain, copies) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var n = 0; n <= Pairs; n++)
        {
            // A new policy has searched nothing yet.
            var policy = new RedactionPolicy(KindNames.Standard, []);
            var times = (Redact(messages, policy), RedactText(clean), Copy(messages), Redact(messages, policy));
            // The first pair compiles.
            if (n == 0)
                continue;
            ours.Add(times.Item1);
            again.Add(times.Item4);
            plain.Add(times.Item2);
            copies.Add(times.Item3);
        }

        var bytes = messages.Sum(m => (double)m.Length) / 1e6;
        Measure.Print(
            "redaction, speed on conversations",
            bytes / Measure.Median(ours),
            bytes / Measure.Median(copies),
            "MB/s",
            $"reference: copying the bytes; {Measure.Median(ours) * 1e6 / messages.Count:0} µs per conversation"
        );
        Measure.Print(
            "redaction, speed on the same conversations again",
            bytes / Measure.Median(again),
            bytes / Measure.Median(copies),
            "MB/s",
            $"reference: copying the bytes; {Measure.Median(again) * 1e6 / messages.Count:0} µs per conversation"
        );
        Measure.Print(
            "redaction, speed on texts without digits",
            clean.Sum(m => (double)m.Length) / 1e6 / Measure.Median(plain),
            bytes / Measure.Median(copies),
            "MB/s",
            "reference: copying the bytes"
        );
    }

    private static double Redact(List<byte[]> messages, RedactionPolicy policy) =>
        Seconds(() =>
        {
            foreach (var m in messages)
                new TextRedactor(policy, new SessionPlaceholders()).Json((ReadOnlyMemory<byte>)m);
        });

    private static double RedactText(List<byte[]> messages)
    {
        var texts = messages.ConvertAll(Encoding.UTF8.GetString);
        return Seconds(() =>
        {
            foreach (var text in texts)
                new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders()).Text(text);
        });
    }

    private static double Copy(List<byte[]> messages)
    {
        var target = new byte[messages.Max(m => m.Length)];
        return Seconds(() =>
        {
            foreach (var m in messages)
                m.CopyTo(target, 0);
        });
    }

    private static double Seconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static List<Sentence> ReadSentences() =>
        ReadLines("pii_sentences.jsonl.gz")
            .ConvertAll(line =>
            {
                using var document = JsonDocument.Parse(line);
                var row = document.RootElement;
                var text = row.GetProperty("text").GetString()!;
                return new Sentence(
                    text,
                    row.GetProperty("template").GetInt32(),
                    [
                        .. row.GetProperty("spans")
                            .EnumerateArray()
                            .Select(s => (s.GetProperty("kind").GetString()!, Offset(text, s, "start"), Offset(text, s, "end"))),
                    ]
                );
            });

    /// <summary>The offsets of the set count code points.</summary>
    private static int Offset(string text, JsonElement span, string name)
    {
        var (left, at) = (span.GetProperty(name).GetInt32(), 0);
        for (; left > 0; left--)
            at += char.IsHighSurrogate(text[at]) ? 2 : 1;
        return at;
    }

    private static List<string> ReadLines(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", name));
        if (!File.Exists(file))
            throw new FileNotFoundException("The redaction benchmark needs the real data in ../shared/data.", file);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
