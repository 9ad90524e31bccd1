namespace Florin;

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Florin.Graph;
using Florin.Kernels;

/// <summary>A net bound to its rows: gives the loss and gradient of any batch, and moves the weights.</summary>
sealed unsafe class TrainingSession : IDisposable
{
    readonly Net net;
    readonly Examples examples;
    readonly FitOptions options;
    readonly Team team;
    readonly Executor executor;
    readonly BoundExamples training;
    readonly BoundExamples? validation;
    readonly Executor? evaluator;
    readonly InputShape input;
    readonly Shape target;
    string? fingerprint;

    public TrainingSession(Net net, Examples examples, FitOptions options)
    {
        this.net = net;
        this.options = options;
        input = examples.Input;
        target = Shape.Rows(examples.TargetAxes.Span.ToArray());
        bool offset = examples.Exposure is not null;
        if (options.Validation is { } rows) CheckKind(rows, examples);
        Plan plan = Compilation.Training(net, options.Loss, input, target, offset);
        if (plan.Stages.SelectMany(stage => stage.Rows).Select(step => step.Op).OfType<CategoricalRows>()
            .FirstOrDefault() is { } classifier)
        {
            ExamplesCheck.Classes(examples, classifier.Classes, "examples");
            if (options.Validation is not null) ExamplesCheck.Classes(options.Validation, classifier.Classes, "validation examples");
        }

        Weights = new Weights(plan.Layout);
        Weights.Initialise(options.Seed);
        StartFromRows.Apply(net, examples, Weights, options.Seed);
        training = new BoundExamples(examples, options.ClassWeights);
        StartingPoint.Apply(Weights, plan, (examples, training), options);
        validation = options.Validation is null ? null : new BoundExamples(options.Validation, options.ClassWeights);
        team = new Team(options.ThreadCount);
        executor = new Executor(plan, Weights, team);
        executor.Prepare(options.Optimizer.FullBatch ? examples.Count : Math.Min(options.BatchSize, examples.Count));
        Runner = new OptimizerRunner(options.Optimizer, executor, team);
        training.Bind(executor);
        if (options.Validation is { } held)
        {
            evaluator = new Executor(Compilation.Evaluation(net, options.Loss, input, target, offset, plan.Layout), Weights, team);
            evaluator.Prepare(held.Count);
            validation!.Bind(evaluator);
        }

        this.examples = examples;
    }

    public Weights Weights { get; }

    public OptimizerRunner Runner { get; }

    /// <summary>What must be the same for a checkpoint to be resumed; made where there are checkpoints, for it reads all rows.</summary>
    public string Fingerprint => fingerprint ??= Print();

    public double TotalWeight => training.TotalWeight;

    public long ParameterLength => Weights.Layout.ParameterLength;

    /// <summary>The gradients of the last batch, flat, each at its parameter's offset.</summary>
    public Real* Gradients => executor.Total;

    /// <summary>The loss of a batch; its gradients are then in the executor's total block. The span must be pinned memory.</summary>
    public double Gradient(Span<int> rows, TrainingPoint at, out double weight)
    {
        StepState step = Prepare(rows, at, out weight);
        executor.Run(Pinned(rows), rows.Length, &step);
        return executor.Scalar(0);
    }

    /// <summary>The loss of a batch, by whose gradients the weights have then moved. The span must be pinned memory.</summary>
    public double Step(Span<int> rows, TrainingPoint at, double rate, out double weight)
    {
        StepState step = Prepare(rows, at, out weight);
        Runner.Step(Pinned(rows), rows.Length, &step, rate, options.Optimizer.DecaySchedule.Factor(at));
        return executor.Scalar(0);
    }

    /// <summary>The loss on the validation rows, or null when there are none.</summary>
    public double? ValidationLoss()
    {
        if (evaluator is null) return null;
        validation!.Weight.Scale = (Real)(1 / validation.TotalWeight);
        var step = new StepState { DropoutFactor = 1 };
        evaluator.Run(null, validation.Count, &step);
        return evaluator.Scalar(0);
    }

    public bool WeightsAreFinite()
    {
        long longest = 1 << 30;
        for (long at = 0; at < ParameterLength; at += longest)
            if (!ExamplesCheck.AllFinite(new(Weights.Parameters + at, (int)Math.Min(longest, ParameterLength - at)))) return false;
        return true;
    }

    public TrainedNet Trained(Weights weights, History history) => new(net, options.Loss.Kept, input,
        Compilation.Predicted(options.Loss, target), weights, history);

    public void Save(Dictionary<string, Real[]> arrays)
    {
        CheckpointArrays.Save(Weights, "", arrays);
        arrays["optimizer"] = Runner.State.ToArray();
    }

    public void Load(IReadOnlyDictionary<string, Real[]> arrays)
    {
        CheckpointArrays.Load(Weights, "", arrays);
        CheckpointArrays.Copy(arrays, "optimizer", Runner.State);
    }

    public void Dispose()
    {
        executor.Dispose();
        evaluator?.Dispose();
        Runner.Dispose();
        team.Dispose();
        training.Dispose();
        validation?.Dispose();
        Weights.Dispose();
    }

    StepState Prepare(ReadOnlySpan<int> rows, TrainingPoint at, out double weight)
    {
        weight = training.WeightOf(rows);
        if (weight <= 0) weight = 0;
        training.Weight.Scale = weight > 0 ? (Real)(1 / weight) : 0;
        return new StepState
        {
            Seed = options.Seed,
            Step = (uint)at.Step,
            DropoutFactor = (Real)options.DropoutSchedule.Factor(at),
        };
    }

    static int* Pinned(Span<int> rows) =>
        (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(rows));

    static void CheckKind(Examples held, Examples examples)
    {
        if (held.Input.Equals(examples.Input) && held.TargetAxes.Equals(examples.TargetAxes)
            && (held.Exposure is null) == (examples.Exposure is null))
            return;
        throw new FlorinException("FLR0309", "the validation rows differ in kind from the training rows", "FitOptions.Validation",
            $"{Kind(held)}; training rows have {Kind(examples)}", "give both the same columns, lengths, target and exposure");
    }

    static string Kind(Examples rows) => $"{rows.Input}{(rows.Lengths is null ? "" : " with lengths")}, "
        + $"targets of [{string.Join(", ", rows.TargetAxes)}]{(rows.Exposure is null ? "" : ", exposure")}";

    /// <summary>Everything but threads, progress and where it is kept.</summary>
    string Print()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        FitOptions choices = options with
        {
            Threads = 0,
            Progress = null,
            Checkpoints = null,
            OnStop = default,
            Validation = null,
            StartWeights = null
        };
        string layout = string.Join(";", Weights.Layout.Parameters.Select(spec => spec.Name + spec.Shape));
        hash.AppendData(Encoding.UTF8.GetBytes($"{net}|{choices}|{input}|{target}|{layout}"));
        foreach (Examples? rows in new[] { examples, options.Validation })
        {
            if (rows is null) continue;
            hash.AppendData(MemoryMarshal.AsBytes<Real>(rows.Numbers));
            hash.AppendData(MemoryMarshal.AsBytes<int>(rows.Categories));
            hash.AppendData(MemoryMarshal.AsBytes<Real>(rows.Target));
            hash.AppendData(MemoryMarshal.AsBytes<Real>(rows.Weight));
            hash.AppendData(MemoryMarshal.AsBytes<Real>(rows.Exposure));
            hash.AppendData(MemoryMarshal.AsBytes<int>(rows.Lengths));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
