using TriageConsole.Core.Common;

namespace TriageConsole.Core.Tests.Common;

public sealed class SignalTypeTests
{
    [Fact]
    public void Types_AreWrittenAsEventsWriteThem()
    {
        Assert.Equal(["explicit", "implicit", "outcome", "system", "human"], SignalType.Sent);
        Assert.Equal("derived", SignalType.Derived);
        Assert.DoesNotContain(SignalType.Derived, SignalType.Sent);
    }

    [Fact]
    public void IsFromUser_HoldsForWordAndDeedAlone() =>
        Assert.Equal([SignalType.Explicit, SignalType.Implicit], SignalType.Sent.Append(SignalType.Derived).Where(SignalType.IsFromUser));
}
