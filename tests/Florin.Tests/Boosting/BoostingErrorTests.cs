namespace Florin.Tests.Boosting;

using System.Collections.Immutable;

public class BoostingErrorTests
{
    static readonly BoostingRows Good = BoostedTreesTests.Data(BoostingLoss.BinaryLogistic, 60);

    static readonly BoostingOptions Options = new() { Trees = 2 };

    [Fact]
    public void All_bad_options_are_told_at_once()
    {
        FlorinException error = Refused("FLR0581", Good, new BoostingOptions
        {
            Trees = 0,
            LearningRate = double.NaN,
            MaximumDepth = 0,
            Bins = 300,
            RowSample = 0,
            L2 = -1,
            Monotone = ImmutableDictionary<string, int>.Empty.Add("x0", 2),
        });
        foreach (string name in (string[])["Trees 0", "LearningRate NaN", "MaximumDepth 0", "Bins 300", "RowSample 0", "L2 -1", "x0"])
            Assert.Contains(name, error.Message);
    }

    [Fact]
    public void All_bad_rows_are_told_at_once()
    {
        float[] values = [.. Good.Values];
        values[11 * 4 + 2] = float.PositiveInfinity;
        double[] weight = [.. Enumerable.Repeat(1.0, 60)], target = [.. Good.Target!];
        (weight[7], target[9]) = (-1, 1.5);
        FlorinException error = Refused("FLR0582",
            Good with { Values = values, Weight = weight, Target = target, Offset = new double[59] });
        string[] parts = ["row 5, column x2: infinity", "row 8: weight -1", "row 10: target 1.5", "59 offsets for 60 rows"];
        foreach (string part in parts)
            Assert.Contains(part, error.Message);
    }

    [Theory]
    [InlineData(BoostingLoss.Poisson, -1, "0 or more")]
    [InlineData(BoostingLoss.Tweedie, -0.1, "0 or more")]
    [InlineData(BoostingLoss.Gamma, 0, "above 0")]
    [InlineData(BoostingLoss.Softmax, 3, "must be 0 to 2")]
    [InlineData(BoostingLoss.Softmax, 0.5, "must be 0 to 2")]
    [InlineData(BoostingLoss.SquaredError, double.NaN, "a number")]
    public void Targets_that_a_loss_cannot_take_are_refused(BoostingLoss loss, double bad, string allowed)
    {
        double[] target = [.. Enumerable.Range(0, 60).Select(row => row % 2 + 1.0)];
        target[3] = bad;
        Assert.Contains(allowed, Refused("FLR0582", Good with { Target = target }, Options with { Loss = loss, Classes = 3 }).Message);
    }

    [Fact]
    public void Rows_without_a_shape_are_refused()
    {
        Refused("FLR0582", Good with { Columns = 0 });
        Refused("FLR0582", Good with { Columns = 7 });
        Refused("FLR0582", Good with { Values = [] });
        Refused("FLR0582", Good with { Target = null });
        Refused("FLR0582", Good with { Target = Good.Target![..10] });
        Refused("FLR0582", Good with { Names = ["one"] });
        Refused("FLR0582", Good with { Weight = new double[60] });
    }

    [Fact]
    public void Nothing_to_learn_is_an_error()
    {
        Refused("FLR0583", Good with { Target = new double[60] });
        Refused("FLR0583", Good with { Values = Good.Values[..11], Target = [1] });
        Refused("FLR0583", Good with { Values = [.. Enumerable.Repeat(float.NaN, 660)] });
        Refused("FLR0583", Good with { Values = [.. Enumerable.Repeat(3f, 660)] });
        double[] weight = [1, .. new double[59]];
        Refused("FLR0583", Good with { Weight = weight });
    }

    [Fact]
    public void A_monotone_column_that_is_not_there_gets_its_nearest_name()
    {
        FlorinException error = Refused("FLR0584", Good, Options with { Monotone = ImmutableDictionary<string, int>.Empty.Add("x33", 1) });
        Assert.Contains("did you mean \"x3\"?", error.Message);
    }

    [Fact]
    public void Rows_to_score_must_have_the_columns_of_the_fit()
    {
        BoostedTrees trees = Options.Fit(Good);
        FlorinException error = Assert.Throws<FlorinException>(() => trees.Predict(new BoostingRows { Values = [1, 2, 3], Columns = 3 }));
        Assert.Equal("FLR0582", error.Code);
        var narrow = new BoostingRows { Values = [1], Columns = 1 };
        Assert.Equal("FLR0582", Assert.Throws<FlorinException>(() => Options.Fit(Good, narrow)).Code);
    }

    static FlorinException Refused(string code, BoostingRows rows, BoostingOptions? options = null)
    {
        FlorinException error = Assert.Throws<FlorinException>(() => (options ?? Options).Fit(rows));
        Assert.Equal(code, error.Code);
        return error;
    }
}
