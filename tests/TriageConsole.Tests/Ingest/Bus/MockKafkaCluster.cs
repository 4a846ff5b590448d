using System.Runtime.InteropServices;
using System.Text;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>
/// The mock cluster of librdkafka: brokers in this process that speak the protocol of Kafka on real ports, with consumer groups and
/// rebalancing, and whose brokers can be taken down. Source: rdkafka_mock.h.
/// </summary>
internal sealed class MockKafkaCluster : IDisposable
{
    private const int Producer = 0;

    /// <summary>The builds of the library for the kinds of Linux. The client tries them in this order too.</summary>
    private static readonly string[] Builds = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    private readonly nint client;
    private readonly nint cluster;

    static MockKafkaCluster() =>
        NativeLibrary.SetDllImportResolver(
            typeof(MockKafkaCluster).Assembly,
            (name, assembly, path) =>
            {
                foreach (var build in name == Builds[0] ? Builds : [])
                    if (NativeLibrary.TryLoad(build, assembly, path, out var library))
                        return library;
                return 0;
            }
        );

    public MockKafkaCluster()
    {
        client = Native.New(Producer, Native.NewSettings(), new byte[512], 512);
        cluster = Native.NewCluster(client, 1);
        Native.SetRebalanceDelay(cluster, 100);
        Servers = Marshal.PtrToStringUTF8(Native.Bootstraps(cluster))!;
    }

    /// <summary>The addresses of the brokers.</summary>
    public string Servers { get; }

    public void CreateTopic(string name, int partitions) =>
        Check(Native.CreateTopic(cluster, Encoding.UTF8.GetBytes(name + "\0"), partitions, 1));

    /// <summary>Closes the connections of the broker and refuses new ones.</summary>
    public void TakeDown() => Check(Native.SetDown(cluster, 1));

    public void BringUp() => Check(Native.SetUp(cluster, 1));

    public void Dispose()
    {
        Native.DestroyCluster(cluster);
        Native.Destroy(client);
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"The mock cluster answered with error {error}.");
    }

    private static class Native
    {
        private const string Library = "librdkafka";

        [DllImport(Library, EntryPoint = "rd_kafka_conf_new")]
        public static extern nint NewSettings();

        [DllImport(Library, EntryPoint = "rd_kafka_new")]
        public static extern nint New(int type, nint settings, byte[] error, nuint errorSize);

        [DllImport(Library, EntryPoint = "rd_kafka_destroy")]
        public static extern void Destroy(nint client);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
        public static extern nint NewCluster(nint client, int brokers);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
        public static extern void DestroyCluster(nint cluster);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
        public static extern nint Bootstraps(nint cluster);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
        public static extern void SetRebalanceDelay(nint cluster, int milliseconds);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_create")]
        public static extern int CreateTopic(nint cluster, byte[] topic, int partitions, int replication);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
        public static extern int SetDown(nint cluster, int broker);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
        public static extern int SetUp(nint cluster, int broker);
    }
}
