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
}
