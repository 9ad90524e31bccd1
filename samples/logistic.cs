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
TrainedNet classifier = net.Fit(x, label, new FitOptions { Loss = Loss.BinaryCrossEntropy, Optimizer = new Sgd(0.1), BatchSize = 32,
    Epochs = 100 });
Console.WriteLine($"P(label 1) at (0.5, 0): {classifier.Predict(0.5f, 0):P1}, at (-0.5, 0): {classifier.Predict(-0.5f, 0):P1}");
Console.WriteLine($"loss {classifier.History.Epochs[^1].Loss:F3}, a coin would have {Math.Log(2):F3}");

// The ready net is fitted to convergence with standard errors. These labels are separable, which it says; a little noise makes it a real
// case.
float[] noisy = [.. label.Select((value, row) => random.NextDouble() < 0.1 ? 1 - value : value)];
Console.WriteLine(Net.Logistic.Fit(x, noisy));

float[] first = [.. Enumerable.Range(0, 100).Select(row => x[row, 0])], second = [.. Enumerable.Range(0, 100).Select(row => x[row, 1])];
string[] classes = [.. label.Select(value => value == 1 ? "label 1" : "label 0")];
new ChartPage("Logistic regression")
{
    Subtitle = "One sigmoid unit, cross-entropy, 100 epochs of stochastic gradient descent",
    Blocks =
    [
        new Chart("100 points, the probability of label 1 and the decision boundary") { XLabel = "x₀", YLabel = "x₁" }
            .WithField(-1, 1, -1, 1, (a, b) => classifier.Predict((float)a, (float)b), "P(label 1)").Points(first, second, classes),
        classifier.History.Chart(),
    ],
}.Save("logistic.html");
Console.WriteLine("picture: logistic.html");
