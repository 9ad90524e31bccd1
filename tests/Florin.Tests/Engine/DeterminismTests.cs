namespace Florin.Tests;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

/// <summary>The same bits whatever the threads, the instructions, the interruptions and the size of a batch to be scored.</summary>
public class DeterminismTests
{
    const string FileVariable = "FLORIN_TRAINING_BITS";

    [Theory]
    [MemberData(nameof(TrainingCases.Names), MemberType = typeof(TrainingCases))]
    public void Threads_do_not_change_what_is_learned(string name)
    {
        string one = TrainingCases.Hash(name, 1);
        Assert.Equal(one, TrainingCases.Hash(name, 2));
        Assert.Equal(one, TrainingCases.Hash(name, 7));
    }

    [Fact]
    public void The_wide_net_tiles_its_weight_gradient()
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All["tiled"];
        var plan = Compilation.Training(net, options.Loss, rows.Input, Shape.Rows(1), false);
        Assert.Contains(plan.Stages, stage => stage.Tiled.Count > 0);
        Assert.NotEqual(0, rows.Count % plan.ShardRows);
    }

    [Fact]
    public void Training_without_AVX512_gives_the_same_bits()
    {
        Assert.SkipUnless(Avx2.IsSupported, "x86 with AVX2 only");
        string file = Path.GetTempFileName();
        try
        {
            string program = Path.Combine(AppContext.BaseDirectory, typeof(DeterminismTests).Assembly.GetName().Name!);
            if (OperatingSystem.IsWindows()) program += ".exe";
            var start = new ProcessStartInfo(program) { UseShellExecute = false };
            start.Environment[FileVariable] = file;
            start.Environment["DOTNET_EnableAVX512"] = "0";
            using Process child = Process.Start(start)!;
            if (!child.WaitForExit(120_000))
            {
                child.Kill(entireProcessTree: true);
                Assert.Fail("the child did not end");
            }

            Assert.Equal(["Vector512 False", .. Hashes(2)], File.ReadAllLines(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>One thread only: in the double build the engine is part of this module, and a second thread would wait for this very
    /// initializer.</summary>
    [ModuleInitializer]
    internal static void WriteHashesIfAsked()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file) return;
        File.WriteAllLines(file, [$"Vector512 {Vector512.IsHardwareAccelerated}", .. Hashes(1)]);
        Environment.Exit(0);
    }

    static string[] Hashes(int threads) => [.. TrainingCases.All.Keys.Select(name => $"{name} {TrainingCases.Hash(name, threads)}")];

    [Theory]
    [InlineData("dropout", 7)]
    [InlineData("dropout", 6)]
    [InlineData("lstm", 4)]
    [InlineData("penalties", 10)]
    public void An_interrupted_training_resumes_to_the_same_bits(string name, int cancelAt)
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All[name];
        var hook = new StepHook();
        options = options with
        {
            Optimizer = options.Optimizer with { Schedule = hook },
            Validation = rows.Range(0, 40),
            Patience = 3,
            Epochs = 6,
        };
        using TrainedNet whole = net.Fit(rows, options);
        var kept = new KeptState();
        options = options with { Checkpoints = kept };
        using var source = new CancellationTokenSource();
        hook.Act = at => { if (at.Step == cancelAt) source.Cancel(); };
        Assert.ThrowsAny<OperationCanceledException>(() => net.Fit(rows, options, source.Token));
        Assert.NotNull(kept.State);
        hook.Act = at => Assert.True(at.Step > cancelAt);
        using TrainedNet resumed = net.Fit(rows, options with { Threads = 2 });
        Same(whole, resumed);
        hook.Act = _ => Assert.Fail("a finished training has nothing left to do");
        using TrainedNet again = net.Fit(rows, options);
        Same(whole, again);
    }

    [Fact]
    public void A_training_stopped_by_patience_stays_stopped()
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All["dropout"];
        options = options with { Validation = TrainingCases.Rows(40, 20, 9), Patience = 2, Epochs = 500, Checkpoints = new KeptState() };
        using TrainedNet whole = net.Fit(rows, options), again = net.Fit(rows, options);
        Assert.Equal(StopReason.Patience, whole.History.Stopped);
        Same(whole, again);
    }

    static void Same(TrainedNet expected, TrainedNet found)
    {
        Assert.Equal(TrainingCases.Hash(expected), TrainingCases.Hash(found));
        Assert.Equal(expected.History.Stopped, found.History.Stopped);
        Assert.Equal(expected.History.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss, epoch.Best)),
            found.History.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss, epoch.Best)));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All["lstm"];
        options = options with { Checkpoints = new KeptState() };
        net.Fit(rows, options).Dispose();
        Net other = [new Lstm(9), new Dense(1, Activation.Tanh)];
        Refused(net, rows with { Lengths = null }, options);
        Refused(net, rows with { Lengths = [.. rows.Lengths!.Reverse()] }, options);
        Refused(net, rows, options with { Seed = 6 });
        Refused(other, rows, options);
    }

    static void Refused(Net net, Examples rows, FitOptions options) =>
        Assert.Equal("FLR0311", Assert.Throws<FlorinException>(() => net.Fit(rows, options)).Code);

    [Theory]
    [InlineData("tiled")]
    [InlineData("attention")]
    [InlineData("ensemble")]
    [InlineData("sharpe")]
    public void A_row_has_the_same_bits_alone_and_in_any_batch(string name)
    {
        (Net net, Examples rows, FitOptions options) = TrainingCases.All[name];
        using TrainedNet trained = net.Fit(rows, options with { Epochs = 1 });
        int width = rows.Axes[0];
        Examples scored = TrainingCases.Rows(2100, width, 3) with { Target = null };
        Real[] alone = [.. Enumerable.Range(0, scored.Count).Select(row => trained.Predict(scored.Numbers.AsSpan(row * width, width)))];
        Assert.All(alone, value => Assert.True(Real.IsFinite(value)));
        Assert.Equal(alone, trained.Predict(scored));
        foreach (int count in (int[])[1, 2, 63, 64, 65, 1000, 2100])
        {
            ReadOnlySpan<Real> numbers = scored.Numbers.AsSpan(0, count * width);
            Assert.Equal(alone[..count], trained.PredictRows(numbers));
            Real[] shared = new Real[count];
            trained.PredictRows(numbers, shared, threads: 2);
            Assert.Equal(alone[..count], shared);
            Assert.Equal(alone[..count], trained.Predict(scored.Range(0, count)));
        }
    }
}
