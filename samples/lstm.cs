#:project ../src/Florin/Florin.csproj
// A recurrent network forecasts a noisy sine one step ahead, and is compared with the plainest forecast: tomorrow is as today.
using Florin;

const int Steps = 40, Rows = 600;
var random = new Random(5);
float[] series = [.. Enumerable.Range(0, Rows + Steps + 1).Select(t => MathF.Sin(t * 0.2f) + 0.1f * (float)(random.NextDouble() - 0.5))];

// Each row is a window of 40 steps of one feature, [batch, time, features]; the target is the step after it.
float[] windows = [.. Enumerable.Range(0, Rows).SelectMany(row => series.Skip(row).Take(Steps))];
float[] next = [.. Enumerable.Range(0, Rows).Select(row => series[row + Steps])];
Examples all = Examples.Of(windows, [Steps, 1], next);
Examples training = all.Range(0, 400), validation = all.Range(400, 100), test = all.Range(500, 100);

Net net = [new Lstm(16), new Dense(1)];
TrainedNet trained = net.Fit(training, new FitOptions { Epochs = 60, Patience = 8, Validation = validation, Optimizer = new Adam(0.01) });

float[] forecast = trained.Predict(test), today = [.. Enumerable.Range(500, 100).Select(row => series[row + Steps - 1])];
double error = Error(forecast, test.Target!), naive = Error(today, test.Target!), noise = 0.1 / Math.Sqrt(12);
Console.WriteLine(trained.History);
Console.WriteLine($"\nroot mean squared error on the last 100 steps, which it never saw: {error:F3}");
Console.WriteLine($"\"tomorrow is as today\" has {naive:F3}; the noise alone, which nothing can forecast, {noise:F3}");

double[] time = Chart.Range(500 + Steps, 599 + Steps, 100);
new ChartPage("The next step of a noisy sine")
{
    Subtitle = "An LSTM of 16 units reads 40 steps and forecasts the one after them",
    Blocks =
    [
        new Chart("Forecast and truth on the last 100 steps")
        {
            XLabel = "step", YLabel = "value",
            Caption = $"Root mean squared error {error:F3}; “tomorrow is as today” has {naive:F3}, the noise alone {noise:F3}.",
        }.Points(time, Wide(test.Target!), "truth").Line(time, Wide(forecast), "forecast"),
        trained.History.Chart().MarkY(naive * naive, "tomorrow is as today") with { YLabel = "mean squared error", LogY = true },
    ],
}.Save("lstm.html");
Console.WriteLine("Open lstm.html to see the picture.");

static double Error(float[] guess, float[] truth) => Math.Sqrt(guess.Zip(truth, (a, b) => Math.Pow(a - b, 2)).Average());

static double[] Wide(float[] values) => [.. values.Select(value => (double)value)];
