#:project ../src/Florin/Florin.csproj
// The first classic: a line through 100 noisy points, found by a network of one unit and gradient descent.
using Florin;

var random = new Random(1);
float[] x = [.. Enumerable.Range(0, 100).Select(_ => 2 * random.NextSingle() - 1)];
float[] y = [.. x.Select(v => 2 * v + 0.33f * (float)Normal(random))];

Net net = [new Dense(1)];
TrainedNet line = net.Fit(x, y, new FitOptions { Loss = Loss.SquaredError, Optimizer = new Sgd(0.1), BatchSize = 32, Epochs = 100 });
Console.WriteLine(
    $"slope {line.Parameters["dense1.weight"][0]:F3}, intercept {line.Parameters["dense1.bias"][0]:F3}; " +
    $"at 0.5: {line.Predict(0.5f):F3}");

// The same with the ready net, fitted to convergence in double precision, with standard errors.
Console.WriteLine(Net.Linear.Fit(x, y));

float[] ends = [-1, 1];
new ChartPage("Linear regression")
{
    Subtitle = "One unit, stochastic gradient descent, 100 epochs",
    Blocks =
    [
        new Chart("100 points and the fitted line") { XLabel = "x", YLabel = "y" }.Points(x, y, "data").Line(ends,
            line.PredictRows(ends), "fitted line"),
        line.History.Chart(),
    ],
}.Save("linear.html");
Console.WriteLine("picture: linear.html");

static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
