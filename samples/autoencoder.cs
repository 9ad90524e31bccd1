#:project ../src/Florin/Florin.csproj
// An autoencoder learns what ordinary rows look like; rows that it cannot rebuild are unusual.
using Florin;

const int Features = 8;
var random = new Random(2);
float[][] ordinary = Rows(2000, usual: true), fresh = Rows(200, usual: true), unusual = Rows(200, usual: false);

// Down to a code of two numbers and back up; the target of a row is the row.
Net net = [new Dense(16, Activation.Tanh), new Dense(2), new Dense(16, Activation.Tanh), new Dense(Features)];
Examples examples = Same(ordinary);
TrainedNet trained = net.Fit(examples.Range(0, 1600), new FitOptions
{
    Epochs = 60, Patience = 10, Validation = examples.Range(1600, 400), Optimizer = new Adam(0.005),
});

double[] usual = Misfits(fresh), strange = Misfits(unusual);
double cut = usual[189], found = strange.Count(misfit => misfit > cut) / 2.0;
float[] means = [.. Enumerable.Range(0, Features).Select(j => ordinary.Average(row => row[j]))];
double baseline = fresh.Average(row => row.Zip(means, (value, mean) => Math.Pow(value - mean, 2)).Average());
Console.WriteLine(trained.History);
Console.WriteLine($"\nmean squared misfit of new ordinary rows {usual.Average():F4}; of the column means instead of a net {baseline:F4}");
Console.WriteLine($"mean squared misfit of unusual rows {strange.Average():F4}");
Console.WriteLine($"at 5 % false alarms {found:F0} % of the unusual rows are found; chance would find 5 %");

double[] share = Chart.Range(0.5, 100, 200);
new ChartPage("Rows unlike the others")
{
    Subtitle = "An autoencoder with a code of two numbers, trained on ordinary rows of eight columns",
    Blocks =
    [
        new Chart("Misfit of new rows")
        {
            XLabel = "rows up to this misfit (%)", YLabel = "mean squared misfit", LogY = true,
            Caption = $"{found:F0} % of the unusual rows are above the line that 5 % of the ordinary ones pass.",
        }.Line(share, usual, "ordinary").Line(share, strange, "unusual").MarkY(cut, "5 % false alarms"),
        trained.History.Chart().MarkY(baseline, "column means") with { YLabel = "mean squared misfit", LogY = true },
    ],
}.Save("autoencoder.html");
Console.WriteLine("Open autoencoder.html to see the picture.");

double[] Misfits(float[][] rows) =>
    [.. rows.Select(row => trained.PredictRows(row).Zip(row, (rebuilt, given) => Math.Pow(rebuilt - given, 2)).Average()).Order()];

// Ordinary rows lie on a curved sheet: eight columns made from two hidden numbers. Unusual ones lie anywhere.
float[][] Rows(int count, bool usual) => [.. Enumerable.Range(0, count).Select(_ =>
{
    double a = 2 * random.NextDouble() - 1, b = 2 * random.NextDouble() - 1;
    return (float[])[.. Enumerable.Range(0, Features).Select(j => (float)(usual
        ? Math.Sin(a * (j + 1) * 0.5) + b * Math.Cos(j) * 0.7 + 0.05 * (random.NextDouble() - 0.5)
        : 2 * random.NextDouble() - 1))];
})];

static Examples Same(float[][] rows)
{
    float[] flat = [.. rows.SelectMany(row => row)];
    return new Examples { Numbers = flat, Axes = [Features], Target = flat, TargetAxes = [Features] };
}
