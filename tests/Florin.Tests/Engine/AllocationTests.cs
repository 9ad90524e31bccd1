namespace Florin.Tests;

[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationsAlone;

/// <summary>Nothing is allocated while a step or a prediction runs.</summary>
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    const int Steps = 40;

    public static TheoryData<string, int> Cases() =>
        [.. TrainingCases.All.Keys.SelectMany(name => (TheoryDataRow<string, int>[])[(name, 1), (name, 2)])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_allocates_nothing(string name, int threads)
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All[name];
        long[] here = new long[Steps], everywhere = new long[Steps];
        var hook = new StepHook
        {
            Act = at =>
            {
                here[at.Step] = GC.GetAllocatedBytesForCurrentThread();
                everywhere[at.Step] = GC.GetTotalAllocatedBytes(precise: true);
            },
        };
        int batch = options.BatchSize;
        rows = rows.Rows([.. Enumerable.Range(0, Steps * batch).Select(i => i % rows.Count)]);
        net.Fit(rows, options with { Epochs = 1, Threads = threads, Optimizer = options.Optimizer with { Schedule = hook } }).Dispose();
        Assert.Equal(new long[Steps - 3], Differences(here));
        // The runtime and the test runner have threads of their own, which allocate now and then.
        Assert.True(Differences(everywhere).Count(bytes => bytes == 0) > Steps / 2, string.Join(" ", Differences(everywhere)));
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
