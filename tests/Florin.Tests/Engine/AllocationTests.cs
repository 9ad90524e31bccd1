namespace Florin.Tests;

[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationsAlone;

/// <summary>Nothing is allocated while a step or a prediction runs.</summary>
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    const int Steps = 40;

    static byte[]? kept;

    public static TheoryData<string, int> Cases() =>
        [.. TrainingCases.All.Keys.SelectMany(name => (TheoryDataRow<string, int>[])[(name, 1), (name, 2)])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_allocates_nothing(string name, int threads)
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All[name];
        int batch = options.BatchSize;
        rows = rows.Rows([.. Enumerable.Range(0, Steps * batch).Select(i => i % rows.Count)]);
        // Training repeats itself exactly, so a step that allocates does so in every run;
        // what the runtime once allocates for itself does not.
        long[] here = Quietest(net, rows, options with { Threads = threads }, everywhere: false);
        Assert.Equal(new long[Steps - 3], here);
        // Process-wide, the runtime and the test runner have threads of their own, which allocate now and then.
        long[] everywhere = Quietest(net, rows, options with { Threads = threads }, everywhere: true);
        Assert.True(everywhere.Count(bytes => bytes == 0) > Steps / 2, string.Join(" ", everywhere));
    }

    [Fact]
    public void A_step_that_allocates_is_found()
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All["dropout"];
        rows = rows.Rows([.. Enumerable.Range(0, Steps * options.BatchSize).Select(i => i % rows.Count)]);
        long[] found = Quietest(net, rows, options with { Threads = 1 }, everywhere: false, leak: true);
        Assert.All(found, bytes => Assert.True(bytes >= 100));
    }

    /// <summary>Bytes allocated from step to step, each the least of three runs.</summary>
    static long[] Quietest(Net net, Examples rows, FitOptions options, bool everywhere, bool leak = false)
    {
        long[] least = new long[Steps - 3];
        Array.Fill(least, long.MaxValue);
        for (int run = 0; run < 3; run++)
        {
            long[] counts = new long[Steps];
            var hook = new StepHook
            {
                Act = at =>
                {
                    if (leak) kept = new byte[100];
                    counts[at.Step] = everywhere ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
                },
            };
            net.Fit(rows, options with { Epochs = 1, Optimizer = options.Optimizer with { Schedule = hook } }).Dispose();
            long[] bytes = Differences(counts);
            for (int i = 0; i < least.Length; i++) least[i] = Math.Min(least[i], bytes[i]);
        }

        return least;
    }

    static long[] Differences(long[] values) => [.. Enumerable.Range(3, Steps - 3).Select(i => values[i] - values[i - 1])];

    [Theory]
    [InlineData("tiled")]
    [InlineData("attention")]
    [InlineData("ensemble")]
    public void A_prediction_allocates_nothing_after_the_first(string name)
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All[name];
        using TrainedNet trained = net.Fit(rows, options with { Epochs = 1 });
        int width = rows.Axes[0];
        Real[] numbers = rows.Numbers!, results = new Real[rows.Count];
        trained.Predict(numbers.AsSpan(0, width));
        trained.PredictRows(numbers, results);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            trained.Predict(numbers.AsSpan(0, width));
            trained.PredictRows(numbers, results);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
