namespace Florin.Tests;

/// <summary>A page with every kind of block, made from numbers that need no engine. The browser test and the eye judge it.</summary>
static class ExamplePages
{
    public static ChartPage Everything { get; } = new("Learning to tell good loans from bad ones")
    {
        Subtitle = "A net of two hidden layers on 400 simulated loans; 100 of them were kept apart to validate it.",
        Blocks =
        [
            new TextBlock("The net has seen 300 loans.\n\nEverything below is computed on rows that it has not seen."),
            Houses, History, Boundary, Steps,
            new TableBlock("Metrics").Column("Metric").Column("Validation", number: true).Column("Test", number: true)
                .Row("AUC", "0.912", "0.904").Row("Brier score", "0.0871",
                    "0.0902") with { Caption = "Higher is better for AUC, lower for Brier." },
            Pictures,
        ],
    };

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
