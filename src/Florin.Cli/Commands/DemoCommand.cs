namespace Florin.Cli.Commands;

using System.CommandLine;
using System.Globalization;

/// <summary><c>florin demo credit</c>: simulated rows with a known truth, a plan, a run, a report.</summary>
static class DemoCommand
{
    const int DefaultRows = 6000;

    static readonly Argument<string> Field = new("FIELD") { Description = "credit", DefaultValueFactory = _ => "credit" };

    static readonly Option<DirectoryInfo?> Out = new("--out")
    {
        Description = "Where to write; runs/demo-FIELD by default",
        HelpName = "DIR",
    };

    static readonly Option<int> Rows = new("--rows")
    {
        Description = "Rows to simulate",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultRows,
    };

    public static Command Create()
    {
        Field.AcceptOnlyFromAmong("credit");
        var command = new Command("demo", "Simulate data, run the recipe on it, say where the report is") { Field, Rows, Out };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        string field = parsed.GetRequiredValue(Field);
        string folder = parsed.GetValue(Out)?.ToString() ?? Path.Combine("runs", "demo-" + field);
        using var screen = new Screen(parsed);
        string inputs = folder + "-input", data = Path.Combine(inputs, "loans.csv"), planPath = Path.Combine(inputs, "credit.yaml");
        ulong seed = parsed.GetValue(GlobalOptions.Seed) ?? 1;
        Directory.CreateDirectory(inputs);
        CreditSimulator.Simulate(parsed.GetValue(Rows), seed, cancel).WriteCsv(data);
        Table table = Table.ReadCsv(data, cancellation: cancel);
        PlanGuess guess = PlanGuess.For("credit", table, "loans.csv", cancel);
        Plan plan = guess.Plan with { Credit = guess.Plan.Credit! with { Reasons = CreditSimulator.Reasons } };
        Files.AtomicText(planPath, (guess with { Plan = plan }).ToYaml());
        screen.Say(string.Create(CultureInfo.InvariantCulture,
            $"simulated {table.RowCount:N0} loan applications: {data}\nguessed a plan from them: {planPath}"));
        return Running.Run(new RunRequest(planPath, folder, Force: false, Again: true), parsed, screen, cancel);
    }
}
