namespace Florin;

using Florin.Graph;

/// <summary>Where parameters start: given values, and the last bias at the base rate.</summary>
static class StartingPoint
{
    public static void Apply(Weights weights, Plan plan, Examples examples, FitOptions options)
    {
        if (options.StartAtMean) StartAtMean(weights, plan, examples, options.Loss);
        if (options.StartWeights is not { } given) return;
        ParameterSpec[] specs = weights.Layout.Parameters;
        foreach (string name in given.Keys)
            if (!specs.Any(spec => spec.Name == name))
                throw new FlorinException("FLR0314", "the net has no such parameter", "FitOptions.StartWeights", name,
                    "names are " + string.Join(", ", specs.Take(8).Select(spec => spec.Name)));
        for (int i = 0; i < specs.Length; i++)
            if (given.ContainsKey(specs[i].Name)) CheckpointArrays.Copy(given, specs[i].Name, weights.Parameter(i));
    }

    /// <summary>The bias that the last product of the net adds, when the net ends in one; its weight starts small by itself.</summary>
    static void StartAtMean(Weights weights, Plan plan, Examples examples, Loss loss)
    {
        Step? last = plan.Stages.SelectMany(stage => stage.Rows)
            .LastOrDefault(step => step.Op is MatMul { Bias: true } && step.Operation.Id < LossId(plan));
        if (last?.Operation.Sources[2].Origin.Op is not ParameterSource bias) return;
        int index = Array.FindIndex(weights.Layout.Parameters, spec => spec.Name == bias.Path), size = examples.TargetSize;
        Span<Real> values = weights.Parameter(index);
        if (values.Length != size * loss.OutputsPerTarget || loss.OutputsPerTarget != 1) return;
        for (int output = 0; output < size; output++)
        {
            double sum = 0, total = 0;
            for (int row = 0; row < examples.Count; row++)
            {
                double weight = examples.Weight?[row] ?? 1, exposure = examples.Exposure?[row] ?? 1;
                sum += weight * examples.Target![row * size + output];
                total += weight * exposure;
            }

            values[output] = (Real)loss.StartingBias(total > 0 ? sum / total : 0);
        }
    }

    /// <summary>Gradient operations come after the loss; products of the net come before it.</summary>
    static int LossId(Plan plan) => plan.Stages.SelectMany(stage => stage.Rows).Where(step => step.Op is RowLoss or CategoricalRows)
        .Select(step => step.Operation.Id).DefaultIfEmpty(int.MaxValue).First();
}
