#:project ../src/Florin.Finance/Florin.Finance.csproj
// Loans month by month: roll rates, transitions, vintages, stages of IFRS 9 and expected losses, as one page. Reads a file that is named,
// with the columns of `florin simulate credit/performance`; else it simulates loans of which later vintages are worse.
using Florin;

Table table = args.Length > 0 ? Table.ReadCsv(args[0]) : PerformanceSimulator.SimulateWithTruth(60_000, seed: 1, vintageDrift: 0.25).Table;
LoanPanel panel = LoanPanel.Of(table, PerformanceSimulator.Columns);
Console.WriteLine($"{panel}\n");
foreach (PanelProblem odd in panel.Warnings) Console.WriteLine($"Odd: {odd}");

// Where loans go within a month. Rows of a matrix sum to 1; its powers tell what follows over a year.
RollRates rates = RollRates.Of(panel);
Console.WriteLine($"{rates}\n");
TransitionMatrix moves = rates.Pooled;
foreach (string bucket in panel.States.Take(4))
    Console.WriteLine($"{bucket,-8} 90 days past due within a year: {moves.DefaultCurve(bucket, 12, bad: "90+").Pd():P1}");

// Stages by rules that are data, and losses over the months that are left: hazards from the matrix, balances that fall to nothing.
StagingRules rules = StagingRules.Parse("""
    name: house rules
    pdRatio: 2          # twice the PD at origination
    pdRise: 0.005       # and half a per cent a year above it
    backstopDays: 30
    defaultDays: 90
    cureMonths: 3
    probationMonths: 3
    """);
PortfolioReport report = PortfolioReport.Of(panel, rules, new VintageOptions { Days = 30 });
double[] term = table.Number("term_months").Values.ToArray(), balance = table.Number("balance").Values.ToArray();
DateColumn month = table.Date("month"), granted = table.Date("originated_on");
StageLosses losses = StageLosses.Of(report.Staged!, new EclCalculator { EirAnnual = 0.09, PeriodMonths = 1 }, row =>
{
    int age = (month[row]!.Value.Year - granted[row]!.Value.Year) * 12 + month[row]!.Value.Month - granted[row]!.Value.Month;
    int left = Math.Max(1, (int)term[row] - age);
    TermStructure hazards = moves.DefaultCurve(panel.StateOf(row), left, bad: "90+");
    double[] owed = [.. Enumerable.Range(0, left).Select(at => balance[row] * (left - at) / left)];
    return
    [
        new("base", 0.6, hazards, [0.45], [.. owed]),
        new("downturn", 0.4, hazards.Shifted(0.5), [0.55], [.. owed]),
    ];
});
Console.WriteLine();
foreach (StageLoss stage in losses.Stages)
    Console.WriteLine($"stage {stage.Stage}: {stage.Loans,5} loans owe {stage.Balance,12:N0}; expected loss {stage.Loss,10:N0}, "
        + $"{stage.Coverage.Value:P1}");

report = report with
{
    Losses = losses,
    LossNote = "PDs are the monthly matrix's, over the months that are left; scenarios: base (60 %, LGD 45 %) and a downturn (40 %, log "
        + "odds + 0.5, LGD 55 %).",
};
report.Page("Loans month by month").Save("portfolio.html");
Console.WriteLine("\nLook at portfolio.html.");
