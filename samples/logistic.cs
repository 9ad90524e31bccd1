#:project ../src/Florin/Florin.csproj
// The second classic: two classes in the plane, told apart by a network of one sigmoid unit.
using Florin;

var random = new Random(1);
float[,] x = new float[100, 2];
float[] label = new float[100];
for (int row = 0; row < 100; row++)
{
    (x[row, 0], x[row, 1]) = (2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1);
    label[row] = x[row, 0] > 0 ? 1 : 0;
}

Net net = [new Dense(1, Activation.Sigmoid)];
TrainedNet classifier = net.Fit(x, label, new FitOptions
{
    Loss = Loss.BinaryCrossEntropy, Optimizer = new Sgd(0.1), BatchSize = 32, Epochs = 100,
});

float[] first = [.. Enumerable.Range(0, 100).Select(row => x[row, 0])], second = [.. Enumerable.Range(0, 100).Select(row => x[row, 1])];
int right = Enumerable.Range(0, 100).Count(row => classifier.Predict(first[row], second[row]) > 0.5f == (label[row] == 1));
double ones = label.Average(), baseline = -ones * Math.Log(ones) - (1 - ones) * Math.Log(1 - ones);
float above = classifier.Predict(0.5f, 0), below = classifier.Predict(-0.5f, 0);
Console.WriteLine($"gradient descent: P(label 1) is {above:P1} at (0.5, 0) and {below:P1} at (-0.5, 0)");
Console.WriteLine($"{right} of 100 points are right; naming the larger class would have {Math.Max(ones, 1 - ones) * 100:F0}");
Console.WriteLine($"cross-entropy {classifier.LossOn(Examples.Of(x, label)):F3}; the share of each class alone would have {baseline:F3}");

// As a regression it is fitted to convergence, with standard errors. A line parts these labels without an error, so their coefficients
// would grow for ever, and Net.Logistic says so. With one label in ten turned round it has an answer.
float[] noisy = [.. label.Select(value => random.NextDouble() < 0.1 ? 1 - value : value)];
Console.WriteLine($"\n{Net.Logistic.Fit(x, noisy, "x0", "x1")}\n");

new ChartPage("Two classes in the plane")
{
    Subtitle = "One sigmoid unit, cross-entropy, gradient descent at rate 0.1 in batches of 32, 100 epochs",
    Blocks =
    [
        new Chart("100 points and the decision boundary")
        {
            XLabel = "x₀", YLabel = "x₁",
            Caption = $"A point has label 1 where x₀ is above 0. {right} of 100 are on their side of the line.",
        }.WithField(-1.1, 1.1, -1.1, 1.1, (a, b) => classifier.Predict((float)a, (float)b), "P(label 1)")
            .Points(first, second, [.. label.Select(value => $"label {value}")]),
        classifier.History.Chart().MarkY(baseline, "share of each class") with
        {
            YLabel = "cross-entropy", Caption = "A net that only knew the share of each class would stay at the upper line.",
        },
    ],
}.Save("logistic.html");
Console.WriteLine("Open logistic.html to see the picture.");
