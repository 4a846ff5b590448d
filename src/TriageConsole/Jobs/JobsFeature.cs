using Microsoft.Extensions.Options;
using Quartz;
using TriageConsole.Data.Providers;

namespace TriageConsole.Jobs;

internal static class JobsFeature
{
    /// <summary>Triggers that are due within this time are claimed together.</summary>
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A run that is later than this counts as missed. Small, so that a job that takes longer than its period does not repeat each missed
    /// run.
    /// </summary>
    private static readonly TimeSpan Missed = TimeSpan.FromSeconds(2);

    /// <summary>Services that are also needed without a scheduler, for example on the command line.</summary>
    public static IServiceCollection AddJobMarks(this IServiceCollection services) =>
        services.AddSingleton<InstanceName>().AddSingleton<JobMarks>().AddSingleton<LargeReads>();

    public static IServiceCollection AddJob<T>(this IServiceCollection services)
        where T : BackgroundJob => services.AddSingleton<BackgroundJob, T>();

    /// <summary>The clustered scheduler in the app's own database.</summary>
    public static IServiceCollection AddJobScheduler(this IServiceCollection services, DatabaseConnection database)
    {
        services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddQuartz(q =>
        {
            q.AddSchedulerListener<SchedulerErrors>();
            q.UseDefaultThreadPool();
            q.UsePersistentStore(store =>
            {
                if (database.Provider == DatabaseProvider.PostgreSql)
                    store.UsePostgres(database.ConnectionString);
                else
                    store.UseSqlServer(database.ConnectionString);
                store.UseClustering();
            });
        });
        services.Configure<AdoJobStoreOptions>(ConfigureStore);
        services.AddOptions<QuartzSchedulerOptions>().Configure<InstanceName, IOptions<JobOptions>>(ConfigureScheduler);
        services
            .AddOptions<ThreadPoolOptions>()
            .Configure<IOptions<JobOptions>>((pool, jobs) => pool.MaxConcurrency = jobs.Value.MaxConcurrent);
        services
            .AddOptions<ClusteringOptions>()
            .Configure<IOptions<JobOptions>>(
                (cluster, jobs) =>
                {
                    cluster.CheckinInterval = TimeSpan.FromMilliseconds(jobs.Value.CheckInMilliseconds);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromMilliseconds(jobs.Value.CheckInGraceMilliseconds);
                }
            );
        return services.AddSingleton<JobRunner>().AddSingleton<JobsService>().AddHostedService<JobScheduler>();
    }

    private static void ConfigureScheduler(QuartzSchedulerOptions options, InstanceName instance, IOptions<JobOptions> jobs)
    {
        (options.InstanceName, options.InstanceId) = (JobScheduler.Cluster, instance.Value);
        // Maximum delay until this instance sees a run that another instance scheduled, if nothing else is due.
        options.IdleWaitTime = TimeSpan.FromSeconds(5);
        (options.MaxBatchSize, options.BatchTriggerAcquisitionFireAheadTimeWindow) = (jobs.Value.MaxConcurrent, BatchWindow);
        options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
    }

    private static void ConfigureStore(AdoJobStoreOptions options)
    {
        options.TablePrefix = "QUARTZ_";
        options.StoreJobDataAsStrings = true;
        options.MisfireThreshold = Missed;
        options.DbRetryInterval = TimeSpan.FromSeconds(2);
        options.AcquireTriggersWithinLock = true;
        // The migrations create the tables. With provisioning, an unreachable database at startup would end the scheduler.
        options.SchemaProvisioning = SchemaProvisioning.None;
        options.UseBackgroundThreads = true;
    }
}
