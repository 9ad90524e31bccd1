#:project ../src/Florin/Florin.csproj
// An autoencoder learns what ordinary rows look like; rows that it cannot rebuild are unusual.
using Florin;

const int Features = 8;
var random = new Random(2);

// Ordinary rows lie on a curved sheet: eight columns made from two hidden numbers. Unusual ones do not.
float[] Row(bool usual)
{
    double a = 2 * random.NextDouble() - 1, b = 2 * random.NextDouble() - 1;
    return [.. Enumerable.Range(0, Features).Select(j => (float)(usual
        ? Math.Sin(a * (j + 1) * 0.5) + b * Math.Cos(j) * 0.7 + 0.05 * (random.NextDouble() - 0.5)
        : 2 * random.NextDouble() - 1))];
}

float[][] ordinary = [.. Enumerable.Range(0, 2000).Select(_ => Row(true))];
float[][] unusual = [.. Enumerable.Range(0, 200).Select(_ => Row(false))], fresh = [.. Enumerable.Range(0, 200).Select(_ => Row(true))];

Net net = Net.Autoencoder(Features, 16, 2);
float[] flat = [.. ordinary.SelectMany(row => row)];
Examples examples = new() { Numbers = flat, Axes = [Features], Target = flat, TargetAxes = [Features] };
TrainedNet trained = net.Fit(examples, new FitOptions { Epochs = 60, BatchSize = 64, Optimizer = new Adam(0.005) });

double Misfit(float[] row) => trained.PredictRows(row).Zip(row, (rebuilt, given) => Math.Pow(rebuilt - given, 2)).Average();
double[] usualErrors = [.. fresh.Select(Misfit)], unusualErrors = [.. unusual.Select(Misfit)];
double cut = usualErrors.Order().ElementAt(189);
Console.WriteLine(net);
Console.WriteLine(trained.History);
Console.WriteLine($"mean squared misfit: ordinary rows {usualErrors.Average():F4}, unusual rows {unusualErrors.Average():F4}");
double found = unusualErrors.Count(error => error > cut) / 2.0;
Console.WriteLine($"at 5 % false alarms {found:F0} % of the unusual rows are found (by chance: 5 %)");
