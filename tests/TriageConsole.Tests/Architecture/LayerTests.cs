using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.xUnitV3;
using Microsoft.AspNetCore.Components;
using TriageConsole.Data;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace TriageConsole.Tests.Architecture;

/// <summary>References have one direction: Core ← Data ← app. Endpoints and components call services.</summary>
public sealed class LayerTests
{
    private static readonly IObjectProvider<IType> Core = Types().That().ResideInAssembly(OurTypes.Core).As("Core");
    private static readonly IObjectProvider<IType> Data = Types().That().ResideInAssembly(OurTypes.Data).As("Data");
    private static readonly IObjectProvider<IType> App = Types().That().ResideInAssembly(OurTypes.App).As("the app");

    [Fact]
    public void Core_DependsOn_NeitherDataNorApp() =>
        Check(Types().That().Are(Core).Should().NotDependOnAny(Data).AndShould().NotDependOnAny(App));

    [Fact]
    public void Data_DependsOn_NothingOfTheApp() => Check(Types().That().Are(Data).Should().NotDependOnAny(App));

    [Theory]
    [InlineData("EntityFrameworkCore")]
    [InlineData("AspNetCore")]
    [InlineData("Npgsql")]
    public void Core_References_NeitherDatabaseNorWeb(string forbidden) =>
        Assert.DoesNotContain(OurTypes.Core.GetReferencedAssemblies(), a => a.Name!.Contains(forbidden, StringComparison.Ordinal));

    [Fact]
    public void Data_References_NeitherMigrationsNorComponents() =>
        Assert.DoesNotContain(
            OurTypes.Data.GetReferencedAssemblies(),
            a =>
                a.Name is { } name
                && (name.Contains("Migrations", StringComparison.Ordinal) || name.Contains("Components", StringComparison.Ordinal))
        );

    [Fact]
    public void Components_Call_ServicesOnly() =>
        AssertNoContext(OurTypes.App.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t)));

    /// <summary>The security feature is excluded: it registers the store of the accounts and calls nothing.</summary>
    [Fact]
    public void Endpoints_Call_ServicesOnly() =>
        AssertNoContext(
            OurTypes.App.GetTypes().Where(t => t.DeclaringType is null && t.Name is not "SecurityFeature" && IsEndpoint(t.Name))
        );

    private static bool IsEndpoint(string name) =>
        name.EndsWith("Endpoint", StringComparison.Ordinal)
        || name.EndsWith("Endpoints", StringComparison.Ordinal)
        || name.EndsWith("Feature", StringComparison.Ordinal);

    private static void AssertNoContext(IEnumerable<System.Type> types)
    {
        var names = types.Select(t => t.FullName!).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(names);
        var context = typeof(TriageDbContext).FullName;
        // A service with this dependency, to check that the test detects dependencies at all, even in asynchronous methods.
        Assert.Contains(OurTypes.Dependencies(), d => d.From.Name == "PatternService" && d.To.FullName == context);
        Assert.Empty(
            OurTypes
                .Dependencies()
                .Where(d => names.Contains(d.From.FullName) && d.To.FullName == context)
                .Select(d => d.From.Name)
                .Distinct()
        );
    }

    private static void Check(IArchRule rule) => rule.Check(OurTypes.Architecture);
}
