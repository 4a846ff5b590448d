using System.Globalization;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>An installation of the PostgreSQL server programs.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string InitDb => Program("initdb");

    public string PgCtl => Program("pg_ctl");

    public string Postgres => Program("postgres");

    /// <summary>Returns the installation with the version of the cluster, or the newest one if there is no cluster.</summary>
    /// <exception cref="LocalPostgresException">No installation was found, or none with the version of the cluster.</exception>
    public static async Task<PostgresBinaries> FindAsync(string? configured, string clusterFolder, CancellationToken cancellationToken)
    {
        var folders = configured is null ? Candidates() : [configured];
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Select(Resolve).Where(IsComplete).Distinct(StringComparer.Ordinal))
            if (await ReadVersionAsync(folder, cancellationToken) is { } major)
                found.Add(new PostgresBinaries(folder, major));
        if (found.Count == 0)
            throw new LocalPostgresException(MissingMessage(configured));
        if (ClusterVersion(clusterFolder) is not { } made)
            return found.MaxBy(b => b.Major)!;
        return found.FirstOrDefault(b => b.Major == made)
            ?? throw new LocalPostgresException(
                $"The data in {clusterFolder} was created by PostgreSQL {made}, but only "
                    + $"{string.Join(" and ", found.Select(b => $"PostgreSQL {b.Major} ({b.Folder})"))} is installed. "
                    + $"Install PostgreSQL {made} (on Debian: apt-get install postgresql-{made}), or set its folder in "
                    + $"TRIAGE_POSTGRES_BIN; docs/operating.md describes how to move data to a newer version."
            );
    }

    public static int? ClusterVersion(string clusterFolder)
    {
        var file = Path.Combine(clusterFolder, "PG_VERSION");
        return
            File.Exists(file)
            && int.TryParse(File.ReadAllText(file).Trim().Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : null;
    }

    public static string? FindOnPath(string program) =>
        PathFolders().Append("/usr/sbin").Append("/sbin").Select(f => Path.Combine(f, program + Suffix)).FirstOrDefault(File.Exists);

    private string Program(string name) => Path.Combine(Folder, name + Suffix);

    private static string[] PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Candidates() =>
        PathFolders()
            .Concat(Versions("/usr/lib/postgresql", "bin"))
            .Concat(Versions("/usr", "bin", "pgsql-*"))
            .Concat(Versions("/opt/homebrew/opt", "bin", "postgresql*"))
            .Concat(Versions("/usr/local/opt", "bin", "postgresql*"))
            .Concat(Versions(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "bin"));

    private static IEnumerable<string> Versions(string root, string below, string pattern = "*") =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root, pattern).Select(d => Path.Combine(d, below)) : [];

    /// <summary>Resolves links: a program on PATH is often a link, and its libraries and related programs are next to the target.</summary>
    private static string Resolve(string folder)
    {
        try
        {
            var program = new FileInfo(Path.Combine(folder, "pg_ctl" + Suffix));
            return program.Exists && program.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? Path.GetDirectoryName(target.FullName)!
                : Path.GetFullPath(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return folder;
        }
    }

    private static bool IsComplete(string folder) =>
        new[] { "initdb", "pg_ctl", "postgres" }.All(p => File.Exists(Path.Combine(folder, p + Suffix)));

    private static async Task<int?> ReadVersionAsync(string folder, CancellationToken cancellationToken)
    {
        // Output examples: "postgres (PostgreSQL) 15.4 (Debian …)" and "16rc1".
        if (OperatingSystem.IsWindows())
            return int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), out var named) ? named : null;
        var text = (await ServerTool.RunAsync(ServerAccount.Self, Path.Combine(folder, "postgres"), ["-V"], cancellationToken)).Output;
        var digits = new string(
            text[(text.IndexOf(')', StringComparison.Ordinal) + 1)..].TrimStart().TakeWhile(char.IsAsciiDigit).ToArray()
        );
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static string MissingMessage(string? configured) =>
        configured is null
            ? "PostgreSQL's server programs (initdb, pg_ctl, postgres) were not found on PATH or in the usual folders. "
                + "Install them (on Debian: apt-get install --no-install-recommends postgresql; "
                + "on macOS: brew install postgresql), set their folder in TRIAGE_POSTGRES_BIN, or set TRIAGE_CONNECTION to use a server."
            : $"TRIAGE_POSTGRES_BIN is {configured}, but initdb, pg_ctl and postgres are not all in this folder.";
}
