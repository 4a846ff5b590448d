using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Components.Tests.Agreement;

public sealed class AgreementTextTests
{
    [Theory]
    [InlineData("resolved", "resolved")]
    [InlineData("satisfaction@1", "satisfaction (message 2)")]
    [InlineData("satisfaction@", "satisfaction@")]
    public void Question_NamesItsMessage(string key, string expected) => Assert.Equal(expected, AdjudicationWords.Question(key));

    [Theory]
    [InlineData(CriterionScope.Interaction, 1, "1 interaction")]
    [InlineData(CriterionScope.Turn, 3, "3 messages")]
    public void Units_AreThoseOfTheScope(CriterionScope scope, long count, string expected) =>
        Assert.Equal(expected, AgreementText.Units(scope, count));
}
