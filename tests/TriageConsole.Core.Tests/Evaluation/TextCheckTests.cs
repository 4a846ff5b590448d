using TriageConsole.Core.Evaluation;
using static TriageConsole.Core.Evaluation.EvalVerdict;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class TextCheckTests
{
    [Theory]
    [InlineData("", "Yes.", " Yes.\n", Pass)]
    [InlineData("", "Yes.", "yes.", Fail)]
    [InlineData("\"ignore_case\":true", "ÄRGER Σ", "ärger σ", Pass)]
    [InlineData("\"ignore_space\":true", "a b\nc", "ab c", Pass)]
    [InlineData("\"ignore_punctuation\":true,\"ignore_case\":true", "It's: done!", "its done", Pass)]
    [InlineData("\"value\":\"fixed\"", null, "fixed", Pass)]
    [InlineData("\"value\":\"fixed\"", "other", "other", Fail)]
    [InlineData("", null, "anything", NotApplicable)]
    [InlineData("", "  ", "anything", NotApplicable)]
    [InlineData("", "line\r\nline", "line\nline", Pass)]
    public void Equals_WithOptions_IgnoresWhatTheySay(string settings, string? expected, string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict("equals", settings, output, expected));

    [Fact]
    public void Equals_DifferentText_ReportsTheFirstDifference() =>
        Assert.Equal(
            "The first difference is at character 8: expected “30 days”, got “14 days”.",
            Read.Of("equals", "", "Pay in 14 days", "Pay in 30 days").Evidence
        );

    [Theory]
    [InlineData("contains", "\"texts\":[\"refund\",\"30 days\"]", "A REFUND within 30 days", Pass)]
    [InlineData("contains", "\"texts\":[\"refund\",\"30 days\"]", "A refund", Fail)]
    [InlineData("contains", "\"texts\":[\"refund\",\"30 days\"],\"match\":\"any\"", "A refund", Pass)]
    [InlineData("contains", "\"texts\":[\"Refund\"],\"ignore_case\":false", "A refund", Fail)]
    [InlineData("not_contains", "\"texts\":[\"as an AI\"]", "I help.", Pass)]
    [InlineData("not_contains", "\"texts\":[\"as an AI\"]", "As an ai I help.", Fail)]
    [InlineData("contains", "\"texts\":[\"👍\"]", "ok 👍🏽", Pass)]
    public void Contains_AndNotContains_SearchTheTexts(string kind, string settings, string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict(kind, settings, output));

    [Theory]
    [InlineData("\"pattern\":\"^[A-Z]{3}-\\\\d+$\"", "ABC-12", Pass)]
    [InlineData("\"pattern\":\"^[A-Z]{3}-\\\\d+$\"", "abc-12", Fail)]
    [InlineData("\"pattern\":\"^[A-Z]{3}-\\\\d+$\",\"ignore_case\":true", "abc-12", Pass)]
    [InlineData("\"pattern\":\"sorry\",\"must\":\"not_match\"", "No way", Pass)]
    [InlineData("\"pattern\":\"(?<=no )refund\"", "no refund", Pass)]
    public void Regex_MatchOrNoMatch_HasTheVerdict(string settings, string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict("regex", settings, output));

    [Fact(Timeout = 120_000)]
    public async Task Regex_ExpensivePatterns_AreLinearOrTimeOut() =>
        await Task.Run(
            () =>
            {
                var text = new string('a', 40_000) + "!";
                // NonBacktracking matches in linear time.
                Assert.Equal(Fail, Read.Verdict("regex", "\"pattern\":\"^(a+)+$\"", text));
                // A backreference needs backtracking, so the time limit ends it.
                var timedOut = Read.Of("regex", "\"pattern\":\"^(a+)+\\\\1$\"", text);
                Assert.Equal((Error, "The expression takes too long on this text."), (timedOut.Verdict, timedOut.Evidence));
                Assert.Equal(Error, Read.Verdict("banned_patterns", "\"patterns\":[\"^(a+)+\\\\1$\"]", text));
            },
            TestContext.Current.CancellationToken
        );

    [Theory]
    [InlineData("\"tolerance\":0", "42", "The answer is 42.", Pass)]
    [InlineData("\"tolerance\":0.1", "0.2", "0.3", Pass)]
    [InlineData("\"tolerance\":0.1", "0.2", "0.31", Fail)]
    [InlineData("\"tolerance\":0.01,\"relative\":true", "1,281", "1293 goals", Pass)]
    [InlineData("\"tolerance\":0", "$1,234,567.50", "It costs 1234567.5", Pass)]
    [InlineData("\"tolerance\":0", "-5", "It fell to −5", Pass)]
    [InlineData("\"tolerance\":0", "7", "between 5-7", Pass)]
    [InlineData("\"tolerance\":0,\"pick\":\"first\"", "5", "5 of 9", Pass)]
    [InlineData("\"tolerance\":0,\"pick\":\"only\"", "5", "5 of 9", Fail)]
    [InlineData("\"tolerance\":0", "5", "none", Fail)]
    [InlineData("\"tolerance\":0", "none", "5", NotApplicable)]
    [InlineData("\"tolerance\":0", null, "5", NotApplicable)]
    [InlineData("\"tolerance\":1,\"value\":10", null, "10.9", Pass)]
    [InlineData("\"tolerance\":0", "6.02e23", "6.02e+23", Pass)]
    [InlineData("\"tolerance\":0", "0.5", "The chance is .5", Pass)]
    [InlineData("\"tolerance\":0", "-0.25", "a change of -.25", Pass)]
    [InlineData("\"tolerance\":0", "-.25", "a change of −.25.", Pass)]
    [InlineData("\"tolerance\":0", "0.05", "+.05e0", Pass)]
    [InlineData("\"tolerance\":0", "30", "we meet at 7:30", Pass)]
    [InlineData("\"tolerance\":0", "5", "It costs $5.00.", Pass)]
    [InlineData("\"tolerance\":0", "5", "version 1.2.5", Pass)]
    [InlineData("\"tolerance\":0", "42", "٤٢", Pass)]
    [InlineData("\"tolerance\":0", "3.5", "٣٫٥", Pass)]
    [InlineData("\"tolerance\":0", "42", "４２", Pass)]
    [InlineData("\"tolerance\":0", "1234567", "1\u202F234\u202F567 people", Pass)]
    [InlineData("\"tolerance\":0", "1234567", "1'234'567 people", Pass)]
    [InlineData("\"tolerance\":0", "100000", "₹1,00,000", Pass)]
    [InlineData("\"tolerance\":0", "-5", "a balance of -$5.00", Pass)]
    [InlineData("\"tolerance\":0", "5", "a balance of -$5.00", Fail)]
    [InlineData("\"tolerance\":0", "2345", "items 1,2345", Pass)]
    [InlineData("\"tolerance\":5", "5", "5, then 1e999", Fail)]
    [InlineData("\"tolerance\":0", "5", "5, then 1e1000", Fail)]
    [InlineData("\"tolerance\":0", "0.0000031", "3.1e-6", Pass)]
    public void Numeric_WithinItsTolerance_Passes(string settings, string? expected, string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict("numeric", settings, output, expected));

    [Fact]
    public void Similarity_IsTheF1ScoreOfWords()
    {
        // Shared: the, cat, sat; 3 of 4 and 3 of 5 words: 2·3/9.
        var reading = Read.Of("similarity", "\"least\":0.66", "the cat sat down", "The cat sat on it.");
        Assert.Equal(6.0 / 9, reading.Score!.Value, 12);
        Assert.Equal(Pass, reading.Verdict);
        Assert.Equal(Fail, Read.Verdict("similarity", "\"least\":0.67", "the cat sat down", "The cat sat on it."));
        Assert.Equal(1, TextDistance.WordF1("東京は首都", "東京は首都"));
        Assert.Equal(0, TextDistance.WordF1("yes", ""));
        Assert.Equal(1, TextDistance.WordF1("", " "));
        Assert.Equal(NotApplicable, Read.Verdict("similarity", "\"least\":0.5", "x"));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("same", "same", 0)]
    public void EditDistance_TextbookPairs_EqualsTheTextbook(string a, string b, int distance)
    {
        Assert.Equal(distance, TextDistance.Levenshtein(a, b).Distance);
        Assert.Equal(distance, TextDistance.Levenshtein(b, a).Distance);
    }

    [Fact]
    public void EditDistance_RandomTexts_EqualsWagnerFischer()
    {
        var random = new Random(7);
        for (var n = 0; n < 400; n++)
        {
            var letters =
                n % 3 == 0 ? 2
                : n % 3 == 1 ? 6
                : 3000;
            string Text(int most) =>
                string.Concat(
                    Enumerable.Range(0, random.Next(most)).Select(_ => (char)((letters > 6 ? 0x4E00 : 'a') + random.Next(letters)))
                );
            var (a, b) = (Text(300), Text(300));
            Assert.Equal(Table(a, b), TextDistance.Levenshtein(a, b).Distance);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task EditDistance_HugeTexts_EndsInTimeOrIsRefused() =>
        await Task.Run(
            () =>
            {
                var random = new Random(3);
                string Text(int length, int letters) =>
                    string.Create(
                        length,
                        letters,
                        (span, l) =>
                        {
                            for (var i = 0; i < span.Length; i++)
                                span[i] = (char)((l > 100 ? 0x4E00 : 'a') + random.Next(Math.Min(l, 20_000)));
                        }
                    );
                Assert.InRange(TextDistance.Levenshtein(Text(50_000, 4), Text(50_000, 4)).Distance, 15_000, 35_000);
                Assert.InRange(TextDistance.Levenshtein(Text(50_000, 50_000), Text(50_000, 50_000)).Distance, 40_000, 50_000);
                Assert.Equal(Error, Read.Verdict("edit_distance", "", Text(100_001, 3), "short"));
                Assert.Equal(Pass, Read.Verdict("edit_distance", "\"most\":0.5", "abcd", "abxy"));
                Assert.Equal(Fail, Read.Verdict("edit_distance", "\"most\":0.49", "abcd", "abxy"));
            },
            TestContext.Current.CancellationToken
        );

    /// <summary>
    /// As people perceive texts: a character with or without composition, one emoji of several parts, a script without spaces.
    /// </summary>
    [Theory]
    [InlineData("พัสดุจะถึงวันพฤหัส", "พัสดุจะถึงวันพฤหัส", 1, 1)]
    [InlineData("พัสดุจะถึงวันพฤหัส", "พัสดุจะถึงวันศุกร์", 0.3, 0.95)]
    [InlineData("ສະບາຍດີຕອນເຊົ້າ", "ສະບາຍດີຕອນແລງ", 0.4, 0.95)]
    [InlineData("សួស្តីពេលព្រឹក", "សួស្តីពេលល្ងាច", 0.3, 0.95)]
    [InlineData("包裹星期四到", "包裹星期五到", 0.8, 0.9)]
    [InlineData("荷物は木曜日に届きます", "荷物は金曜日に届きます", 0.85, 0.95)]
    [InlineData("👍", "👎", 0, 0)]
    [InlineData("👍🏽", "👍🏿", 0, 0)]
    [InlineData("🇩🇪", "🇫🇷", 0, 0)]
    [InlineData("👨‍👩‍👧", "👨‍👩‍👦", 0, 0)]
    [InlineData("ok 👍", "ok 👎", 0.5, 0.5)]
    [InlineData("❤️", "❤", 1, 1)]
    [InlineData("?", "!", 0, 0)]
    [InlineData("caf\u00e9 noir", "cafe\u0301 noir", 1, 1)]
    [InlineData("yes", "", 0, 0)]
    [InlineData("", "", 1, 1)]
    public void Similarity_ComparesPerceivedCharacters(string expected, string output, double least, double most) =>
        Assert.InRange(TextDistance.WordF1(expected, output), least, most);

    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301", 0, 4)]
    [InlineData("👍", "👎", 1, 1)]
    [InlineData("👨‍👩‍👧‍👦 home", "👨‍👩‍👧 home", 1, 6)]
    [InlineData("🇩🇪🇫🇷", "🇩🇪🇮🇹", 1, 2)]
    [InlineData("👍🏽", "👍", 1, 1)]
    [InlineData("한국", "한국", 0, 2)]
    public void EditDistance_CountsPerceivedCharacters(string a, string b, int distance, int longer) =>
        Assert.Equal((distance, longer), TextDistance.Levenshtein(a, b));

    [Theory]
    [InlineData("equals", "", "caf\u00e9", "cafe\u0301", Pass)]
    [InlineData("equals", "\"ignore_punctuation\":true", "✓", "✗", Fail)]
    [InlineData("equals", "\"ignore_punctuation\":true", "?", "!", Fail)]
    [InlineData("equals", "\"ignore_punctuation\":true", "≤5", "≥5", Fail)]
    [InlineData("contains", "\"texts\":[\"cafe\u0301\"]", null, "un caf\u00e9", Pass)]
    [InlineData("not_contains", "\"texts\":[\"caf\u00e9\"]", null, "un cafe\u0301", Fail)]
    [InlineData("banned_terms", "\"terms\":[\"caf\u00e9\"]", null, "un cafe\u0301!", Fail)]
    [InlineData("banned_terms", "\"terms\":[\"保证\"]", null, "我们保证退款", Fail)]
    [InlineData("equals", "", "\ud83d", "x", Fail)]
    public void Texts_AreNormalizedBeforeComparison(string kind, string settings, string? expected, string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict(kind, settings, output, expected));

    /// <summary>The textbook table of Wagner and Fischer.</summary>
    private static int Table(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = row[j];
                row[j] = next;
            }
        }

        return row[^1];
    }
}
