#:project ../src/Florin.Finance/Florin.Finance.csproj
// Loss given default: a workout becomes a share of the exposure, a net learns shares, and a back-test says whether its estimates hold.
using Florin;

// One workout: 10,000 owed, three payments, two bills; discounted at the loan's rate.
WorkoutFlow[] flows = [new(0.5, 2000), new(1.25, 3500, Cost: 150), new(3, 900, Cost: 220)];
Console.WriteLine($"a workout: LGD {WorkoutLgd.Of(ead: 10_000, flows, rateAnnual: 0.07):P1}");

// A line of 5,000 with 3,200 drawn, of which 4,100 were owed at the default.
Console.WriteLine($"a line: CCF {CreditConversion.Factor(limit: 5000, drawn: 3200, ead: 4100):P1}\n");

// Simulated losses, a tenth of the zeros and ones a little beyond, as interest and costs make them; the expected loss is known.
LossSample sample = LossSimulator.Lgd(6000, seed: 1);
Table losses = sample.Table;
Schema schema = Schema.Of(losses, new ColumnRoles { Target = "lgd", Id = "loan_id", Time = "defaulted_on" });
SplitTable split = SplitTable.Of(losses, schema, new StratifiedSplit(0.25), seed: 1, new ShareTarget("lgd", Clip: true, Whole: "ead"));
using Model net = new ModelPlan { Seed = 1 }.Fit(split.Target, split.Train, split.Validation);
using Model logit = new ModelPlan { Network = "logistic" }.Fit(split.Target, split.Train, split.Validation);

double[] truth = [.. split.Rows.Test.Select(row => sample.TrueShare[row])], realised = split.TestLabels;
double mean = split.Target.Labels(split.Train.Table).Average();
Console.WriteLine("estimates         off the truth  generalised AUC  loss captured");
foreach ((string name, double[] said) in new[]
{
    ("mean of the past", [.. truth.Select(_ => mean)]), ("fractional logit", logit.Score(split.Test)),
    (net.Network, net.Score(split.Test)), ("the truth", truth),
})
    Console.WriteLine($"{name,-18}{Math.Sqrt(said.Zip(truth, (one, two) => (one - two) * (one - two)).Average()),13:0.000}"
        + $"{ShareMetrics.GeneralisedAuc(said, realised),17:0.000}{ShareMetrics.LossCapture(said, realised),15:0.000}");

// The paired t-test of the ECB: a small p says that estimates are too low.
double[] scores = net.Score(split.Test);
ShareTest test = ShareTest.Of("all", realised, scores);
Console.WriteLine($"\n{test.Estimated:P1} estimated, {test.Realised:P1} realised, T {test.T:0.00}, p {test.PValue:0.000}");
var share = (ShareTarget)net.Target;
Console.WriteLine($"first loan: {scores[0]:P1} of {split.Test.Number("ead").Values[0]:N0}, so "
    + $"{share.AmountOf(split.Test, 0, scores[0]):N0} are expected to be lost");
