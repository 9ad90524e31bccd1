namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin schema</c>: the JSON schema of a plan, for editors.</summary>
static class SchemaCommand
{
    static readonly Option<FileInfo?> Out = new("--out") { Description = "Where to write; standard output by default", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("schema", "Write the JSON schema of a plan") { Out };
        command.SetAction(parsed =>
        {
            FileInfo? target = parsed.GetValue(Out);
            if (parsed.GetValue(GlobalOptions.Json) && target is null) throw new UsageException("florin schema --json needs --out FILE");
            if (target is null) Console.Out.WriteLine(PlanFile.Schema());
            else Files.AtomicText(target.FullName, PlanFile.Schema() + "\n");
            if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(Files.Json(("out", target!.ToString())));
            return ExitCode.Ok;
        });
        return command;
    }
}
