#:project ../src/Florin.Finance/Florin.Finance.csproj
// A scorecard on simulated loans: bins of columns, points, one applicant, and the card as SQL and as a table for a spreadsheet.
using Florin;

Table loans = CreditSimulator.Simulate(10_000, 7);
var roles = new ColumnRoles
{
    Target = "defaulted", Positive = "1", Id = "loan_id", Time = "issued_on", Protected = ["age", "sex"],
};
SplitTable split = SplitTable.Of(loans, Schema.Of(loans, roles), new OutOfTimeSplit(), seed: 1);

// Optimal bins of one column. More late payments may not make a better customer, so the bad rate must rise; -9 means "never".
double[] bad = split.Target.Labels(split.Train.Table);
Console.WriteLine(WoeBinning.Of(split.Train.Table["debt_ratio"], bad, new BinningOptions { Trend = BinTrend.Rising }) + "\n");

// The card learns from the training rows alone and is judged on the later ones.
Scorecard card = Scorecard.Fit((BinaryTarget)split.Target, split.Train, new ScorecardOptions
{
    Scale = new PointsScale { BasePoints = 600, BaseOdds = 50, PointsToDouble = 20 },
    Features = new FeatureOptions { Special = new FeatureOptions().Special.Add("months_since_delinquency", [-9]) },
});
Console.WriteLine(card + "\n");
ScorecardCheck later = card.Check(split.Test);
Console.WriteLine($"On {later.Rows} later loans: AUC {later.Points.Auc:F3}, log-loss {later.Points.LogLoss:F4}.");

ScorecardScores scores = card.Score(split.Test);
Console.WriteLine($"The first of them has {scores.Points[0]} points, a PD of {scores.Pd[0]:P1}.");
File.WriteAllText("scorecard.sql", card.ToSql("loans", "loan_id"));
card.SaveCsv("scorecard.csv");
Console.WriteLine("Look at scorecard.sql and scorecard.csv.");
