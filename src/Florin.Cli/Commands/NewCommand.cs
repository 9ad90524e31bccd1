namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin new RECIPE DATA</c>: a plan, with roles guessed from the data and a comment on each guess.</summary>
static class NewCommand
{
    static readonly Argument<string> Recipe = new("RECIPE")
    {
        Description = "A recipe such as credit/default-risk, or its field alone: credit",
    };

    static readonly Argument<string> Data = new("DATA") { Description = "The " + RowSource.Described };

    static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = "Where to write the plan; standard output by default",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("new", "Write a plan for a table") { Recipe, Data, Out };
        RowSource.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        RowSource data = RowSource.Of(parsed, parsed.GetRequiredValue(Data));
        FileInfo? target = parsed.GetValue(Out);
        if (parsed.GetValue(GlobalOptions.Json) && target is null) throw new UsageException("florin new --json needs --out FILE");
        string beside = target is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(target.FullName)!;
        Table table = data.Read(cancel);
        string path = Path.GetRelativePath(beside, Path.GetFullPath(data.File ?? "postgres")).Replace('\\', '/');
        PlanGuess guess = PlanGuess.For(parsed.GetRequiredValue(Recipe), table, path, cancel);
        string text = (guess with { Plan = data.On(guess.Plan, path) }).ToYaml();
        using var screen = new Screen(parsed);
        if (target is null) Console.Out.Write(text);
        else Files.AtomicText(target.FullName, text);
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(Files.Json(("plan", target!.ToString())));
        screen.Say($"next: read the guesses, then florin run {target?.ToString() ?? "plan.yaml"}");
        return ExitCode.Ok;
    }
}
