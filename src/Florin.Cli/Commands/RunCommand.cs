namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin run PLAN</c>: train, judge, explain, write the results.</summary>
static class RunCommand
{
    static readonly Argument<FileInfo> PlanFile = new("PLAN") { Description = "The plan (YAML)" };

    static readonly Option<DirectoryInfo?> Out = new("--out")
    {
        Description = "Where to write; runs/NAME-HASH by default",
        HelpName = "DIR",
    };

    static readonly Option<bool> Force = new("--force") { Description = "Replace what is there" };

    static readonly Option<string?> From = new("--from")
    {
        Description = "A model to go on from: keeps its columns and network, starts from its weights, is compared with it",
        HelpName = "MODEL",
    };

    public static Command Create()
    {
        var command = new Command("run", "Run a plan: train, judge, explain, write the results")
        {
            PlanFile, Out, From, Force, Secrets.IdKeyFile,
        };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        using var screen = new Screen(parsed);
        var request = new RunRequest(Files.Existing(parsed.GetRequiredValue(PlanFile).ToString()), parsed.GetValue(Out)?.ToString(),
            parsed.GetValue(Force), From: parsed.GetValue(From))
        {
            Ids = Secrets.IdKey(parsed, screen),
        };
        return Running.Run(request, parsed, screen, cancel);
    }
}
