namespace Florin.Tests;

/// <summary>A page with every kind of block, made from numbers that need no engine. The browser test and the eye judge it.</summary>
static class ExamplePages
{
    public static ChartPage Everything { get; } = new("Learning to tell good loans from bad ones")
    {
        Subtitle = "A net of two hidden layers on 400 simulated loans; 100 of them were kept apart to validate it.",
        Blocks =
        [
            Verdict,
            new SectionBlock("Fit") { Caption = "What was learned." },
            new TextBlock("The net has seen 300 loans.\n\nEverything below is computed on rows that it has not seen."),
            Houses, History, Boundary, Steps, Reliability, Dependence,
            new SectionBlock("Numbers"),
            Metrics, Importance, Moves,
            new SectionBlock("Beside"),
            Pictures,
            new ListBlock("Not tested") { Items = ["Differences between groups.", "Rows of other years."] },
            new TableBlock("").Column("").Column("").Row("data, SHA-256", new string('a', 64)),
            new TextBlock("name: loans\nrecipe: credit/default-risk\n") { Code = true, Title = "The plan" },
        ],
    };

    /// <summary>A page on which every text that a user can choose is one and the same.</summary>
    public static ChartPage Named(string name) => new(name)
    {
        Subtitle = name,
        Blocks =
        [
            new VerdictBlock(name) { Figures = [new(name, name, name)], Checks = [new(name, name, name, true)], Points = [name] },
            new SectionBlock(name) { Caption = name }, new SectionBlock(name), new SectionBlock(name),
            new Chart(name) { XLabel = name, YLabel = name, Caption = name }.Points([1.0, 2, 3], [1.0, 2, 3], name)
                .Whiskers([1.0, 2, 3], [0.0, 1, 2], [2.0, 3, 4], name).MarkX(2, name),
            new Chart(name) { XLabel = name, YLabel = name }.Line([1.0, 2, 3], [1.0, 2, 3], name).Reference([1.0, 3], [2.0, 2], name),
            new TableBlock(name) { Bars = [1] }.Column(name).Column(name, number: true).Row(name, name),
            new ListBlock(name) { Items = [name] }, new TextBlock(name), new TextBlock(name) { Code = true, Title = name },
        ],
    };

    static VerdictBlock Verdict => new("1 of the 2 gates is not passed")
    {
        Passed = false,
        Figures = [new("AUC", "0.904", "95 %: 0.871 to 0.937"), new("mean score", "7.4 %", "7.9 % happened")],
        Checks = [new("AUC", "at least 0.9", "0.904", true), new("Brier score", "at most 0.08", "0.090", false)],
        Points = ["The model ranks with AUC 0.904 [0.871, 0.937].", "Logistic regression does about as well."],
    };

    static TableBlock Metrics => new TableBlock("Metrics") { Caption = "Higher is better for AUC, lower for Brier." }
        .Column("metric").Column("mlp", number: true).Column("logistic regression", number: true)
        .Column("gradient boosting", number: true).Column("the model before", number: true).Column("base rate for everyone", number: true)
        .Row("AUC", "0.904 [0.871, 0.937]", "0.901 [0.868, 0.934]", "0.907 [0.874, 0.940]", "0.899 [0.866, 0.932]",
            "0.500 [0.500, 0.500]")
        .Row("Brier score ↓", "0.090 [0.081, 0.099]", "0.091 [0.082, 0.100]", "0.089 [0.080, 0.098]", "0.092 [0.083, 0.101]",
            "0.250 [0.250, 0.250]");

    static TableBlock Importance => new TableBlock("What the model needs") { Bars = [0.07, 0.02, -0.01] }
        .Column("column").Column("worse by", number: true)
        .Row("late_payments_12m", "0.070 [0.028, 0.109]").Row("debt_ratio", "0.020 [0.009, 0.031]").Row("age", "-0.010 [-0.016, 0.006]");

    static TableBlock Moves =>
        new TableBlock("Where loans go") { Shades = [double.NaN, 1, 0.16, double.NaN, double.NaN, 0.4, double.NaN, 0.02] }
        .Column("from").Column("current", number: true).Column("1-29", number: true).Column("n", number: true)
        .Row("current", "97.0 % [96.1, 97.7]", "3.0 % [2.3, 3.9]", "1,700").Row("1-29", "60.0 %", "–", "45");

