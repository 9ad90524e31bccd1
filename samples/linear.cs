#:project ../src/Florin/Florin.csproj
// The first classic: a line through 100 noisy points, found by a network of one unit and gradient descent.
using Florin;

var random = new Random(1);
float[] x = [.. Enumerable.Range(0, 100).Select(_ => 2 * random.NextSingle() - 1)];
float[] y = [.. x.Select(v => 2 * v + 0.33f * (float)Normal(random))];

Net net = [new Dense(1)];
TrainedNet line = net.Fit(x, y, new FitOptions { Loss = Loss.SquaredError, Optimizer = new Sgd(0.1), BatchSize = 32, Epochs = 100 });

float slope = line.Parameters["dense1.weight"][0], intercept = line.Parameters["dense1.bias"][0];
double error = line.LossOn(Examples.Of(x, y)), mean = y.Average(), baseline = y.Average(v => (v - mean) * (v - mean));
Console.WriteLine($"gradient descent: y = {slope:F3} x + {intercept:F3}; the points were made with y = 2 x and noise of 0.33");
Console.WriteLine($"mean squared error {error:F3}; predicting the mean of y would have {baseline:F3}");
Console.WriteLine($"at x = 0.5 it predicts {line.Predict(0.5f):F3}");

// The same as a regression: fitted to convergence in double precision, with standard errors in the units of the data.
Console.WriteLine($"\n{Net.Linear.Fit(x, y)}\n");

float[] ends = [-1, 1];
new ChartPage("A line through 100 points")
{
    Subtitle = "One dense unit, squared error, gradient descent at rate 0.1 in batches of 32, 100 epochs",
    Blocks =
    [
        new Chart("100 points and the fitted line")
        {
            XLabel = "x", YLabel = "y",
            Caption = $"Fitted: y = {slope:F2} x + {intercept:F2}. The points were made with y = 2 x and noise.",
        }.Points(x, y, "points").Line(ends, line.PredictRows(ends), "fitted line"),
        line.History.Chart().MarkY(baseline, "predicting the mean") with
        {
            YLabel = "mean squared error", Caption = "The noise alone leaves 0.33² = 0.11 on average; no line does much better.",
        },
    ],
}.Save("linear.html");
Console.WriteLine("Open linear.html to see the picture.");

static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
