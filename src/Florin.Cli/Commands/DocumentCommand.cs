namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin document RUN</c>: the validation file of a run, as one page to print and sign.</summary>
static class DocumentCommand
{
    const string FileName = "validation.html";

    static readonly Argument<string?> RunPath = new("RUN")
    {
        Description = "The folder of a run, or its study.json",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string?> Facts = new("--facts")
    {
        Description = "What no program knows: purpose, owner, oversight … (YAML; --template writes an empty one)",
        HelpName = "FILE",
    };

    static readonly Option<string[]> Standards = new("--standard")
    {
        Description = "Whose headings are mapped; all by default: " + string.Join(", ", DocumentStandard.All.Select(each => each.Id)),
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = $"Where to write; {FileName} in the run's folder by default",
        HelpName = "FILE",
    };

    static readonly Option<bool> Template = new("--template") { Description = "Write the questions of --facts to stdout, to be filled in" };

    public static Command Create()
    {
        var command = new Command("document", "Write the validation file of a run: tests, limits, what is not provided, signatures")
        {
            RunPath, Facts, Standards, Out, Template,
        };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(Template))
        {
            Console.Out.Write(DocumentFacts.Template());
            return ExitCode.Ok;
        }

        string path = Files.Resolve(parsed.GetValue(RunPath) ?? throw new UsageException("give the folder of a run, such as runs/latest"));
        if (Directory.Exists(path)) path = Path.Combine(path, StudyFolder.StudyName);
        Study study = Study.FromJson(File.ReadAllText(Files.Existing(path)));
        DocumentFacts facts = parsed.GetValue(Facts) is { } file ? DocumentFacts.Read(Files.Existing(file)) : new DocumentFacts();
        DocumentStandard[] standards = parsed.GetValue(Standards) is { Length: > 0 } named ? [.. named.Select(DocumentStandard.Named)]
            : [.. DocumentStandard.All];
        string target = parsed.GetValue(Out)?.ToString() ?? Path.Combine(Path.GetDirectoryName(path) ?? "", FileName);
        ModelDocument.Of(study, facts, standards).Save(target);
        using var screen = new Screen(parsed);
        int open = DocumentFacts.Questions.Keys.Count(key => !facts.Answers(key));
        screen.Say($"wrote {target}" + (open == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"\n{open} of {DocumentFacts.Questions.Count} questions to the model's owner are not answered: ")
            + (parsed.GetValue(Facts) is null ? "florin document --template > facts.yaml, then --facts facts.yaml"
                : string.Join(", ", DocumentFacts.Questions.Keys.Where(key => !facts.Answers(key))))));
        if (parsed.GetValue(GlobalOptions.Json))
            Console.Out.WriteLine(new System.Text.Json.Nodes.JsonObject { ["document"] = target, ["unanswered"] = open }
                .ToJsonString(Files.Readable));
        return ExitCode.Ok;
    }
}
