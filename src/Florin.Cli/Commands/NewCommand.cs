namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin new RECIPE DATA</c>: a plan, with roles guessed from the data and a comment on each guess.</summary>
static class NewCommand
{
    static readonly Argument<string> Recipe = new("RECIPE")
    {
        Description = "A recipe such as credit/default-risk, or its field alone: credit",
    };

    static readonly Argument<FileInfo> Data = new("DATA") { Description = "The data as CSV" };

    static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = "Where to write the plan; standard output by default",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("new", "Write a plan for a table") { Recipe, Data, Out };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        string data = Files.Existing(parsed.GetRequiredValue(Data).ToString());
        FileInfo? target = parsed.GetValue(Out);
        if (parsed.GetValue(GlobalOptions.Json) && target is null) throw new UsageException("florin new --json needs --out FILE");
        string beside = target is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(target.FullName)!;
        Table table = Table.ReadCsv(data, cancellation: cancel);
        string path = Path.GetRelativePath(beside, Path.GetFullPath(data)).Replace('\\', '/');
        string text = PlanGuess.For(parsed.GetRequiredValue(Recipe), table, path, cancel).ToYaml();
        using var screen = new Screen(parsed);
        if (target is null) Console.Out.Write(text);
        else Files.AtomicText(target.FullName, text);
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(Files.Json(("plan", target!.ToString())));
        screen.Say($"next: read the guesses, then florin run {target?.ToString() ?? "plan.yaml"}");
        return ExitCode.Ok;
    }
}
