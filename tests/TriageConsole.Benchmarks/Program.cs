using TriageConsole.Benchmarks;

Dictionary<string, Func<BenchmarkSize, Task>> all = new(StringComparer.Ordinal)
{
    ["ingest"] = IngestBenchmark.RunAsync,
    ["ingest-ways"] = IngestWaysBenchmark.RunAsync,
    ["sustained"] = SustainedBenchmark.RunAsync,
    ["flood"] = FloodBenchmark.RunAsync,
    ["table"] = TableBenchmark.RunAsync,
    ["redaction"] = RedactionBenchmark.RunAsync,
    ["redaction-http"] = RedactionShare.OverHttpAsync,
    ["queue"] = QueueBenchmark.RunAsync,
    ["next-item"] = NextItemBenchmark.RunAsync,
    ["circuits"] = CircuitsBenchmark.RunAsync,
    ["agreement"] = AgreementBenchmark.RunAsync,
    ["consensus"] = ConsensusBenchmark.RunAsync,
    ["patterns"] = PatternsBenchmark.RunAsync,
    ["window"] = WindowBenchmark.RunAsync,
    ["lists"] = ListsBenchmark.RunAsync,
    ["dashboards"] = DashboardsBenchmark.RunAsync,
    ["gates"] = GatesBenchmark.RunAsync,
    ["route"] = RouteBenchmark.RunAsync,
    ["client"] = ClientBenchmark.RunAsync,
    ["start"] = StartBenchmark.RunAsync,
};

if (args is [StartBenchmark.EmptyAppVerb, var address])
{
    await StartBenchmark.RunEmptyAppAsync(address);
    return 0;
}

if (args is [IngestServer.ServeVerb])
{
    await IngestServer.ServeAsync();
    return 0;
}

if (args.Contains("--list"))
{
    foreach (var name in all.Keys)
        Console.WriteLine(name);
    return 0;
}

var size = args.Contains("--full") ? BenchmarkSize.Full : BenchmarkSize.Small;
var wanted = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
if (wanted.FirstOrDefault(n => !all.ContainsKey(n)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. Use --list to list them.");
    return 1;
}

Console.WriteLine("name | ours | reference | ratio");
foreach (var name in wanted.Count == 0 ? [.. all.Keys] : wanted)
    await all[name](size);
return 0;
