namespace Florin.Cli.Commands;

using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary><c>florin show FILE</c>: what a file holds: rows, a model, a study or arrays.</summary>
static class ShowCommand
{
    static readonly Argument<string> FilePath = new("FILE")
    {
        Description = "Rows (CSV; with --table or --query an SQLite file, or the word postgres), a model (.florin), "
            + "a study (study.json or the folder of a run) or arrays (.safetensors)",
    };

    static readonly Option<string?> Target = new("--target")
    {
        Description = "For rows: the column to be predicted",
        HelpName = "COLUMN",
    };

    public static Command Create()
    {
        var command = new Command("show", "Show what a file holds: rows, a model, a study or arrays") { FilePath, Target };
        RowSource.AddTo(command);
        // Apart, so that Ctrl+C ends even a read that hangs.
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed, CancellationToken cancel)
    {
        string path = Files.Resolve(parsed.GetRequiredValue(FilePath));
        if (Directory.Exists(path)) path = Path.Combine(path, StudyFolder.StudyName);
        string? target = parsed.GetValue(Target);
        if (RowSource.IsDatabase(parsed, path)) return ShowTable(RowSource.Of(parsed, path), target, parsed, cancel);
        path = Files.Existing(path);
        string kind = Path.GetExtension(path).ToLowerInvariant();
        if (target is not null && kind is ".florin" or ".json" or ".safetensors")
            throw new UsageException("--target is for files of rows");
        bool json = parsed.GetValue(GlobalOptions.Json);
        switch (kind)
        {
            case ".safetensors":
                var arrays = new ArraysCard(Path.GetFileName(path), Safetensors.Read(path));
                Console.Out.WriteLine(json ? arrays.ToJson() : arrays.ToString());
                break;
            case ".florin":
                ShowModel(path, json);
                break;
            case ".json":
                ShowStudy(path, json, parsed);
                break;
            case ".csv" or ".tsv" or ".txt" or ".dat" or ".data" or ".gz":
                return ShowTable(RowSource.Of(parsed, path), target, parsed, cancel);
            default:
                throw new FlorinException("FLR0902", "florin does not show files of this kind", path, kind,
                    "give rows (.csv, .tsv, .txt, .gz), a model (.florin), a study (.json) or arrays (.safetensors)");
        }

        return ExitCode.Ok;
    }

    static void ShowModel(string path, bool json)
    {
        byte[] bytes = File.ReadAllBytes(path);
        using Model model = ModelFile.Load(bytes, path, out ModelCard card);
        var sheet = new ModelSheet(Path.GetFileName(path), bytes, card, model);
        if (json) Write(sheet.ToJson());
        else sheet.Print(Screen.Output());
    }

    static void ShowStudy(string path, bool json, ParseResult parsed)
    {
        Study study = Study.FromJson(File.ReadAllText(path));
        using var screen = new Screen(parsed);
        if (json) Console.Out.WriteLine(study.ToJson());
        else
        {
            Console.Out.WriteLine($"{study.Name} ({study.Recipe})");
            Screen.Print(study, Screen.Output());
        }
    }

    static int ShowTable(RowSource rows, string? target, ParseResult parsed, CancellationToken cancel)
    {
        using var screen = new Screen(parsed);
        screen.Progress("reading", rows.Name);
        Table table = rows.Read(cancel);
        screen.Progress("looking", rows.Name);
        var card = new TableCard(Path.GetFileName(rows.Name), table, TableProfile.Of(table, target, cancel), target);
        screen.Clear();
        if (parsed.GetValue(GlobalOptions.Json)) Write(card.ToJson());
        else card.Print(Screen.Output());
        return ExitCode.Ok;
    }

    static void Write(JsonObject card) => Console.Out.WriteLine(card.ToJsonString(Files.Readable));
}
