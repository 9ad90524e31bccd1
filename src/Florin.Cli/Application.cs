namespace Florin.Cli;

using System.CommandLine;
using Florin.Cli.Commands;

/// <summary>The command line as a whole: the commands, and what each kind of error ends with.</summary>
static class Application
{
    /// <summary>A server lets requests finish; every other command ends at once.</summary>
    static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction) return Refuse(parsed);
        if (parsed.Action is System.CommandLine.Help.HelpAction) return Help(parsed);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = LongestEnd,
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Say("cancelled", ExitCode.Cancelled);
        }
        catch (UsageException error)
        {
            return Say(error.Message, ExitCode.Usage);
        }
        catch (Exception error) when (error is FlorinException or IOException or UnauthorizedAccessException)
        {
            return Say(error.Message, ExitCode.Data);
        }
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            // Whatever else happens is a fault of the program: a line to report it with, not a stack on the user's screen.
            return Say($"internal error: {error.GetType().Name}: {error.Message}", ExitCode.Internal);
        }
    }

    /// <summary>The command is called florin, whatever file it was started from.</summary>
    static int Help(ParseResult parsed)
    {
        using var text = new StringWriter();
        int code = parsed.Invoke(new InvocationConfiguration { Output = text });
        Console.Out.Write(text.ToString().Replace(RootCommand.ExecutableName + " ", "florin ", StringComparison.Ordinal));
        return code;
    }

    static RootCommand Root()
    {
        var root = new RootCommand("Deep learning for finance: from a table to a decision that can be defended.");
        foreach (Option option in GlobalOptions.All) root.Options.Add(option);
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(NewCommand.Create());
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ScoreCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(DocumentCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(ShowCommand.Create());
        root.Subcommands.Add(SimulateCommand.Create());
        root.Subcommands.Add(SchemaCommand.Create());
        return root;
    }

    static int Refuse(ParseResult parsed)
    {
        string command = parsed.CommandResult.Command is RootCommand ? "florin" : "florin " + parsed.CommandResult.Command.Name;
        return Say(string.Join('\n', parsed.Errors.Select(error => error.Message)) + $"\n{command} --help says more", ExitCode.Usage);
    }

    static int Say(string message, int code)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