    static Chart Reliability
    {
        get
        {
            double[] score = Chart.Range(0.02, 0.3, 10);
            return new Chart("Are the probabilities true?") { XLabel = "score", YLabel = "events", XPercent = true, YPercent = true }
                .Points(score, [.. score.Select((s, i) => s + 0.01 * Wave(i, 8))], "observed")
                .Whiskers(score, [.. score.Select(s => s - 0.02)], [.. score.Select(s => s + 0.03)], "95 % interval")
                .Reference([0, 0.3], [0, 0.3], "true");
        }
    }

    static Chart Dependence
    {
        get
        {
            double[] x = Chart.Range(0, 60, 13), mean = [.. x.Select(v => 0.05 + 0.002 * v)];
            return new Chart("debt_ratio") { XLabel = "debt_ratio", YLabel = "probability", YPercent = true }.Line(x, mean, "mean score")
                .Band(x, [.. mean.Select(v => v / 2)], [.. mean.Select(v => v * 2)], "eight rows of ten");
        }
    }

    static Chart Houses
    {
        get
        {
            double[] area = [.. Enumerable.Range(0, 60).Select(i => 45 + 1.9 * i + 6 * Wave(i, 1))];
            double[] price = [.. area.Select((a, i) => 20_000 + 2_700 * a + 21_000 * Wave(i, 2))];
            double[] ends = [45, 160];
            return new Chart("Price by living area")
            {
                XLabel = "Living area (m²)", YLabel = "Price (€)",
                Caption = "Each point is a sale."
            }
                .Points(area, price, "Sales").Line(ends, ends.Select(a => 20_000 + 2_700 * a).ToArray(), "Linear regression");
        }
    }

    static Chart History
    {
        get
        {
            double[] epochs = Chart.Range(1, 60, 60);
            double[] train = [.. epochs.Select(e => 0.18 + 0.5 * Math.Exp(-e / 9))];
            double[] validation = [.. epochs.Select((e, i) => 0.235 + 0.45 * Math.Exp(-e / 8) + 0.00075 * Math.Max(0,
                e - 30) + 0.004 * Wave(i, 3))];
            return new Chart("Loss over the epochs")
            {
                XLabel = "Epoch", YLabel = "Cross-entropy",
                Caption = "The weights of the best epoch were kept."
            }
                .Line(epochs, train, "Training").Line(epochs, validation, "Validation").MarkX(34, "best: 34");
        }
    }

    static Chart Boundary
    {
        get
        {
            double[] x = [.. Enumerable.Range(0, 200).Select(i => 2.4 * Wave(i, 4))], y = [.. Enumerable.Range(0, 200).Select(i
                => 2.4 * Wave(i, 5))];
            string[] classes = [.. x.Select((v, i) => Score(v, y[i]) + 0.25 * Wave(i, 6) > 0.5 ? "Default" : "Repaid")];
            string[] names = [.. classes.Select(c => c == "Default" ? "Default" : "Repaid")];
            return new Chart("Probability of default over two features")
            {
                XLabel = "Debt ratio (standardised)", YLabel = "Late payments (standardised)",
                Caption = "The line is the boundary of a decision at one half.",
            }.WithField(-2.6, 2.6, -2.6, 2.6, Score, "P(default)").Points(x, y, names);
        }
    }

    static Chart Steps => new Chart("Capital after each trade") { XLabel = "Trade", YLabel = "Capital (€)" }
        .Steps(Chart.Range(0, 40, 41), [.. Enumerable.Range(0, 41).Select(i => 1000 + 12.0 * i + 60 * Wave(i, 7))], "Strategy")
        .MarkY(1000, "start");

    static ImageGrid Pictures => new ImageGrid("What the autoencoder keeps", 16,
        16)
    { Caption = "Above what went in, below what came out." }
        .Row("Input", Enumerable.Range(0, 10).Select(k => Disc(k, 0.5f))).Row("Output", Enumerable.Range(0, 10).Select(k => Disc(k, 3)));

    static double Score(double x, double y) => 1 / (1 + Math.Exp(-2.2 * (x + y * Math.Sin(1.4 * x) + 0.4)));

    static float[] Disc(int k, float blur) => [.. Enumerable.Range(0, 256).Select(i =>
    {
        float dx = i % 16 - 7.5f, dy = i / 16 - 7.5f, radius = 3 + k % 4 + MathF.Sin(k + MathF.Atan2(dy, dx) * (1 + k % 3));
        return 1 / (1 + MathF.Exp((MathF.Sqrt(dx * dx + dy * dy) - radius) / (0.3f * blur)));
    })];

    /// <summary>Numbers in [-1, 1] without a pattern that the eye would find.</summary>
    static double Wave(int i, int salt) => Math.Sin(i * 12.9898 * salt + salt * 78.233 + Math.Sin(i * 4.1 + salt) * 43.7);
}
