namespace Florin.Tests;

/// <summary>
/// Input gradients against differences, traces against the prediction, folds against their definition, weights out and in.
/// </summary>
public class ReaderTests
{
    static readonly Net Net = [new Dense(6, Activation.Tanh), new Dense(1)];

    static Examples Rows(int count)
    {
        var random = new Random(3);
        Real[] x = FiniteDifferences.Draw(random, count * 3, 1);
        return Examples.Of(x, [3], [.. Enumerable.Range(0, count).Select(row => x[3 * row] > x[3 * row + 1] ? (Real)1 : 0)]);
    }

    static TrainedNet Trained(Examples rows) =>
        Net.Fit(rows, new FitOptions { Loss = Loss.BinaryCrossEntropy, Epochs = 3, Optimizer = new Adam(0.02) });

    [Fact]
    public void Input_gradients_are_the_slopes_of_the_prediction()
    {
        Examples rows = Rows(70);
        using TrainedNet net = Trained(rows);
        Real[] gradients = net.InputGradients(rows), x = rows.Numbers!;
        double h = Reference.Double ? 1e-5 : 1e-2;
        foreach (int i in new[] { 0, 1, 100, 209 })
        {
            Real old = x[i];
            x[i] = (Real)(old + h);
            double up = net.Predict(rows)[i / 3];
            x[i] = (Real)(old - h);
            double down = net.Predict(rows)[i / 3];
            x[i] = old;
            Assert.Equal((up - down) / (2 * h), gradients[i], Reference.Double ? 1e-8 : 1e-3);
        }
    }

    [Fact]
    public void A_trace_shows_every_layer_and_ends_in_the_prediction()
    {
        Examples rows = Rows(40);
        using TrainedNet net = Trained(rows);
        IReadOnlyList<TracedValue> trace = net.Trace(rows.Numbers![..3]);
        Assert.Equal(["dense1", "dense2", "prediction"], trace.Select(value => value.Path));
        Real[] hidden = [.. trace[0].Values], weight = net.Parameters["dense2.weight"];
        double logit = net.Parameters["dense2.bias"][0] + hidden.Zip(weight, (h, w) => (double)h * w).Sum();
        Assert.Equal(logit, trace[1].Values[0], Reference.Double ? 1e-12 : 1e-5);
        Assert.Equal(1 / (1 + Math.Exp(-logit)), trace[2].Values[0], Reference.Double ? 1e-12 : 1e-5);
        Assert.Equal(net.Predict(rows.Numbers!.AsSpan(0, 3)), trace[2].Values[0]);
    }

    [Fact]
    public void Each_row_is_held_out_once_and_predicted_by_a_net_that_never_saw_it()
    {
        Examples rows = Rows(53);
        var options = new FitOptions { Loss = Loss.BinaryCrossEntropy, Epochs = 2, Optimizer = new Adam(0.02) };
        CrossValidation result = Net.CrossValidate(rows, 5, options, stratified: true);
        Assert.Equal(Enumerable.Range(0, 53), result.Folds.SelectMany(fold => fold.HeldOut).Order());
        Assert.All(result.Folds, fold => Assert.InRange(fold.HeldOut.Count, 10, 11));
        int positives = rows.Target!.Count(label => label == 1);
        Assert.All(result.Folds, fold => Assert.InRange(fold.HeldOut.Count(row => rows.Target![row] == 1), positives / 5 - 1,
            positives / 5 + 1));
        Fold third = result.Folds[2];
        int[] others = [.. Enumerable.Range(0, 53).Except(third.HeldOut)];
        using TrainedNet again = Net.Fit(rows.Rows(others), options);
        Assert.Equal(again.Predict(rows.Rows([.. third.HeldOut])), third.Predictions.Span.ToArray());
        double loss = third.HeldOut.Average(row =>
        {
            double p = again.Predict(rows.Rows([row]))[0];
            return rows.Target![row] == 1 ? -Math.Log(p) : -Math.Log(1 - p);
        });
        Assert.Equal(loss, third.Loss, Reference.Double ? 1e-12 : 1e-5);
        Assert.Equal(result.Folds.Average(fold => fold.Loss), result.MeanLoss, 12);
        Assert.Equal(third.Predictions[0], result.Predictions[third.HeldOut[0]]);
    }

    [Fact]
    public void A_net_made_from_given_weights_predicts_as_the_one_they_came_from()
    {
        Examples rows = Rows(40);
        using TrainedNet net = Trained(rows), copy = Net.WithWeights(net.Input, net.Parameters, Loss.BinaryCrossEntropy);
        Assert.Equal(net.Predict(rows), copy.Predict(rows));
        var missing = net.Parameters.Where(array => array.Key != "dense2.bias").ToDictionary();
        Assert.Equal("FLR0312", Assert.Throws<FlorinException>(() => Net.WithWeights(net.Input, missing)).Code);
    }
}
