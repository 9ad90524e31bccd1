#:project ../src/Florin/Florin.csproj
// A small convolutional network tells circles, squares and crosses apart on noisy pictures made here.
using Florin;

const int Size = 16, Count = 1500;
string[] names = ["circle", "square", "cross"];
var random = new Random(3);
float[][] pictures = new float[Count][];
float[] shape = new float[Count];
for (int i = 0; i < Count; i++)
{
    shape[i] = i % 3;
    pictures[i] = Draw((int)shape[i], random);
}

// [batch, height, width, channels]; the target is the class.
Examples all = new() { Numbers = [.. pictures.SelectMany(p => p)], Axes = [Size, Size, 1], Target = shape };
Examples training = all.Range(0, 1000), validation = all.Range(1000, 200), test = all.Range(1200, 300);
Net net = [new Conv2D(8, [3, 3], Activation: Activation.Relu), new MaxPool2D([2, 2]), new Conv2D(16, [3, 3], Activation: Activation.Relu),
    new MaxPool2D([2, 2]), new Flatten(), new Dense(32, Activation.Relu), new Dropout(0.2), new Dense(3)];
TrainedNet trained = net.Fit(training, new FitOptions
{
    Loss = Loss.CategoricalCrossEntropy,
    Optimizer = new Adam(2e-3),
    Epochs = 30,
    Patience = 5,
    Validation = validation,
});

float[] probabilities = trained.Predict(test);
int[] guess = [.. Enumerable.Range(0, test.Count).Select(i => Enumerable.Range(0, 3).MaxBy(c => probabilities[3 * i + c]))];
int[] wrong = [.. Enumerable.Range(0, test.Count).Where(i => guess[i] != (int)test.Target![i])];
double right = 1 - (double)wrong.Length / test.Count, error = Math.Sqrt(right * (1 - right) / test.Count);
Console.WriteLine(trained.History);
Console.WriteLine($"\n{right:P1} of {test.Count} new pictures are right (standard error {error:P1}); chance would have 33.3 %");

ImageGrid pictured = Enumerable.Range(0, 3).Aggregate(new ImageGrid("New pictures by the class they were given", Size, Size),
    (grid, c) => grid.Row(names[c], Enumerable.Range(0, test.Count).Where(i => guess[i] == c).Take(10).Select(i => pictures[1200 + i])));
new ChartPage("Circles, squares and crosses")
{
    Subtitle = $"A convolutional network on noisy pictures of {Size} × {Size} pixels",
    Blocks =
    [
        pictured with { Caption = $"{right:P1} of {test.Count} new pictures are right; chance would have 33.3 %." },
        trained.History.Chart().MarkY(Math.Log(3), "chance") with { YLabel = "cross-entropy" },
    ],
}.Save("cnn.html");
Console.WriteLine("Open cnn.html to see the picture.");

static float[] Draw(int kind, Random random)
{
    float[] picture = [.. Enumerable.Range(0, Size * Size).Select(_ => 0.8f * random.NextSingle())];
    double cx = 7.5 + 3 * (random.NextDouble() - 0.5), cy = 7.5 + 3 * (random.NextDouble() - 0.5), r = 3.5 + 2 * random.NextDouble();
    for (int row = 0; row < Size; row++)
    {
        for (int column = 0; column < Size; column++)
        {
            double dx = column - cx, dy = row - cy, distance = kind switch
            {
                0 => Math.Abs(Math.Sqrt(dx * dx + dy * dy) - r),
                1 => Math.Abs(Math.Max(Math.Abs(dx), Math.Abs(dy)) - r),
                _ => Math.Max(Math.Abs(dx), Math.Abs(dy)) > r ? 9 : Math.Min(Math.Abs(dx - dy), Math.Abs(dx + dy)) / Math.Sqrt(2),
            };
            if (distance < 0.8) picture[row * Size + column] = 0.7f + 0.3f * random.NextSingle();
        }
    }

    return picture;
}
