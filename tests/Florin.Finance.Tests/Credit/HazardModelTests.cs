namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Nets of hazards against glm on loans in periods, and against planted hazards.</summary>
public sealed class HazardModelTests
{
    static readonly HazardColumns Columns = new("periods", "bad");

    [Fact]
    public void Loans_become_rows_of_periods()
    {
        Table loans = Table.From(new NumberColumn("x", [1.5, 2.5]), new NumberColumn("periods", [2, 1]), new NumberColumn("bad", [1, 0]));
        Table rows = HazardModel.PersonPeriods(loans, Columns);
        Assert.Equal([1.5, 1.5, 2.5], rows.Number("x").Values.ToArray());
        Assert.Equal([1, 2, 1], rows.Number("period").Values.ToArray());
        Assert.Equal([0, 1, 0], rows.Number("bad").Values.ToArray());
    }

    /// <summary>Logistic regression on the rows that glm read, period by period.</summary>
    [Fact]
    public void A_logistic_net_has_the_hazards_of_glm()
    {
        JsonElement file = ReferenceFile.Read("decisions.json").GetProperty("hazard");
        Table loans = Table.From(new NumberColumn("x", ScorecardCases.Numbers(file, "x")),
            new NumberColumn("late", ScorecardCases.Numbers(file, "late")),
            new NumberColumn("periods", ScorecardCases.Numbers(file, "period")),
            new NumberColumn("bad", ScorecardCases.Numbers(file, "event")));
        Assert.Equal(file.GetProperty("rows").GetInt32(), HazardModel.PersonPeriods(loans, Columns).RowCount);
        TrainRows all = ScorecardCases.All(loans);
        var plan = new ModelPlan
        {
            Network = "logistic", WeightDecay = 0, Calibration = CalibrationMethod.None, Scaling = NumberScaling.Standard,
            Features = new FeatureOptions { Categorical = ["period"] },
        };
        using HazardModel model = HazardModel.Fit(plan, Columns, all, all);
        Assert.Equal(6, model.Longest);
        Table asked = Table.From(new NumberColumn("x", [-1, 0.5, -1, 0.5]), new NumberColumn("late", [0, 0, 2, 2]));
        double[] found = [.. model.Curves(asked, 6).SelectMany(curve => curve.Hazards)];
        double[] glm = ScorecardCases.Numbers(file, "fitted");
        Assert.Equal(24, found.Length);
        for (int i = 0; i < glm.Length; i++) Assert.Equal(glm[i], found[i], 2e-4);
        Assert.Equal(file.GetProperty("deviance").GetDouble() / 2 / loans.RowCount, model.Loss(loans), 1e-5);
    }

    /// <summary>Hazards with a hump in time and a step: lifetime PDs are near the planted ones.</summary>
    [Fact]
    public void A_net_finds_planted_hazards()
    {
        const int Periods = 8;
        (Table loans, double[] truth) = Planted(6000, Periods, 3);
        var roles = new ColumnRoles { Target = "bad", Positive = "1" };
        SplitTable split = SplitTable.Of(loans, Schema.Of(loans, roles), new EverySplit(4), 1);
        var plan = new ModelPlan { Network = "mlp", Seed = 1, Threads = 1 };
        using HazardModel net = HazardModel.Fit(plan, Columns, split.Train, split.Validation);
        using HazardModel flat = HazardModel.Fit(plan with { Network = "logistic" }, Columns, split.Train, split.Validation);
        double[] planted = [.. split.Rows.Test.Select(row => truth[row])];
        double[] found = [.. net.Curves(split.Test, Periods).Select(curve => curve.Pd())];
        double[] line = [.. flat.Curves(split.Test, Periods).Select(curve => curve.Pd())];
        double Error(double[] pds) => pds.Zip(planted, (one, two) => Math.Abs(one - two)).Average();
        Assert.True(Error(found) < 0.04 && Error(found) < 0.5 * Error(line), $"{Error(found):F4} {Error(line):F4}");
        Assert.Equal(planted.Average(), found.Average(), 0.02);
        Assert.True(net.Loss(split.Test) < flat.Loss(split.Test));
    }

    [Fact]
    public void Histories_that_are_none_are_said()
    {
        Table Loans(double periods, double bad, string name = "x") =>
            Table.From(new NumberColumn(name, [1]), new NumberColumn("periods", [periods]), new NumberColumn("bad", [bad]));
        foreach (Table wrong in new[] { Loans(0, 1), Loans(1.5, 0), Loans(double.NaN, 0), Loans(2, 2), Loans(2, 1, "period") })
            Assert.Equal("FLR1546", Assert.Throws<FlorinException>(() => HazardModel.PersonPeriods(wrong, Columns)).Code);
    }

    /// <summary>Two inputs; a hazard that is high in the middle of a life where the first is above 0, and even elsewhere.</summary>
    static (Table Loans, double[] Pd) Planted(int count, int periods, int seed)
    {
        var random = new Random(seed);
        (double[] x, double[] y, double[] seen, double[] bad, double[] pd) = (new double[count], new double[count], new double[count],
            new double[count], new double[count]);
        for (int loan = 0; loan < count; loan++)
        {
            (x[loan], y[loan]) = (2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1);
            (double alive, int last) = (1, 0);
            for (int t = 1; t <= periods; t++)
            {
                double hazard = x[loan] > 0 ? 0.02 + 0.16 * Math.Exp(-(t - 4.0) * (t - 4) / 4) : 0.02;
                alive *= 1 - hazard;
                if (last == 0 && random.NextDouble() < hazard) (last, bad[loan]) = (t, 1);
            }

            (pd[loan], seen[loan]) = (1 - alive, last == 0 ? periods : last);
        }

        return (Table.From(new NumberColumn("x", x), new NumberColumn("y", y), new NumberColumn("periods", seen),
            new NumberColumn("bad", bad)), pd);
    }
}
