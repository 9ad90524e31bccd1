namespace Florin;

using Florin.Graph;

/// <summary>Where parameters start: given values, and the last bias at the base rate.</summary>
static class StartingPoint
{
    public static void Apply(Weights weights, Plan plan, (Examples Rows, BoundExamples Bound) data, FitOptions options)
    {
        if (options.StartAtMean) StartAtMean(weights, plan, data, options.Loss);
        if (options.StartWeights is not { } given) return;
        WeightLayout layout = weights.Layout;
        string[] names = [.. layout.Parameters.Select(spec => spec.Name), .. layout.States.Select(spec => spec.Name)];
        foreach (string name in given.Keys)
        {
            int at = Array.IndexOf(names, name), state = at - layout.Parameters.Length;
            if (at < 0)
                throw new FlorinException("FLR0314", "the net has no such parameter", "FitOptions.StartWeights", name,
                    "names are " + string.Join(", ", names.Take(8)));
            CheckpointArrays.Copy(given, name, state < 0 ? weights.Parameter(at) : weights.State(state));
        }
    }

    /// <summary>
    /// The bias that the last product of the net adds, when the net ends in one, for each member of an ensemble; its weight starts small by
    /// itself.
    /// </summary>
    static void StartAtMean(Weights weights, Plan plan, (Examples Rows, BoundExamples Bound) data, Loss loss)
    {
        Step? last = plan.Stages.SelectMany(stage => stage.Rows)
            .LastOrDefault(step => step.Op is MatMul { Bias: true } && step.Operation.Id < LossId(plan));
        if (last?.Operation.Sources[2].Origin.Op is not ParameterSource bias) return;
        Examples examples = data.Rows;
        int index = Array.FindIndex(weights.Layout.Parameters, spec => spec.Name == bias.Path), all = examples.TargetSize,
            size = all - loss.Beside;
        Shape shape = weights.Layout.Parameters[index].Shape;
        if (shape.Rank is not (1 or 2) || shape[^1] != size || loss.OutputsPerTarget != 1) return;
        Span<Real> values = weights.Parameter(index);
        for (int output = 0; output < size; output++)
        {
            double sum = 0, total = 0;
            for (int row = 0; row < examples.Count; row++)
            {
                double weight = data.Bound.WeightOf(row), exposure = examples.Exposure?[row] ?? 1;
                sum += weight * examples.Target![row * all + output];
                total += weight * exposure;
            }

            var start = (Real)loss.StartingBias(total > 0 ? sum / total : 0);
            for (int i = output; i < values.Length; i += size) values[i] = start;
        }
    }

    /// <summary>Gradient operations come after the loss; products of the net come before it.</summary>
    static int LossId(Plan plan) => plan.Stages.SelectMany(stage => stage.Rows).Where(step => step.Op is RowLoss or CategoricalRows)
        .Select(step => step.Operation.Id).DefaultIfEmpty(int.MaxValue).First();
}
