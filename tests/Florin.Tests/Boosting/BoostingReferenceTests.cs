namespace Florin.Tests.Boosting;

using System.Collections.Immutable;
using System.Text.Json;

/// <summary>Against xgboost's histogram method; see make_boosting.py.</summary>
public class BoostingReferenceTests
{
    const string File = "boosting.json";

    static readonly string[] Columns = ["c0", "c1", "c2", "c3"];

    public static IEnumerable<TheoryDataRow<string>> Cases() => Reference.Names(File);

    public static IEnumerable<TheoryDataRow<string>> HeldOut() => Reference.Names(File, "heldOut");

    /// <summary>With the same bins the trees are the same, and predictions differ by the rounding of single precision.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Predictions_are_those_of_xgboost(string name)
    {
        JsonElement test = Reference.Case(File, name);
        BoostingOptions options = Options(test);
        BoostingRows rows = new()
        {
            Values = [.. test.GetProperty("input").EnumerateArray().Select(Single)],
            Columns = Columns.Length,
            Names = Columns,
            Target = Numbers(test, "target"),
            Weight = Numbers(test, "weights"),
            Offset = Numbers(test, "offset"),
        };
        foreach (int rounds in (int[])[1, 10])
        {
            double[] found = (options with { Trees = rounds }).Fit(rows).Predict(rows), expected = Numbers(test, $"after{rounds}")!;
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < found.Length; i++)
                Assert.True(Math.Abs(found[i] - expected[i]) <= 2e-6 * Math.Max(1, Math.Abs(expected[i])),
                    $"{rounds} rounds, prediction {i}: {found[i]}, expected {expected[i]}");
        }
    }

    /// <summary>With many values the bins differ a little: the loss on rows that were not learned from must not.</summary>
    [Theory]
    [MemberData(nameof(HeldOut))]
    public void Rows_not_learned_from_have_the_loss_of_xgboost(string name)
    {
        JsonElement test = Reference.Case(File, name, "heldOut");
        BoostingOptions options = Options(test) with { Trees = test.GetProperty("rounds").GetInt32() };
        (BoostingRows train, BoostingRows held) = Drawn(test, options.Loss);
        double[] means = options.Fit(train).Predict(held);
        double loss = means.Zip(held.Target!, (mean, y) => options.Loss switch
        {
            BoostingLoss.BinaryLogistic => -Math.Log(y == 1 ? mean : 1 - mean),
            BoostingLoss.SquaredError => (mean - y) * (mean - y),
            _ => mean - y * Math.Log(mean),
        }).Average();
        double expected = test.GetProperty("heldOutLoss").GetDouble();
        Assert.True(Math.Abs(loss - expected) <= 0.01 * Math.Abs(expected), $"{loss}, xgboost {expected}");
    }

    static BoostingOptions Options(JsonElement test)
    {
        JsonElement options = test.GetProperty("options");
        var signs = ImmutableDictionary<string, int>.Empty;
        if (options.TryGetProperty("monotone", out JsonElement monotone))
            signs = signs.AddRange(monotone.EnumerateArray().Select((sign, i) => KeyValuePair.Create(Columns[i], sign.GetInt32())));
        var loss = Enum.Parse<BoostingLoss>(test.GetProperty("loss").GetString()!, ignoreCase: true);
        return BoostedTreesTests.Small with
        {
            Loss = loss,
            Classes = loss == BoostingLoss.Softmax ? 3 : 2,
            MaximumDepth = (int)Reference.Option(options, "depth", 0),
            MaximumLeaves = (int)Reference.Option(options, "leaves", 0),
            LearningRate = Reference.Option(options, "rate", 0),
            MinimumHessian = Reference.Option(options, "minimumHessian", 0),
            L2 = Reference.Option(options, "l2", 0),
            L1 = Reference.Option(options, "l1", 0),
            MaximumStep = options.TryGetProperty("maximumStep", out JsonElement step) ? step.GetDouble() : null,
            Monotone = signs,
        };
    }

    static (BoostingRows Train, BoostingRows Held) Drawn(JsonElement test, BoostingLoss loss)
    {
        int rows = test.GetProperty("rows").GetInt32(), columns = test.GetProperty("columns").GetInt32();
        ulong state = test.GetProperty("seed").GetUInt64();
        List<float>[] values = [[], []];
        List<double>[] targets = [[], []];
        for (int row = 0; row < rows; row++)
        {
            double[] x = [.. Enumerable.Range(0, columns + 1).Select(_ => Next())];
            double signal = 3 * Math.Sin(6 * x[0]) * x[1] + 4 * (x[2] - 0.5) * x[3] + x[4] - 1, u = x[columns];
            values[row % 3 / 2].AddRange(x.Take(columns).Select(each => (float)each));
            targets[row % 3 / 2].Add(loss switch
            {
                BoostingLoss.BinaryLogistic => u < 1 / (1 + Math.Exp(-signal)) ? 1 : 0,
                BoostingLoss.SquaredError => signal + 4 * u,
                _ => Math.Floor(3 * u * Math.Exp(signal / 2)),
            });
        }

        return (Of(0), Of(1));
        BoostingRows Of(int part) => new() { Values = [.. values[part]], Columns = columns, Target = [.. targets[part]] };
        double Next() => (state = 6364136223846793005 * state + 1442695040888963407) >> 40 is var bits ? bits / (double)(1 << 24) : 0;
    }

    static float Single(JsonElement value) => value.ValueKind == JsonValueKind.Null ? float.NaN : (float)value.GetDouble();

    static double[]? Numbers(JsonElement test, string name) => test.GetProperty(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(value => value.GetDouble())]
        : null;
}
