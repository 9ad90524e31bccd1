namespace Florin.Cli;

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

/// <summary>What a person sees while a command runs: on standard error, and nothing moves when that is not a terminal.</summary>
sealed class Screen : IProgress<StudyProgress>, IDisposable
{
    const int RefreshMilliseconds = 100, BarWidth = 24, MostOthers = 3;

    readonly bool quiet;
    readonly bool moving;
    readonly Stopwatch stage = new();
    readonly IAnsiConsole console;
    readonly Lock key = new();
    string name = "";
    long shown = -RefreshMilliseconds;

    public Screen(ParseResult parsed)
    {
        quiet = parsed.GetValue(GlobalOptions.Quiet);
        moving = !quiet && !Console.IsErrorRedirected;
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        stage.Start();
    }

    /// <summary>Standard output with tables; in colours only on a terminal that wants them.</summary>
    public static IAnsiConsole Output() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Out = new AnsiConsoleOutput(Console.Out),
    });

    public void Report(StudyProgress value)
    {
        string first = value.Stage.Split(',')[0];
        lock (key)
        {
            if (first != name)
            {
                name = first;
                stage.Restart();
                shown = -RefreshMilliseconds;
            }

            if (!moving || stage.ElapsedMilliseconds - shown < RefreshMilliseconds) return;
            shown = stage.ElapsedMilliseconds;
            int full = (int)(value.Share * BarWidth);
            string left = value.Share > 0.02 && stage.Elapsed.TotalSeconds > 1
                ? string.Create(CultureInfo.InvariantCulture,
                    $", at most {stage.Elapsed.TotalSeconds * (1 - value.Share) / value.Share:F0} s left")
                : "";
            string bar = value.Share > 0 ? $"{new string('━', full)}{new string('─', BarWidth - full)} " : "";
            Line($"{bar}{value.Stage}{left}");
        }
    }

    public void Progress(string what, string detail)
    {
        lock (key)
        {
            if (!moving || (what == name && stage.ElapsedMilliseconds - shown < RefreshMilliseconds)) return;
            if (what != name) stage.Restart();
            name = what;
            shown = stage.ElapsedMilliseconds;
            Line($"{what} {detail}");
        }
    }

    public void Say(string text)
    {
        Clear();
        if (!quiet) Console.Error.WriteLine(text);
    }

    /// <summary>What a person would paste into a mail, and the next command to type.</summary>
    public void Summary(Study study, string folder)
    {
        Clear();
        if (quiet) return;
        console.WriteLine();
        Print(study, console);
        console.WriteLine();
        console.WriteLine($"report   {Path.Combine(folder, StudyFolder.ReportName)}");
        string model = Path.Combine(folder, StudyFolder.ModelName);
        console.WriteLine($"next     florin score {model} DATA.csv --out scored.csv");
        console.WriteLine($"         florin explain {model} DATA.csv --row 1");
    }

    /// <summary>The verdict, and the metrics beside those of the challengers.</summary>
    public static void Print(Study study, IAnsiConsole console)
    {
        // More columns than these do not fit into 80: what everybody's base rate gives is in the report.
        StudyChallenger[] others = [.. StudyText.Leading(study, MostOthers)];
        Spectre.Console.Table table = new Spectre.Console.Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("test rows").Padding(0, 0))
            .AddColumns([.. others.Select(other => other.Name).Prepend(study.Network.Name)
                .Select(model => new TableColumn(Markup.Escape(model)).RightAligned().Padding(1, 0))]);
        foreach ((string metric, MetricValue value) in study.Test)
        {
            MetricValue[] row = [value, .. others.Select(challenger => challenger.Test[metric])];
            table.AddRow([Markup.Escape(StudyText.Label(metric)), .. row.Select(Cell)]);
        }

        console.WriteLine(StudyText.Verdict(study));
        console.Write(table);
        console.WriteLine("95 % intervals; ↓: less is better. " + string.Join(" ", study.Notes));
    }

    public void Dispose() => Clear();

    /// <summary>The value above its interval: four models fit into 80 columns.</summary>
    static string Cell(MetricValue value) => Markup.Escape(StudyText.Interval(value, ".000").Replace(" [", "\n[",
        StringComparison.Ordinal));

    void Line(string text)
    {
        int width = Math.Max(20, console.Profile.Width - 1);
        Console.Error.Write("\r\u001b[2K" + (text.Length > width ? text[..width] : text));
    }

    public void Clear()
    {
        if (moving) Console.Error.Write("\r\u001b[2K");
    }
}
