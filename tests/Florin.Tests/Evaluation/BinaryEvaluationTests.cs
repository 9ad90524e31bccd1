namespace Florin.Tests.Evaluation;

public class BinaryEvaluationTests
{
    /// <summary>Scores that are the true probabilities: a value outside its own interval would say that the interval is not one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_value_lies_in_its_interval(int seed)
    {
        var random = new Random(seed);
        double[] scores = [.. Enumerable.Range(0, 1200).Select(_ => Math.Pow(random.NextDouble(), 4))];
        double[] labels = [.. scores.Select(score => random.NextDouble() < score ? 1.0 : 0)];
        IReadOnlyDictionary<string, MetricValue> values = BinaryEvaluation.Of(new BinaryRows(scores, labels), 1);
        Assert.Equal(BinaryEvaluation.Metrics.Keys, values.Keys);
        Assert.All(values, value => Assert.InRange(value.Value.Value!.Value, value.Value.Low!.Value, value.Value.High!.Value));
        Assert.True(values["ece"].Low >= 0);
    }

    /// <summary>
    /// How often the intervals hold the value of all rows there could be: of p = u⁴ the Brier score is ∫ p (1 - p) = 4/45, the
    /// accuracy and the log-loss are integrals, too. With as many events in every sample as in the data it would be about half of the time.
    /// </summary>
    [Fact]
    public void Intervals_hold_the_truth_as_often_as_they_say()
    {
        const int Samples = 80, Steps = 100_000;
        double[] p = [.. Enumerable.Range(0, Steps).Select(i => Math.Pow((i + 0.5) / Steps, 4))];
        Dictionary<string, double> truth = new()
        {
            ["brier"] = 4.0 / 45,
            ["accuracy"] = p.Average(each => Math.Max(each, 1 - each)),
            ["logLoss"] = p.Average(each => -each * Math.Log(each) - (1 - each) * Math.Log(1 - each)),
        };
        var held = truth.Keys.ToDictionary(name => name, _ => 0);
        for (int sample = 0; sample < Samples; sample++)
        {
            var random = new Random(sample);
            double[] scores = [.. Enumerable.Range(0, 400).Select(_ => Math.Pow(random.NextDouble(), 4))];
            double[] labels = [.. scores.Select(score => random.NextDouble() < score ? 1.0 : 0)];
            IReadOnlyDictionary<string, MetricValue> values = BinaryEvaluation.Of(new BinaryRows(scores, labels), 1);
            foreach ((string name, double value) in truth) if (value >= values[name].Low && value <= values[name].High) held[name]++;
        }

        // 95 % of 80 are 76, and three standard errors of that are 6.
        Assert.All(held, each => Assert.InRange(each.Value, 70, Samples));
    }
}
