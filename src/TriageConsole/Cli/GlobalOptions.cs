using System.CommandLine;

namespace TriageConsole.Cli;

/// <summary>The options of all subcommands.</summary>
internal sealed record GlobalOptions(int? Port, string DataDirectory, bool Demo, string? Urls)
{
    public const int DefaultPort = 5080;

    private static readonly Option<int?> PortOption = new("--port")
    {
        Description = $"The port to serve on (default {DefaultPort}).",
        Recursive = true,
    };
    private static readonly Option<string?> DataOption = new("--data")
    {
        Description = "The folder of the embedded database and all other data (default .data).",
        Recursive = true,
    };
    private static readonly Option<bool> NoDemoOption = new("--no-demo")
    {
        Description = "Do not add the demo tenant to an empty database.",
        Recursive = true,
    };
    private static readonly Option<string?> UrlsOption = new("--urls")
    {
        Description = "URLs to serve on, separated by semicolons. Default: http://localhost:PORT.",
        Recursive = true,
    };

    /// <summary>
    /// The URLs to listen on, from --urls, --port, ASPNETCORE_URLS or the default, in this order. The default is localhost only.
    /// </summary>
    public string ListenOn =>
        Urls ?? (Port is { } port ? Local(port) : Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? Local(DefaultPort));

    /// <summary>
    /// The last URL of the server of this data folder, so that links printed by other commands lead to it. Null if --urls or --port is set.
    /// </summary>
    public string? LastAddress => Urls is null && Port is null && File.Exists(AddressFile) ? File.ReadAllText(AddressFile).Trim() : null;

    private string AddressFile => Path.Combine(DataDirectory, "address");

    public void RememberAddress(string address)
    {
        Directory.CreateDirectory(DataDirectory);
        File.WriteAllText(AddressFile, address + "\n");
    }

    public static void AddTo(RootCommand root)
    {
        PortOption.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 65535)
                result.AddError("--port is a number from 1 to 65535.");
        });
        foreach (var option in new Option[] { PortOption, DataOption, NoDemoOption, UrlsOption })
            root.Options.Add(option);
    }

    public static GlobalOptions Read(ParseResult parsed) =>
        new(
            parsed.GetValue(PortOption),
            Path.GetFullPath(parsed.GetValue(DataOption) ?? Environment.GetEnvironmentVariable("TRIAGE_DATA") ?? ".data"),
            !parsed.GetValue(NoDemoOption),
            parsed.GetValue(UrlsOption)
        );

    private static string Local(int port) => $"http://localhost:{port}";
}
