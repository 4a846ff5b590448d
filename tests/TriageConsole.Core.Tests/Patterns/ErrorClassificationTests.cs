using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

public sealed class ErrorClassificationTests
{
    private static readonly PatternMembership Pattern = new(
        "prompt version = 17, country = DE",
        [new("prompt version", "17"), new("country", "DE")],
        3e-9,
        4.23
    );
    private static readonly TaskHistory Everywhere = new(
        [new(70, 100), new(60, 100), new(40, 60), new(1, 3)],
        new FailureCount(30, 50),
        14
    );
    private static readonly ErrorFacts Plain = new(null, null, new FailureCount(2, 40), null);

    [Theory]
    [InlineData("timeout")]
    [InlineData("TimedOutException")]
    [InlineData("read timed out")]
    [InlineData("RateLimitError")]
    [InlineData("rate_limit_exceeded")]
    [InlineData("HTTP 429")]
    [InlineData("503")]
    [InlineData("service_unavailable")]
    [InlineData("ECONNRESET")]
    [InlineData("APIConnectionError")]
    [InlineData("connection reset by peer")]
    [InlineData("network")]
    [InlineData("overloaded_error")]
    [InlineData("DEADLINE_EXCEEDED")]
    public void Is_TransientKind_IsTrue(string kind) => Assert.True(TransientError.Is(kind));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("context_length_exceeded")]
    [InlineData("content_filter")]
    [InlineData("invalid_request_error")]
    [InlineData("4290")]
    [InlineData("500")]
    [InlineData("max_steps")]
    [InlineData("tool_error")]
    [InlineData("connection_string_invalid")]
    public void Is_OtherKind_IsFalse(string? kind) => Assert.False(TransientError.Is(kind));

    [Fact]
    public void Of_FailureInNoPattern_IsOneOff() =>
        Assert.Equal(
            new ErrorClassification(ErrorClass.OneOff, "In no pattern; 2 of 40 interactions in its window need review."),
            ErrorClassification.Of(Plain)
        );

    [Fact]
    public void Of_FailureInAPattern_IsSystematic() =>
        Assert.Equal(
            new ErrorClassification(
                ErrorClass.Systematic,
                "Inside the pattern prompt version = 17, country = DE: 4.2 times the failure rate of the rest, p < 0.0001."
            ),
            ErrorClassification.Of(Plain with { Pattern = Pattern })
        );

    [Fact]
    public void Of_TransientErrorInsideAPattern_IsSystematicOnlyForAPatternOnThatError()
    {
        var timeout = Plain with { ErrorKind = "timeout", Pattern = Pattern };
        Assert.Equal(ErrorClass.OneOff, ErrorClassification.Of(timeout).Class);
        Assert.Equal("Transient error timeout: a retry can succeed.", ErrorClassification.Of(timeout).Reason);
        var onIt = Pattern with { Name = "error kind = timeout", Terms = [new("error kind", "Timeout")] };
        Assert.Equal(ErrorClass.Systematic, ErrorClassification.Of(timeout with { Pattern = onIt }).Class);
        Assert.Equal(ErrorClass.OneOff, ErrorClassification.Of(timeout with { Pattern = onIt, ErrorKind = "network" }).Class);
    }

    [Fact]
    public void Of_TaskThatFailsEverywhere_IsConceptualEvenInsideAPattern()
    {
        var found = ErrorClassification.Of(Plain with { Pattern = Pattern, Task = Everywhere });
        Assert.Equal(ErrorClass.Conceptual, found.Class);
        Assert.Equal(
            "The task fails everywhere: 170 of 260 (65.4 %) over 3 versions and 14 windows, 60 % in the best version, "
                + "60 % outside patterns.",
            found.Reason
        );
        Assert.Equal(ErrorClass.OneOff, ErrorClassification.Of(Plain with { ErrorKind = "timeout", Task = Everywhere }).Class);
    }

    public static TheoryData<TaskHistory> NotEverywhere =>
        new(
            Everywhere with
            {
                Windows = 11,
            },
            Everywhere with
            {
                Versions = [new(70, 100), new(60, 100)],
            },
            Everywhere with
            {
                Versions = [new(90, 100), new(90, 100), new(40, 100)],
            },
            Everywhere with
            {
                Versions = [new(11, 20), new(11, 20), new(11, 20)],
            },
            Everywhere with
            {
                OutsidePatterns = new(3, 50),
            },
            Everywhere with
            {
                OutsidePatterns = new(5, 5),
            }
        );

    [Theory]
    [MemberData(nameof(NotEverywhere))]
    public void Of_TaskThatPassesSomewhereOrHasFewData_IsNotConceptual(TaskHistory task)
    {
        Assert.Equal(ErrorClass.Systematic, ErrorClassification.Of(Plain with { Pattern = Pattern, Task = task }).Class);
        Assert.Equal(ErrorClass.OneOff, ErrorClassification.Of(Plain with { Task = task }).Class);
    }

    [Fact]
    public void Of_OtherSettings_ChangeTheThresholds()
    {
        var strict = new ErrorClassSettings { HighRate = 0.9 };
        Assert.Equal(ErrorClass.OneOff, ErrorClassification.Of(Plain with { Task = Everywhere }, strict).Class);
        Assert.Equal(
            ErrorClass.Conceptual,
            ErrorClassification.Of(Plain with { Task = Everywhere with { Windows = 2 } }, new ErrorClassSettings { MinWindows = 2 }).Class
        );
    }
}
