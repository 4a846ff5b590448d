using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using TriageConsole.Client;

namespace TriageConsole.Tests.Architecture;

/// <summary>The client library depends on the framework alone: no type of ours, no package, not even ASP.NET.</summary>
public sealed class ClientReferenceTests
{
    private static readonly Assembly Client = typeof(TriageClient).Assembly;

    [Fact]
    public void Client_References_TheFrameworkOnly()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = Client
            .GetReferencedAssemblies()
            .Where(a => !File.Exists(Path.Combine(framework, a.Name + ".dll")))
            .Select(a => a.Name);
        Assert.Empty(foreign);
        Assert.Contains(Client.GetReferencedAssemblies(), a => a.Name == "System.Net.Http");
    }

    [Fact]
    public void Project_HasNoReferenceThatAPackageWouldCarry()
    {
        var project = XDocument.Load(Path.Combine(Folder(), "TriageConsole.Client.csproj"));
        Assert.DoesNotContain(
            project.Descendants(),
            e => e.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference"
        );
    }

    [Fact]
    public void PublicTypes_AreFewAndNamedOnce()
    {
        var ours = new[] { OurTypes.Core, OurTypes.Data, OurTypes.App }
            .SelectMany(a => a.GetExportedTypes())
            .Select(t => t.Name)
            .ToHashSet();
        Assert.Empty(Client.GetExportedTypes().Where(t => ours.Contains(t.Name)).Select(t => t.Name));
    }

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "src", "TriageConsole.Client"));
}
