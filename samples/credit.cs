#:project ../src/Florin.Finance/Florin.Finance.csproj
// From a table of loans to a judged, explained, saved model that scores objects. Give a file of your own, or take simulated applicants.
using System.ComponentModel.DataAnnotations.Schema;
using Florin;

Table loans = args is [var path] ? Table.ReadCsv(path) : CreditSimulator.Simulate(4000, seed: 1);
Schema schema = Schema.Of(loans, new ColumnRoles
{
    Target = "defaulted", Positive = "1", Id = "loan_id", Time = "issued_on", Protected = ["age", "sex"],
});

// The latest fifth judges; what is fitted sees the other rows alone.
SplitTable split = SplitTable.Of(loans, schema, new OutOfTimeSplit(0.2), seed: 1);
using Model model = new ModelPlan { Network = "mlp", Seed = 1 }.Fit(split.Target, split.Train, split.Validation);
var judged = new JudgedRows(split.Target, model.Score(split.Test), split.TestLabels);
IReadOnlyDictionary<string, MetricValue> metrics = ModelEvaluation.Of(judged, seed: 1);
foreach ((string name, MetricValue value) in metrics) Console.WriteLine($"{StudyText.Label(name),-18} {StudyText.Interval(value)}");

// Why the first loan of the test has its score: shares of the columns that add up to the difference from the average.
RowExplanation reasons = new RowExplainer(model).Explain(split.Test, 0);
Console.WriteLine($"\nscore {reasons.Score:P1}, {reasons.Reference} {reasons.ReferenceScore:P1}; the difference in points:");
foreach (ColumnShare each in reasons.Shares.OrderByDescending(each => Math.Abs(each.Share)).Take(4))
    Console.WriteLine($"{100 * each.Share,6:+0.0;-0.0}  {each.Column} = {each.Cell ?? "missing"}");

// The file is all that scoring needs. The typed edge says at once which columns a type lacks.
model.Save("credit.florin", "credit");
using Model loaded = ModelFile.Load("credit.florin");
var credit = new Model<Loan>(loaded);
Loan applicant = new("capital", 47300, 4, "rent", "car", 8700, 36, 0.17, 0.48, 1, 2, 8, 0.8);
Console.WriteLine($"\nan applicant who was late once {credit.Score(applicant):P1}; never {credit.Score(applicant with { Late = 0 }):P1}");

RocCurve roc = BinaryCurves.Roc(judged.Binary())!;
new ChartPage("Who will default")
{
    Subtitle = $"{model.Network} on {split.Test.RowCount} loans that it never saw",
    Blocks =
    [
        new Chart("ROC curve") { XLabel = "others above the cut-off", YLabel = "defaults above it", XPercent = true, YPercent = true }
            .Line(roc.FalsePositiveRate.AsSpan(), roc.TruePositiveRate.AsSpan(), $"AUC {StudyText.Interval(metrics["auc"])}")
            .Reference([0, 1], [0, 1], "chance"),
        model.Nets[0].History.Chart(),
    ],
}.Save("credit.html");
Console.WriteLine("Open credit.html to see the picture. A whole report with challengers: StudyRun.Of, StudyPage.Of, or florin run.");

/// <summary>A loan as an application knows it: names of properties, or of attributes, are columns.</summary>
sealed record Loan(
    [property: Column("region")] string Region, [property: Column("income")] double? Income,
    [property: Column("employment_years")] int? Employed, [property: Column("home_ownership")] string Home,
    [property: Column("purpose")] string Purpose, [property: Column("amount")] decimal Amount, [property: Column("term_months")] int Term,
    [property: Column("debt_ratio")] double DebtRatio, [property: Column("utilisation")] double? Utilisation,
    [property: Column("late_payments_12m")] int Late, [property: Column("inquiries_6m")] int Inquiries,
    [property: Column("months_since_delinquency")] int MonthsSince, [property: Column("noise")] double Noise);
