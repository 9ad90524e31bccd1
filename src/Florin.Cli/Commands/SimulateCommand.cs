namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin simulate RECIPE --rows N --seed S</c>: rows with a known truth, as CSV on standard output; of credit/performance a
/// row is a loan in a month.</summary>
static class SimulateCommand
{
    static readonly Argument<string> Recipe = new("RECIPE")
    {
        Description = "credit, credit/lgd, credit/ead, or credit/performance: loans month by month",
    };

    static readonly Option<int> Rows = new("--rows") { Description = "Rows", HelpName = "N", DefaultValueFactory = _ => 1000 };

    static readonly Option<FileInfo?> Out = new("--out") { Description = "Where to write; standard output by default", HelpName = "FILE" };

    public static Command Create()
    {
        Recipe.AcceptOnlyFromAmong("credit", "credit/default-risk", "credit/lgd", "credit/ead", "credit/performance");
        Rows.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int rows) && rows < 1)
                result.AddError($"--rows must be 1 or more, not {rows}");
        });
        var command = new Command("simulate", "Write simulated rows whose truth is known, as CSV") { Recipe, Rows, Out };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        FileInfo? target = parsed.GetValue(Out);
        if (parsed.GetValue(GlobalOptions.Json) && target is null) throw new UsageException("florin simulate --json needs --out FILE");
        (int rows, ulong seed) = (parsed.GetValue(Rows), parsed.GetValue(GlobalOptions.Seed) ?? 1);
        Table table = parsed.GetRequiredValue(Recipe) switch
        {
            "credit/performance" => PerformanceSimulator.Simulate(rows, seed, cancel),
            "credit/lgd" => LossSimulator.Lgd(rows, seed, cancel).Table,
            "credit/ead" => LossSimulator.Ccf(rows, seed, cancel).Table,
            _ => CreditSimulator.Simulate(rows, seed, cancel),
        };
        if (target is null)
        {
            using Stream stream = Console.OpenStandardOutput();
            table.WriteCsv(stream);
        }
        else table.WriteCsv(target.FullName);
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(Files.Json(("rows", table.RowCount), ("out", target!.ToString())));
        return ExitCode.Ok;
    }
}
