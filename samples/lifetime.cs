#:project ../src/Florin.Finance/Florin.Finance.csproj
// When loans default: a net of hazards on simulated loans, lifetime PDs, and expected credit losses under three scenarios.
using Florin;

const int Years = 5;
(Table loans, double[] truth) = Simulate(8000, seed: 1);
Schema schema = Schema.Of(loans, new ColumnRoles { Target = "defaulted", Positive = "1" });
SplitTable split = SplitTable.Of(loans, schema, new StratifiedSplit(0.25), seed: 1);

// Each loan is a row for every year in which it was seen; the net reads the year beside the loan's own columns.
var columns = new HazardColumns("years_seen", "defaulted");
using HazardModel model = HazardModel.Fit(new ModelPlan { Network = "mlp", Seed = 1 }, columns, split.Train, split.Validation);
TermStructure[] curves = model.Curves(split.Test, Years);
double error = split.Rows.Test.Select((row, at) => Math.Abs(curves[at].Pd() - truth[row])).Average();
Console.WriteLine($"{loans.RowCount} loans; lifetime PD of the {curves.Length} that were not learned from: mean "
    + $"{curves.Average(curve => curve.Pd()):P1},");
Console.WriteLine($"in truth {split.Rows.Test.Average(row => truth[row]):P1}; a loan is off by {error:P1} on average.\n");

// One applicant over the years.
Table applicant = Table.From(new NumberColumn("debt_ratio", [0.45]), new NumberColumn("late_payments", [1]));
TermStructure own = model.Curves(applicant, Years)[0];
Console.WriteLine("year  hazard  default in it  alive after it");
for (int year = 0; year < Years; year++)
    Console.WriteLine($"{year + 1,4}{own.Hazards[year],8:P1}{own.Marginal[year],15:P1}{own.Survival[year],16:P1}");

// 10,000 lent and repaid in equal parts. A downturn raises hazards and losses; losses are weighted, not scenarios.
double[] exposure = [.. Enumerable.Range(0, Years).Select(year => 10_000.0 * (Years - year) / Years)];
EclScenario[] scenarios =
[
    new("base", 0.5, own, [0.45], [.. exposure]),
    new("upturn", 0.2, own.Shifted(-0.4), [0.40], [.. exposure]),
    new("downturn", 0.3, own.Shifted(0.9), [0.60], [.. exposure]),
];
var calculator = new EclCalculator { EirAnnual = 0.08, Timing = DefaultTiming.MidPeriod };
Console.WriteLine("\nscenario  weight  lifetime PD  12-month ECL  lifetime ECL");
foreach (EclScenario each in scenarios)
    Console.WriteLine($"{each.Name,-8}{each.Weight,8:P0}{each.Hazards.Pd(),13:P1}{calculator.Of(each).TwelveMonth,14:F0}"
        + $"{calculator.Of(each).Lifetime,14:F0}");
Ecl all = calculator.Of(scenarios);
Console.WriteLine($"{"weighted",-29}{all.TwelveMonth,14:F0}{all.Lifetime,14:F0}");

// Hazards peak in the second and third year for whoever has much debt. A third of the loans was not seen to its end.
static (Table Loans, double[] LifetimePd) Simulate(int count, int seed)
{
    var random = new Random(seed);
    double[] debt = new double[count], late = new double[count], seen = new double[count], bad = new double[count], pd = new double[count];
    for (int loan = 0; loan < count; loan++)
    {
        (debt[loan], late[loan]) = (Math.Round(random.NextDouble() * 0.7, 2), random.Next(10) < 7 ? 0 : random.Next(1, 4));
        int end = random.Next(3) == 0 ? random.Next(1, Years) : Years;
        (double alive, int last) = (1, 0);
        for (int year = 1; year <= Years; year++)
        {
            double logit = -4 + 0.5 * late[loan] + (debt[loan] > 0.4 ? 1.6 * Math.Exp(-(year - 2.5) * (year - 2.5)) : 0);
            double hazard = 1 / (1 + Math.Exp(-logit));
            alive *= 1 - hazard;
            if (last == 0 && year <= end && random.NextDouble() < hazard) (last, bad[loan]) = (year, 1);
        }

        (pd[loan], seen[loan]) = (1 - alive, last == 0 ? end : last);
    }

    return (Table.From(new NumberColumn("debt_ratio", debt), new NumberColumn("late_payments", late),
        new NumberColumn("years_seen", seen), new NumberColumn("defaulted", bad)), pd);
}
