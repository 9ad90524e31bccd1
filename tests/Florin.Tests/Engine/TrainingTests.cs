namespace Florin.Tests;

/// <summary>When training stops, and which weights it keeps.</summary>
public class StoppingTests
{
    static readonly Net Net = [new Dense(24, Activation.Relu), new Dense(1)];
    static readonly Examples Noise = TrainingCases.Rows(60, 12), Held = TrainingCases.Rows(40, 12, seed: 8);
    static readonly FitOptions Options =
        new() { Optimizer = new Adam(0.02), Epochs = 400, BatchSize = 16, Validation = Held, Patience = 3 };

    [Fact]
    public void Patience_stops_and_the_best_weights_are_restored()
    {
        using TrainedNet stopped = Net.Fit(Noise, Options);
        History history = stopped.History;
        Epoch best = history.Best!;
        Assert.Equal(StopReason.Patience, history.Stopped);
        Assert.Equal(best.Number + 3, history.Epochs.Count);
        Assert.Equal(history.Epochs.Min(epoch => epoch.ValidationLoss), best.ValidationLoss);
        Assert.Equal(best.ValidationLoss!.Value, stopped.LossOn(Held), 1e-6);
        using TrainedNet there = Net.Fit(Noise, Options with { Epochs = best.Number, Patience = 0 });
        Assert.Equal(TrainingCases.Hash(there), TrainingCases.Hash(stopped));
        Assert.Equal(StopReason.Finished, there.History.Stopped);
        string text = history.ToString();
        Assert.Contains("  best", text, StringComparison.Ordinal);
        Assert.EndsWith($"stopped: no better validation loss, after {history.Epochs.Count} epochs", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_throws_or_keeps_the_best()
    {
        using var source = new CancellationTokenSource();
        var hook = new StepHook { Act = at => { if (at.Step == 9) source.Cancel(); } };
        FitOptions options = Options with { Optimizer = new Adam(0.02) { Schedule = hook } };
        Assert.ThrowsAny<OperationCanceledException>(() => Net.Fit(Noise, options, source.Token));
        using TrainedNet start = Net.Fit(Noise, options with { OnStop = OnStop.KeepBest }, source.Token);
        Assert.Equal((StopReason.Cancelled, 0), (start.History.Stopped, start.History.Epochs.Count));
        Assert.Null(start.History.Best);
        Assert.Contains("cancelled after 0 epochs", start.History.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Divergence_is_an_error_with_a_net_that_still_predicts(bool validated)
    {
        FitOptions options = Options with { Optimizer = new Sgd(1e6), Validation = validated ? Held : null, Patience = 0 };
        var error = Assert.Throws<FlorinException>(() => Net.Fit(Noise, options));
        Assert.Equal("FLR0310", error.Code);
        Assert.StartsWith("epoch ", error.Place, StringComparison.Ordinal);
        Assert.Contains("loss", error.Found, StringComparison.Ordinal);
        Assert.Contains("learning rate 1000000", error.Found, StringComparison.Ordinal);
        Assert.Contains("lower the learning rate", error.Fix, StringComparison.Ordinal);
        using var partial = Assert.IsType<TrainedNet>(error.Partial);
        Assert.All(partial.Predict(Noise), value => Assert.True(Real.IsFinite(value)));
        using TrainedNet kept = Net.Fit(Noise, options with { OnStop = OnStop.KeepBest });
        Assert.Equal(StopReason.Diverged, kept.History.Stopped);
        Assert.Equal(TrainingCases.Hash(partial), TrainingCases.Hash(kept));
        Assert.Contains("no longer finite", kept.History.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>Weights of rows and classes, exposure, starting points.</summary>
public class WeightingTests
{
    static readonly Net Net = [new Dense(8, Activation.Tanh), new Dense(1)];
    static readonly FitOptions FullBatch = new() { Optimizer = new Sgd(0.1), Epochs = 20, BatchSize = 1000, Sampler = Sampler.InOrder };

    [Fact]
    public void Weight_2_is_the_row_twice_and_weight_0_leaves_it_out()
    {
        Examples rows = TrainingCases.Rows(90, 4);
        int[] twice = [.. Enumerable.Range(0, 90).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        Real[] weights = [.. Enumerable.Range(0, 90).Select(row => (Real)(row % 3))];
        using TrainedNet repeated = Net.Fit(rows.Rows(twice), FullBatch), weighted = Net.Fit(rows with { Weight = weights }, FullBatch);
        Close(repeated, weighted);
        Assert.Equal(repeated.History.Epochs[^1].Loss, weighted.History.Epochs[^1].Loss, 1e-5);
    }

    [Fact]
    public void Class_weights_are_row_weights()
    {
        Examples rows = Binary();
        FitOptions options = FullBatch with { Loss = Loss.BinaryCrossEntropy, BatchSize = 32 };
        Real[] weights = [.. rows.Target!.Select(label => label > 0 ? (Real)3 : (Real)0.5)];
        using TrainedNet byClass = Net.Fit(rows, options with { ClassWeights = [0.5, 3] }),
            byRow = Net.Fit(rows with { Weight = weights }, options);
        Assert.Equal(TrainingCases.Hash(byRow), TrainingCases.Hash(byClass));
    }

    [Fact]
    public void A_Poisson_intercept_is_the_log_of_events_over_exposure()
    {
        Examples rows = Counts();
        Net net = [new Dense(1)];
        using TrainedNet trained = net.Fit(rows, FullBatch with { Loss = Loss.Poisson, Optimizer = new Lbfgs(), Epochs = 60 });
        double expected = Math.Log(rows.Target!.Sum(y => (double)y) / rows.Exposure!.Sum(e => (double)e));
        Assert.Equal(expected, trained.Parameters["dense1.bias"][0], 1e-4);
        Assert.Equal(Math.Exp(expected) * rows.Exposure![3], trained.Predict(rows)[3], 1e-4);
    }

    [Fact]
    public void Training_starts_at_the_base_rate()
    {
        var start = new Dictionary<string, Real[]> { ["dense1.weight"] = new Real[4] };
        FitOptions options = FullBatch with { Epochs = 1, Optimizer = new Sgd(1e-12), StartAtMean = true, StartWeights = start };
        Net net = [new Dense(1)];
        Examples binary = Binary();
        using TrainedNet share = net.Fit(binary, options with { Loss = Loss.BinaryCrossEntropy });
        Assert.Equal(binary.Target!.Average(y => (double)y), share.Predict(binary)[0], 1e-6);
        Examples counts = Counts();
        start["dense1.weight"] = new Real[1];
        using TrainedNet rate = net.Fit(counts, options with { Loss = Loss.Poisson });
        double expected = counts.Target!.Sum(y => (double)y) / counts.Exposure!.Sum(e => (double)e);
        Assert.Equal(expected, rate.Predict((Real)0), 1e-5);
    }

    [Fact]
    public void The_base_rate_counts_rows_as_the_loss_does_and_every_member_starts_at_it()
    {
        Examples binary = Binary();
        double ones = binary.Target!.Sum(y => (double)y), zeros = binary.Count - ones;
        FitOptions options = FullBatch with
        {
            Epochs = 1,
            Optimizer = new Sgd(1e-12),
            StartAtMean = true,
            Loss = Loss.BinaryCrossEntropy,
            ClassWeights = [1, 5],
            StartWeights = new Dictionary<string, Real[]> { ["memberDense1.weight"] = new Real[12] },
        };
        Net net = [new Members(3), new MemberDense(1)];
        using TrainedNet trained = net.Fit(binary, options);
        Assert.Equal(5 * ones / (5 * ones + zeros), trained.Predict(binary)[0], 1e-6);
        Real[] bias = trained.Parameters["memberDense1.bias"];
        Assert.Equal([bias[0], bias[0], bias[0]], bias);
        Assert.Equal(Math.Log(5 * ones / zeros), bias[0], 1e-5);
    }

    [Fact]
    public void A_row_may_have_any_number_of_outputs()
    {
        const int Outputs = 100_000;
        Net net = [new Dense(Outputs)];
        using TrainedNet trained = net.Fit(Examples.Of(new Real[2], [1], new Real[2 * Outputs]) with { TargetAxes = [Outputs] },
            new FitOptions { Epochs = 1, BatchSize = 2 });
        Assert.Equal(trained.PredictRows([(Real)0.5])[0], trained.Predict((Real)0.5));
    }

    [Fact]
    public void A_starting_weight_that_the_net_lacks_is_refused()
    {
        var start = new Dictionary<string, Real[]> { ["dense1.wieght"] = new Real[4] };
        var error = Assert.Throws<FlorinException>(() => Net.Fit(TrainingCases.Rows(9, 4), FullBatch with { StartWeights = start }));
        Assert.Equal("FLR0314", error.Code);
        Assert.Contains("dense1.weight", error.Fix, StringComparison.Ordinal);
        start = new() { ["dense1.weight"] = new Real[5] };
        error = Assert.Throws<FlorinException>(() => Net.Fit(TrainingCases.Rows(9, 4), FullBatch with { StartWeights = start }));
        Assert.Equal(("FLR0312", "dense1.weight"), (error.Code, error.Place));
    }

    static Examples Binary()
    {
        Examples rows = TrainingCases.Rows(90, 4);
        return rows with { Target = [.. rows.Target!.Select(y => y > (Real)0.4 ? (Real)1 : 0)] };
    }

    static Examples Counts() => Examples.Of(new Real[40], [.. Enumerable.Range(0, 40).Select(i => (Real)(i * 7 % 4))]) with
    {
        Exposure = [.. Enumerable.Range(0, 40).Select(i => (Real)(0.25 + i % 5))],
    };

    static void Close(TrainedNet a, TrainedNet b)
    {
        foreach ((string name, Real[] values) in a.Parameters)
            for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], b.Parameters[name][i], 1e-4);
    }
}

/// <summary>Rates, penalties, schedules and samplers, each against its closed form: rows of 0 give weights no gradient.</summary>
public class TreatmentTests
{
    const int Steps = 12;
    static readonly Examples Zeros = Examples.Of(new Real[8 * 3], [3], new Real[8]);
    static readonly Dictionary<string, Real[]> Start = new() { ["dense1.weight"] = [(Real)0.5, (Real)(-0.25), 1], ["dense1.bias"] = [0] };
    static readonly FitOptions Options = new() { Epochs = Steps, BatchSize = 8, StartWeights = Start };

    [Fact]
    public void Penalties_and_decay_have_their_closed_forms()
    {
        Shrunk(new Sgd(0.1) { L2 = 0.3 }, w => w * Math.Pow(1 - 0.03, Steps));
        Shrunk(new Sgd(0.1) { WeightDecay = 0.3 }, w => w * Math.Pow(1 - 0.03, Steps));
        Shrunk(new Sgd(0.1) { L1 = 0.05 }, w => w - Steps * 0.005 * Math.Sign(w));
        double product = 1;
        for (int step = 0; step < Steps; step++)
            product *= 1 - 0.03 * Schedule.FlatCosine.Factor(new TrainingPoint(step, Steps, step, Steps));
        Shrunk(new Sgd(0.1) { WeightDecay = 0.3, DecaySchedule = Schedule.FlatCosine }, w => w * product);
    }

    [Fact]
    public void A_layer_may_be_spared_or_frozen()
    {
        Optimizer optimizer = new AdamW(0.1, 0.5) { L1 = 0.1, L2 = 0.1 };
        Assert.Equal(Start["dense1.weight"], Trained([new Dense(1) { Decay = false }], Zeros, Options with { Optimizer = optimizer }));
        Examples rows = TrainingCases.Rows(40, 3);
        Assert.Equal(Start["dense1.weight"], Trained([new Dense(1) { LearningRate = 0 }], rows, Options with { Optimizer = optimizer }));
        Assert.NotEqual(Start["dense1.weight"], Trained([new Dense(1)], rows, Options with { Optimizer = optimizer }));
    }

    [Fact]
    public void A_rate_factor_multiplies_the_rate()
    {
        Examples rows = TrainingCases.Rows(40, 3);
        Real[] half = Trained([new Dense(1) { LearningRate = 0.5 }], rows, Options with { Optimizer = new Sgd(0.2) });
        Assert.Equal(Trained([new Dense(1)], rows, Options with { Optimizer = new Sgd(0.1) }), half);
    }

    [Fact]
    public void A_dropout_schedule_of_0_is_no_dropout()
    {
        Examples rows = TrainingCases.Rows(40, 3);
        Schedule none = Schedule.WarmUp(1_000_000_000);
        Real[] without = Trained([new Dense(1)], rows, Options),
            off = Trained([new Dropout(0.5), new Dense(1)], rows, Options with { DropoutSchedule = none });
        for (int i = 0; i < 3; i++) Assert.Equal(without[i], off[i], 1e-5);
        Real[] on = Trained([new Dropout(0.5), new Dense(1)], rows, Options);
        Assert.NotEqual(without, on);
    }

    [Fact]
    public void A_sampler_decides_the_order_and_may_not_leave_the_rows()
    {
        Examples rows = TrainingCases.Rows(40, 3);
        FitOptions options = Options with { Sampler = new Backwards(0) };
        Examples reversed = rows.Rows([.. Enumerable.Range(0, 40).Reverse()]);
        Assert.Equal(Trained([new Dense(1)], reversed, Options with { Sampler = Sampler.InOrder }), Trained([new Dense(1)], rows, options));
        Assert.NotEqual(Trained([new Dense(1)], rows, Options with { Seed = 1 }), Trained([new Dense(1)], rows, Options with { Seed = 2 }));
        foreach (int shift in (int[])[-1, 1])
        {
            FitOptions astray = Options with { Sampler = new Backwards(shift) };
            Assert.Equal("FLR0318", Assert.Throws<FlorinException>(() => Trained([new Dense(1)], rows, astray)).Code);
        }
    }

    static void Shrunk(Optimizer optimizer, Func<double, double> expected)
    {
        Real[] found = Trained([new Dense(1)], Zeros, Options with { Optimizer = optimizer });
        for (int i = 0; i < 3; i++) Assert.Equal(expected(Start["dense1.weight"][i]), found[i], 1e-5);
    }

    static Real[] Trained(Net net, Examples rows, FitOptions options)
    {
        using TrainedNet trained = net.Fit(rows, options);
        return trained.Parameters["dense1.weight"];
    }

    sealed record Backwards(int Shift) : Sampler
    {
        public override void Order(Span<int> rows, int epoch, ulong seed)
        {
            for (int i = 0; i < rows.Length; i++) rows[i] = rows.Length - 1 - i + Shift;
        }
    }
}
