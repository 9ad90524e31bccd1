#:project ../src/Florin/Florin.csproj
// A recurrent network forecasts a noisy sine one step ahead, and is compared with the plainest forecast: tomorrow is as today.
using Florin;

const int Steps = 40, Rows = 600;
var random = new Random(5);
float[] series = [.. Enumerable.Range(0, Rows + Steps + 1).Select(t => MathF.Sin(t * 0.2f) + 0.1f * (float)(random.NextDouble() - 0.5))];

// Each row is a window of 40 steps of one feature, [batch, time, features]; the target is the step after it.
float[] windows = [.. Enumerable.Range(0, Rows).SelectMany(row => series.Skip(row).Take(Steps))];
float[] next = [.. Enumerable.Range(0, Rows).Select(row => series[row + Steps])];
Examples all = Examples.Of(windows, [Steps, 1], next), training = all.Range(0, 400), validation = all.Range(400, 100),
    test = all.Range(500, 100);

Net net = [new Lstm(16), new Dense(1)];
TrainedNet trained = net.Fit(training, new FitOptions
{
    Epochs = 60,
    Patience = 8,
    Validation = validation,
    Optimizer = new Adam(0.01),
});

float[] forecast = trained.Predict(test);
double Error(Func<int, float> guess) => Math.Sqrt(Enumerable.Range(0, test.Count).Average(i => Math.Pow(guess(i) - test.Target![i], 2)));
Console.WriteLine(trained.History);
Console.WriteLine($"root mean squared error on 100 later steps: {Error(i => forecast[i]):F3}");
Console.WriteLine($"                        as today, tomorrow: {Error(i => test.Numbers![i * Steps + Steps - 1]):F3}");
Console.WriteLine($"                          the noise itself: {0.1 / Math.Sqrt(12):F3}");
