namespace Florin.Cli.Commands;

using System.CommandLine;
using System.Globalization;
using System.Text;

/// <summary><c>florin score MODEL DATA</c>: a row in, a row out, in the same order; files may be larger than memory.</summary>
static class ScoreCommand
{
    static readonly Argument<string> ModelPath = new("MODEL") { Description = "A model (.florin)" };

    static readonly Argument<string> Data = new("DATA") { Description = "The " + RowSource.Described };

    static readonly Option<FileInfo?> Out = new("--out") { Description = "Where to write; standard output by default", HelpName = "FILE" };

    static readonly Option<bool> Reasons = new("--reasons")
    {
        Description = "Of credit: the codes of the reasons of each decline, in columns reason1, reason2, …",
    };

    public static Command Create()
    {
        var command = new Command("score", "Score the rows of a table") { ModelPath, Data, Out, Reasons, Secrets.IdKeyFile };
        RowSource.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        FileInfo? target = parsed.GetValue(Out);
        if (parsed.GetValue(GlobalOptions.Json) && target is null) throw new UsageException("florin score --json needs --out FILE");
        using Model model = ModelFile.Load(Files.Existing(parsed.GetRequiredValue(ModelPath)));
        RowSource data = RowSource.Of(parsed, parsed.GetRequiredValue(Data), model.Id);
        using var screen = new Screen(parsed);
        var scoring = new Scoring(model, parsed.GetValue(GlobalOptions.Threads) ?? Environment.ProcessorCount,
            Secrets.IdKey(parsed, screen), parsed.GetValue(Reasons) ? new ReasonExplainer(model) : null);
        if (target is null)
        {
            using var stream = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
            scoring.Write(data, stream, screen, cancel);
        }
        else
        {
            Florin.Storage.AtomicFile.Write(target.FullName, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                scoring.Write(data, writer, screen, cancel);
            });
        }

        screen.Say(string.Create(CultureInfo.InvariantCulture, $"scored {scoring.Rows - scoring.Bad:N0} of {scoring.Rows:N0} rows")
            + (scoring.Bad == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $"; {scoring.Bad:N0} could not be read: their score is empty and the last column says why")));
        if (parsed.GetValue(GlobalOptions.Json))
            Console.Out.WriteLine(Files.Json(("rows", scoring.Rows), ("bad", scoring.Bad), ("out", target!.ToString())));
        return scoring.Bad == 0 ? ExitCode.Ok : ExitCode.Data;
    }
}
