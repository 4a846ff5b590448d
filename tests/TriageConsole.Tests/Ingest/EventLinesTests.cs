using System.Text;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Tests.Ingest;

/// <summary>The lines and elements do not depend on the sizes of the reads.</summary>
public sealed class EventLinesTests
{
    private const int Max = 2000;

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}", "1:{\"a\":1}|2:{\"b\":2}")]
    [InlineData("\n \t\r\n{\"a\":1}\r\n\n\n  {\"b\":2}  \n\n", "3:{\"a\":1}\r|6:{\"b\":2}  ")]
    [InlineData("\uFEFF{\"a\":1}", "1:{\"a\":1}")]
    [InlineData("\uFEFF\n[1,2]", "1:1|2:2")]
    [InlineData("", "")]
    [InlineData("   \n  ", "")]
    [InlineData("\uFEFF", "")]
    [InlineData(" [ ] ", "")]
    [InlineData(
        "[{\"a\":\"}]\\\"\\\\\"} ,\n\t[[{}],\"]\"],\"te,xt\",-1.5e3 , null,true]\n",
        "1:{\"a\":\"}]\\\"\\\\\"}|2:[[{}],\"]\"]|3:\"te,xt\"|4:-1.5e3|5:null|6:true"
    )]
    [InlineData("[{\"a\":tru},x\"y,{\"b\":1}]", "1:{\"a\":tru}|2:x\"y|3:{\"b\":1}")]
    [InlineData("nonsense\n[1]", "1:nonsense|2:[1]")]
    public async Task Read_InPiecesOfAnySize_GivesTheSameLines(string body, string expected)
    {
        for (var piece = 1; piece < 12; piece++)
            Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(body), piece));
        Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(body), 1 << 20));
    }

    [Theory]
    [InlineData("[1", "it ends within element 1")]
    [InlineData("[", "it has no end")]
    [InlineData("[1,", "it has no end")]
    [InlineData("[{\"a\":1", "it ends within element 1")]
    [InlineData("[\"a\\", "it ends within element 1")]
    [InlineData("[1,]", "after element 1")]
    [InlineData("[,1]", "its first element is missing")]
    [InlineData("[1 2]", "after element 1")]
    [InlineData("[1]]", "there is text after")]
    [InlineData("[1]\n[2]", "there is text after")]
    public async Task Read_InvalidArray_ThrowsWithTheReason(string body, string message)
    {
        for (var piece = 1; piece < 6; piece++)
            Assert.Contains(
                message,
                (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Encoding.UTF8.GetBytes(body), piece))).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task Read_LongLinesAndElements_AreCutAndTheOthersComplete()
    {
        var (atLimit, over) = ($"\"{new string('x', Max - 2)}\"", $"\"{new string('x', 300_000)}\"");
        foreach (var body in new[] { $"{atLimit}\n{over}\n{{}}", $"[{atLimit},{over} , {{}}]" })
        {
            foreach (var piece in new[] { 7, 1000, 70_000, 1 << 20 })
            {
                var lines = await ListAsync(Encoding.UTF8.GetBytes(body), piece);
                Assert.Equal([null, "line_too_long", null], lines.Select(l => l.Refusal?.Reason));
                Assert.Equal(atLimit, Encoding.UTF8.GetString(lines[0].Bytes.Span));
                Assert.InRange(lines[1].Bytes.Length, Max, 70_000);
                Assert.Equal((3L, 2), (lines[2].Number, lines[2].Bytes.Length));
            }
        }
    }

    private static async Task<string> ReadAsync(byte[] body, int piece) =>
        string.Join('|', (await ListAsync(body, piece)).Select(l => $"{l.Number}:{Encoding.UTF8.GetString(l.Bytes.Span)}"));

    private static async Task<List<EventLine>> ListAsync(byte[] body, int piece)
    {
        await using var stream = new Pieces(body, piece);
        var lines = new List<EventLine>();
        await foreach (var line in EventLines.ReadAsync(stream, Max, TestContext.Current.CancellationToken))
            lines.Add(line);
        return lines;
    }

    private sealed class Pieces(byte[] body, int size) : ReadOnlyStream
    {
        private int at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(size, buffer.Length), body.Length - at);
            body.AsMemory(at, count).CopyTo(buffer);
            at += count;
            return ValueTask.FromResult(count);
        }
    }
}
