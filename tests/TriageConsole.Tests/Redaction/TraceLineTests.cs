using TriageConsole.Core.Telemetry;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Tests.Redaction;

public sealed class TraceLineTests
{
    [Fact]
    public void Keys_OfFactsFlagsAndDocuments_AreHashed()
    {
        var part = new TracePart
        {
            SpanId = "00f067aa0ba902b7",
            Flags = [new FlagVariant("checkout", "b", "anna@x.org"), new FlagVariant("other", "a", "u1")],
            Documents = ["doc-1", "anna@x.org"],
        };
        part.Set(TraceFacts.User, "anna@x.org");
        var line = new TraceLine(new EventLine(1, default), "trace", "part", part, null).WithHashedKeys(_ => "redacted-1");
        Assert.DoesNotContain("anna", line.Part.ToJson(), StringComparison.Ordinal);
        Assert.Equal(line.Part.ToJson(), System.Text.Encoding.UTF8.GetString(line.Line.Bytes.Span));
        Assert.Equal(["redacted-1", "u1"], line.Part.Flags!.Select(f => f.Unit));
        Assert.Equal(["doc-1", "redacted-1"], line.Part.Documents!);
        Assert.Equal("redacted-1", line.User);
    }
}
