namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Bands, weights and whole outcomes against numpy (tests/reference/make_rejects.py).</summary>
public sealed class RejectInferenceTests
{
    static JsonElement[] Cases => [.. ReferenceFile.Read("rejects.json").GetProperty("cases").EnumerateArray()];

    static double[] Numbers(JsonElement owner, string name) => owner.GetProperty(name).ValueKind == JsonValueKind.Null ? []
        : [.. owner.GetProperty(name).EnumerateArray().Select(each => each.GetDouble())];

    [Fact]
    public void Bands_weights_and_rates_are_those_of_numpy()
    {
        foreach (JsonElement each in Cases)
        {
            (double[] known, double[] declined, double[] bad) = (Numbers(each, "known"), Numbers(each, "declined"), Numbers(each, "bad"));
            double[]? weights = Numbers(each, "weights") is { Length: > 0 } own ? own : null;
            double[] others = Numbers(each, "declinedWeights");
            var bands = ScoreBands.Of(known, declined);
            Assert.Equal(Numbers(each, "edges"), bands.Edges);
            Near(Numbers(each, "augmentation"), RejectInference.Factors(bands, known, declined, weights, others));
            double[] rates = RejectInference.Rates(bands, known, bad, weights);
            Near(Numbers(each, "rates"), rates);
            foreach (JsonProperty factor in each.GetProperty("factors").EnumerateObject())
            {
                double times = double.Parse(factor.Name, System.Globalization.CultureInfo.InvariantCulture);
                double[] drawn = RejectInference.Parcelled(bands, rates, declined, times, 4);
                Assert.Equal(Numbers(factor.Value, "bads"), bands.Sums(declined, row => drawn[row]));
                RejectFold fold = Fold(bands, rates, new JudgedRows(Target, known, bad, weights), declined, others);
                double Rate(RejectMethod method) => fold.BadRate(method, times, Few, TestContext.Current.CancellationToken).Value!.Value;
                Assert.Equal(factor.Value.GetProperty("badRate").GetDouble(), Rate(RejectMethod.Parcelling), 1e-12);
                Assert.Equal(factor.Value.GetProperty("fuzzy").GetDouble(), Rate(RejectMethod.Fuzzy), 1e-12);
            }
        }
    }

    static readonly BinaryTarget Target = new("bad", "1", "0");

    static readonly BootstrapOptions Few = new() { Resamples = 200, Stratified = false };

    static RejectFold Fold(ScoreBands bands, double[] rates, JudgedRows judged, double[] declined, double[] weights) => new()
    {
        Rows = [.. Enumerable.Range(0, declined.Length)],
        Weights = weights,
        Known = judged.Count,
        Accepted = declined,
        Bands = bands,
        Rates = rates,
        Judged = judged,
        TestWithout = [],
        DeclinedWithout = declined,
    };

    static void Near(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <summary>The seed decides who is taken for bad, never how many; within a band everybody is as likely.</summary>
    [Fact]
    public void The_seed_draws_who_is_bad()
    {
        double[] declined = [.. Enumerable.Range(0, 1000).Select(row => row / 1000.0)];
        var bands = new ScoreBands([0.5]);
        double[] rates = [0.1, 0.4];
        double[] one = RejectInference.Parcelled(bands, rates, declined, 1.5, 1);
        double[] two = RejectInference.Parcelled(bands, rates, declined, 1.5, 2);
        Assert.Equal(one, RejectInference.Parcelled(bands, rates, declined, 1.5, 1));
        Assert.NotEqual(one, two);
        Assert.Equal([75, 299], bands.Sums(declined, row => one[row]));
        Assert.Equal([75, 299], bands.Sums(declined, row => two[row]));
        double[] times = new double[1000];
        for (ulong seed = 0; seed < 400; seed++)
            foreach ((int row, double bad) in RejectInference.Parcelled(bands, rates, declined, 1.5, seed).Index()) times[row] += bad / 400;
        Assert.All(times.Take(501), share => Assert.InRange(share, 0.15 - 0.09, 0.15 + 0.09));
        Assert.All(times.Skip(501), share => Assert.InRange(share, 0.6 - 0.12, 0.6 + 0.12));
    }

    /// <summary>A declined row is a bad with its share and a good with the rest; what has no share is not there.</summary>
    [Fact]
    public void Declined_rows_stand_behind_the_known_ones()
    {
        var known = new Examples { Numbers = [1, 2, 3, 4], Axes = [2], Target = [0, 1], Weight = [1, 3] };
        Examples all = RejectInference.Beside(known, [5, 6, 7, 8, 9, 10], [0, 2], [0.25, 0.5, 1], [2, 2, 4]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 5, 6, 9, 10], all.Numbers!);
        Assert.Equal([0, 1, 1, 0, 1], all.Target!);
        Assert.Equal([1, 3, 0.5f, 1.5f, 4], all.Weight!);
        Assert.Equal([1, 1, 4], RejectInference.Beside(known with { Weight = null }, [5, 6], [0], [1], [4]).Weight!);
    }
}
